/**
 * One request and what its answer proves. Only an answer that names our request, device and epoch changes anything;
 * whatever else comes back, from a captive portal or a broken proxy, is silence.
 */

import { base64url } from '../domain/bytes.js';

/** @import {SyncAnswer} from '../types.js' */
/** @import {Outside} from './outside.js' */

/**
 * @typedef {{kind: 'answer'|'restored', answer: SyncAnswer, monoAfter: number}} Proven
 * @typedef {{kind: 'status', status: number, limits: {max_events?: number, max_bytes?: number}, waitMs: number}} Refused
 * @typedef {{kind: 'silence', waitMs: number}} Silence
 * @typedef {Proven|Refused|Silence} Outcome
 * @typedef {{request_id: string, device_id: string, epoch: string}} Asked
 */

/** Above this many characters a request is worth compressing. */
const WORTH_GZIP = 700;

/** The server's anchors count on it that no exchange lasts longer. */
export const GIVE_UP_MS = 30_000;

/** What a request may be refused with that says something about us, not about the network. */
const STATUSES = [400, 401, 403, 413];

/**
 * @param {Outside} outside
 * @param {{path: string, token: string, asked: Asked, headers?: Record<string, string>,
 *   body: string|Uint8Array<ArrayBuffer>}} request
 * @returns {Promise<Outcome>}
 */
export async function exchange(outside, { path, token, asked, headers = {}, body }) {
  const giveUp = new AbortController();
  const cancel = outside.timers.after(GIVE_UP_MS, () => giveUp.abort());
  try {
    const plain = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}`, ...headers };
    const packed = await compressed(body);
    const response = await outside.transport(outside.apiBase + path, {
      method: 'POST',
      headers: packed ? { ...plain, 'Content-Encoding': 'gzip' } : plain,
      body: packed ?? body,
      redirect: 'error',
      cache: 'no-store',
      credentials: 'omit',
      signal: giveUp.signal,
    });
    return await judged(response, asked, outside);
  } catch {
    // No connection, a cut answer, a refused redirect, our own patience: to the phone they are the same.
    return { kind: 'silence', waitMs: 0 };
  } finally {
    cancel();
  }
}

/** @param {string|Uint8Array<ArrayBuffer>} body */
async function compressed(body) {
  if (typeof body !== 'string' || body.length < WORTH_GZIP || typeof CompressionStream !== 'function') return null;
  const packed = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** @param {Response} response @param {Asked} asked @param {Outside} outside @returns {Promise<Outcome>} */
async function judged(response, asked, outside) {
  const { status } = response;
  const waitMs = retryAfterMs(response.headers.get('Retry-After'), outside.clock.wall());
  if (!/^application\/(problem\+)?json/.test(response.headers.get('Content-Type') ?? '')) {
    return { kind: 'silence', waitMs };
  }
  const content = JSON.parse(await response.text());
  if (STATUSES.includes(status)) {
    return { kind: 'status', status, limits: { ...content, ...content?.details }, waitMs };
  }
  const proven = isProof(response, content, asked);
  if (status === 200 && proven && isAnswer(content)) {
    return { kind: 'answer', answer: content, monoAfter: outside.clock.mono() };
  }
  if (status === 409 && proven && Number.isInteger(content.acked_seq)) {
    return { kind: 'restored', answer: content, monoAfter: outside.clock.mono() };
  }
  return { kind: 'silence', waitMs };
}

/** @param {Response} response @param {any} content @param {Asked} asked */
function isProof(response, content, { request_id, device_id, epoch }) {
  return (
    response.headers.get('Sync-Proof') === request_id &&
    content?.request_id === request_id &&
    content.device_id === device_id &&
    content.epoch === epoch
  );
}

/** @param {any} content */
function isAnswer(content) {
  const lists = ['results', 'blobs_verified', 'changes'];
  return (
    Number.isInteger(content.acked_seq) &&
    typeof content.acked_hash === 'string' &&
    typeof content.anchor?.anchor_id === 'string' &&
    Number.isFinite(content.t_recv) &&
    Number.isFinite(content.t_send) &&
    lists.every((name) => Array.isArray(content[name]))
  );
}

/** @param {string|null|undefined} header seconds or a date @param {number} wallMs */
export function retryAfterMs(header, wallMs) {
  if (!header) return 0;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - wallMs;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 3_600_000) : 0;
}

/** @param {Outside} outside */
export function newRequestId(outside) {
  return base64url(outside.random.bytes(16));
}
