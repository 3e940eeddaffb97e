/** Signing on: a code becomes a device, a token and, where the browser can keep one, a key that signs. */

import { signHead } from '../domain/envelope.js';
import * as meta from '../store/meta.js';
import { newChain } from '../store/release.js';

/** @import {Device} from '../store/meta.js' */
/** @import {Core} from './sync.js' */

/** `code` is the server's own, or `no_answer`, or `not_ours`. */
export class EnrolError extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const NO_ANSWER = 'The office system did not answer. Check the signal and try again; the code stays good.';
const NOT_OURS =
  'Something other than the office system answered. If this is public Wi-Fi, sign in to it or turn it off.';

/**
 * A second person on a phone that is enrolled joins its device and its chain. Where the device changes, what the old
 * one recorded stays and is still sent.
 *
 * @param {Core} core
 * @param {{code: string, deviceName: string, selfTest: Record<string, any>}} input
 */
export async function enrolPhone(core, { code, deviceName, selfTest }) {
  const { outside, db } = core;
  const { before, anchor_id } = await db.read(['meta'], async (tx) => ({
    before: await meta.device(tx),
    anchor_id: (await meta.contact(tx)).measures.at(-1)?.anchor_id,
  }));
  const pair = await keyPair(core);
  const { platform, appVersion: app_version } = outside;
  const request = {
    code,
    public_key_jwk: pair ? await publicPart(pair) : null,
    device: { name: deviceName, platform, app_version },
    self_test: selfTest,
    former: before && anchor_id ? await former(before.device_id, anchor_id, code, pair) : null,
  };
  const token = before?.operatives.find((person) => person.id === before.actor_id)?.token ?? null;
  const answer = await ask(core, request, token);
  const { device_id, operative } = answer;
  const same = before?.device_id === device_id ? before : null;
  const person = { ...operative, token: answer.token };
  /** @type {Device} */
  const device = {
    device_id,
    epoch: same?.epoch ?? core.newId(),
    server_epoch: answer.server_epoch,
    actor_id: operative.id,
    first_actor_id: before?.first_actor_id ?? before?.operatives[0].id ?? operative.id,
    operatives: [...(same?.operatives.filter((other) => other.id !== operative.id) ?? []), person],
    seal_key_jwk: answer.seal_key_jwk ?? null,
    push_public_key: answer.push_public_key ?? null,
    capabilities: selfTest,
    signing: pair !== null,
  };
  await db.write(['meta', 'chains'], async (tx) => {
    if (!same) await tx.objectStore('chains').put?.(newChain(device_id, device.epoch, outside.clock.wall()));
    if (!same) await meta.startFeedAnew(tx);
    await meta.putDevice(tx, device);
  });
}

/** Who this phone was, for a server that was put back from a backup and no longer knows its token: what waits here
 * bears that name. @param {string} device_id @param {string} anchor_id @param {string} code @param {CryptoKeyPair|null} pair */
async function former(device_id, anchor_id, code, pair) {
  const sig = pair && (await signHead(`doorstep enrol 1\n${device_id}\n${code}`, pair.privateKey));
  return { device_id, anchor_id, sig };
}

/** @param {Core} core @param {Record<string, any>} request @param {string|null} token @returns {Promise<any>} */
async function ask(core, request, token) {
  const { status, content } = await post(core, request, token);
  // A token that is no longer good must not stand in the way of a new one.
  if (token && (status === 401 || status === 403)) return ask(core, request, null);
  if (status === 201 && typeof content?.token === 'string' && content.operative?.id) return content;
  if (typeof content?.code === 'string' && typeof content.message === 'string' && status >= 400) {
    throw new EnrolError(content.code, content.message);
  }
  throw new EnrolError('not_ours', NOT_OURS);
}

/** @param {Core} core @param {Record<string, any>} request @param {string|null} token */
async function post({ outside }, request, token) {
  const giveUp = new AbortController();
  const cancel = outside.timers.after(30_000, () => giveUp.abort());
  try {
    const response = await outside.transport(`${outside.apiBase}/enrol`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(request),
      redirect: 'error',
      cache: 'no-store',
      credentials: 'omit',
      signal: giveUp.signal,
    });
    const text = await response.text();
    return { status: response.status, content: parsed(text) };
  } catch {
    throw new EnrolError('no_answer', NO_ANSWER);
  } finally {
    cancel();
  }
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * The key is kept before it is sent: after a lost answer the same code with the same key gives the same device.
 * Null where this browser cannot make or keep one; then the evidence is unsigned, and says so.
 *
 * @param {Core} core
 * @returns {Promise<CryptoKeyPair|null>}
 */
async function keyPair(core) {
  const kept = await meta.signingKey(core.db);
  if (kept) return kept;
  try {
    const curve = { name: 'ECDSA', namedCurve: 'P-256' };
    const pair = /** @type {CryptoKeyPair} */ (await crypto.subtle.generateKey(curve, false, ['sign', 'verify']));
    await meta.keepSigningKey(core.db, pair);
    core.key = pair;
    return pair;
  } catch {
    return null;
  }
}

/** @param {CryptoKeyPair} pair */
async function publicPart(pair) {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return { kty, crv, x, y };
}
