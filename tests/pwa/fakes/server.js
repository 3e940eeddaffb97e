/**
 * A server that remembers and behaves as the protocol says: a journal by (device, epoch, seq), proofs, a feed, photos.
 * `faults` are functions asked before (or after) each call; the first that answers takes the place of the server.
 */
import { createHash, randomBytes, webcrypto } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

const GENESIS = '0'.repeat(64);

/** @param {string} text */
const sha = (text) => createHash('sha256').update(text).digest('hex');

export class FakeServer {
  /** @type {import('./world.js').FakeWorld} */
  world;
  serverEpoch = 'server-1';
  /** @type {Map<string, {envelope: any, status: string, code?: string}>} */
  journal = new Map();
  /** @type {any[]} */
  requests = [];
  /** @type {string[]} */
  calls = [];
  /** @type {{op: string, kind: string, id: string, rev: number, data?: any}[]} */
  feed = [];
  pageSize = 100;
  /** @type {Set<string>} */
  verified = new Set();
  /** @type {Map<string, {device_id: string, operative: any}>} */
  tokens = new Map();
  /** @type {string[]} */
  lost = [];
  /** @type {((call: {path: string, request: any, init: any}) => Response|Promise<Response>|null|undefined)[]} */
  faults = [];
  /** @type {((answer: any) => Response|null|undefined)|null} */
  answerFault = null;
  /** @type {(envelope: any) => {status: string, code?: string}} */
  judge = () => ({ status: 'accepted' });
  maxEvents = 200;
  maxBytes = 1_048_576;
  blocked = false;
  /** @type {string|null} */
  rotateTo = null;
  serverAheadMs = 0;
  /** @type {CryptoKeyPair|null} */
  sealKeys = null;
  deviceCount = 0;

  /** @param {import('./world.js').FakeWorld} world */
  constructor(world) {
    this.world = world;
  }

  async prepare() {
    this.sealKeys = /** @type {CryptoKeyPair} */ (
      await webcrypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
    );
    return this;
  }

  /** What a phone is given as its network. */
  transport = async (/** @type {string} */ url, /** @type {any} */ init) => {
    const path = url.replace('/api/v1', '');
    if (init.redirect !== 'error' || init.cache !== 'no-store') throw new Error('careless request');
    const request = path === '/sync/raw' ? rawRequest(init) : JSON.parse(textOf(init));
    this.calls.push(path);
    for (const fault of this.faults) {
      const answer = await fault({ path, request, init });
      if (answer) return answer;
    }
    if (path === '/enrol') return this.#enrol(request, init);
    return this.#sync(path, request, init);
  };

  #now() {
    return this.world.wallMs + this.serverAheadMs;
  }

  async #enrol(/** @type {any} */ request, /** @type {any} */ init) {
    const known = this.tokens.get((init.headers.Authorization ?? '').replace('Bearer ', ''));
    if (init.headers.Authorization && !known) return json({ code: 'signed_out', message: 'no' }, 401);
    if (request.code === 'WRONG') return json({ code: 'no_such_code', message: 'There is no such code.' }, 404);
    const device_id = known?.device_id ?? `device-${++this.deviceCount}`;
    const operative = { id: `OP-${request.code}`, name: `Person ${request.code}` };
    const token = `token-${this.tokens.size + 1}`;
    this.tokens.set(token, { device_id, operative });
    const seal_key_jwk = this.sealKeys && (await webcrypto.subtle.exportKey('jwk', this.sealKeys.publicKey));
    const rest = { server_epoch: this.serverEpoch, anchor: this.#anchor(), t_send: this.#now() };
    return json({ device_id, token, operative, ...rest, seal_key_jwk, push_public_key: 'p' }, 201);
  }

  #anchor() {
    return { anchor_id: randomBytes(16).toString('hex'), issued_at: this.#now(), hmac: 'h' };
  }

  async #sync(/** @type {string} */ path, /** @type {any} */ request, /** @type {any} */ init) {
    const session = this.tokens.get(init.headers.Authorization.replace('Bearer ', ''));
    if (!session) return json({ code: 'signed_out', message: 'Sign in again.' }, 401);
    if (this.blocked && !request.events.length)
      return json({ code: 'blocked', message: 'This device is blocked.' }, 403);
    if (path === '/sync') {
      const size = textOf(init).length;
      if (request.events.length > this.maxEvents || size > this.maxBytes) {
        const details = { max_events: this.maxEvents, max_bytes: this.maxBytes };
        return json({ code: 'too_large', message: 'Too large.', details }, 413);
      }
      if (request.events.some((/** @type {any} */ event) => event.body.includes('POISON'))) {
        return json({ code: 'malformed', message: 'It cannot be read.' }, 400);
      }
    }
    this.requests.push(request);
    return this.#answered(request, session);
  }

  async #answered(/** @type {any} */ request, /** @type {any} */ session) {
    const { device_id, epoch, request_id } = request;
    for (const box of request.sealed ?? []) this.#keep(await this.open(box.box), session);
    const results = request.events.map((/** @type {any} */ event) => this.#keep(event, session));
    const forked = results.filter((/** @type {any} */ { status, code }) => [status, code].includes('forked'));
    const stands = Math.min(request.head?.seq, ...forked.map((/** @type {any} */ { seq }) => seq - 1));
    const acked = this.#acked(device_id, epoch, request.lost ?? [], stands);
    const proof = { protocol: 1, request_id, device_id, epoch, server_epoch: this.serverEpoch };
    const stale = request.server_epoch !== this.serverEpoch || acked.acked_seq < (request.acked?.seq ?? 0);
    if (request.server_epoch !== undefined && request.server_epoch !== null && stale) {
      return json({ ...proof, ...acked }, 409, { 'Sync-Proof': request_id });
    }
    const answer = {
      ...proof,
      t_recv: this.#now(),
      t_send: this.#now(),
      anchor: this.#anchor(),
      results,
      ...acked,
      gaps: [],
      blobs_needed: (request.want ?? []).filter((/** @type {string} */ name) => !this.verified.has(name)),
      blobs_verified: (request.want ?? []).filter((/** @type {string} */ name) => this.verified.has(name)),
      ...this.#page(request.cursor),
      upgrade: 'none',
      ...(this.rotateTo ? { token: this.#rotated(session) } : {}),
    };
    const replaced = this.answerFault?.(answer);
    return replaced ?? json(answer, 200, { 'Sync-Proof': request_id });
  }

  #rotated(/** @type {any} */ session) {
    const token = /** @type {string} */ (this.rotateTo);
    this.tokens.set(token, session);
    this.rotateTo = null;
    return token;
  }

  #keep(/** @type {any} */ envelope, /** @type {any} */ session) {
    const { id, seq, hash, device_id, epoch, sig, ...rest } = envelope;
    const key = `${device_id} ${epoch} ${seq}`;
    const known = this.journal.get(key);
    if (device_id !== session.device_id) {
      if (known?.envelope.hash === hash) return { id, seq, status: 'duplicate', hash };
      this.journal.set(`stray ${id}`, { envelope, status: 'quarantined', code: 'wrong_device' });
      return { id, seq, hash, status: 'quarantined', code: 'wrong_device' };
    }
    if (known && known.envelope.body === rest.body && known.envelope.id === id) {
      return { id, seq, status: 'duplicate', ...(known.code ? { code: known.code } : {}) };
    }
    if (known) return { id, seq, status: 'forked' };
    const verdict = this.judge(envelope);
    this.journal.set(key, { envelope, ...verdict });
    return { id, seq, ...verdict };
  }

  /** @param {string} device @param {string} epoch @param {[number, number][]} lost @param {number} stands */
  #acked(device, epoch, lost, stands) {
    let [acked_seq, acked_hash] = [0, GENESIS];
    const before = {};
    for (let seq = 1; ; seq++) {
      const row = this.journal.get(`${device} ${epoch} ${seq}`);
      if (!row && !lost.some(([from, to]) => from <= seq && seq <= to)) return { acked_seq, acked_hash, ...before };
      if (acked_seq === stands && acked_seq > 0) {
        Object.assign(before, { held: { seq: acked_seq, hash: acked_hash } });
      }
      acked_seq = seq;
      if (row) acked_hash = row.envelope.hash;
    }
  }

  #page(/** @type {string|null} */ cursor) {
    const known = cursor?.startsWith(`${this.serverEpoch}:`) ? Number(cursor.split(':')[1]) : null;
    const from = known ?? 0;
    const changes = this.feed.slice(from, from + this.pageSize);
    const to = from + changes.length;
    return {
      changes,
      cursor: `${this.serverEpoch}:${to}`,
      more: to < this.feed.length,
      reset: cursor !== null && known === null,
    };
  }

  /** @param {string} box */
  async open(box) {
    const bytes = Buffer.from(box, 'base64url');
    const keys = /** @type {CryptoKeyPair} */ (this.sealKeys);
    const { subtle } = webcrypto;
    const curve = { name: 'ECDH', namedCurve: 'P-256' };
    const theirs = await subtle.importKey('raw', bytes.subarray(0, 65), curve, false, []);
    const secret = await subtle.deriveBits({ name: 'ECDH', public: theirs }, keys.privateKey, 256);
    const root = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
    const stretch = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: Buffer.from('doorstep seal 1') };
    const key = await subtle.deriveKey(stretch, root, { name: 'AES-GCM', length: 256 }, false, ['decrypt']);
    const clear = await subtle.decrypt({ name: 'AES-GCM', iv: bytes.subarray(65, 77) }, key, bytes.subarray(77));
    return JSON.parse(Buffer.from(clear).toString());
  }

  /** What the journal holds of one chain, by number. */
  held(/** @type {string} */ device, /** @type {string} */ epoch) {
    const rows = [...this.journal.values()].filter(
      ({ envelope }) => envelope.device_id === device && envelope.epoch === epoch,
    );
    return rows.map(({ envelope }) => envelope).sort((a, b) => a.seq - b.seq);
  }

  /** A backup of `seq` events is put back, under a new epoch. */
  restoreTo(/** @type {number} */ seq) {
    for (const key of [...this.journal.keys()]) if (Number(key.split(' ')[2]) > seq) this.journal.delete(key);
    this.serverEpoch = `${this.serverEpoch}+`;
  }
}

/** @param {any} init */
function textOf({ body, headers }) {
  return headers['Content-Encoding'] === 'gzip' ? gunzipSync(body).toString() : body;
}

/** @param {any} init */
function rawRequest({ headers, body }) {
  const envelope = {
    id: headers['Event-Id'],
    device_id: headers['Event-Device'],
    epoch: headers['Event-Epoch'],
    seq: Number(headers['Event-Seq']),
    prev: headers['Event-Prev'],
    hash: headers['Event-Hash'],
    body: Buffer.from(body).toString(),
  };
  const { device_id, epoch } = envelope;
  return { request_id: headers['Sync-Request-Id'], device_id, epoch, events: [envelope], cursor: null };
}

/** @param {any} content @param {number} status @param {Record<string, string>} headers */
export function json(content, status = 200, headers = {}) {
  return new Response(JSON.stringify(content), {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
  });
}

export { sha };
