/**
 * What really happened, kept outside the simulated phones: every event that was ever written, when, and whether
 * anybody was told that it was saved. The promises of the phone are held against it at each write.
 */

/** @import {Page} from './page.js' */
/** @import {Phone} from './phone.js' */
/** @import {Run} from './run.js' */
/** @typedef {{envelope: any, true_ms: number, phone: Phone, hostile: boolean, promised: boolean,
 *   lost: {on_server: boolean, at: number}|null}} Entry */
/** @typedef {{sha256: string, phone: Phone, events: string[], promised: boolean, poisoned: boolean,
 *   lost: {on_server: boolean, at: number}|null}} PhotoEntry */

const GENESIS = '0'.repeat(64);

export class Ledger {
  /** By hash. @type {Map<string, Entry>} */
  entries = new Map();
  /** @type {Map<string, Set<string>>} */
  #places = new Map();
  /** @type {Map<string, Entry>} */
  #byId = new Map();
  /** @type {Map<string, PhotoEntry>} */
  photos = new Map();
  /** What the server ever held, by its own word after each commit. */
  journalled = new Set();
  verified = new Set();

  /** @param {Run} run */
  constructor(run) {
    this.run = run;
  }

  /** @param {Page} page @param {string} store @param {string} verb @param {any[]} given */
  wrote(page, store, verb, given) {
    if (store === 'events' && verb === 'add') this.#appended(page, given[0]);
    else if (store === 'events' && verb === 'delete') this.#letGo(page, given[0]);
    else if (store === 'events') this.run.violated('I-3', `${page.name} did ${verb} on events`);
    else if (store === 'photos' && verb === 'delete') this.#letPhotoGo(page, given[0]);
    else if (store === 'meta' && given[1] === 'feed') this.#moved(page, given[0]);
  }

  /** @param {Page} page @param {any} envelope */
  #appended(page, envelope) {
    const { epoch, seq, prev, hash } = envelope;
    const before = seq === 1 ? new Set([GENESIS]) : (this.#places.get(`${epoch} ${seq - 1}`) ?? new Set());
    if (!before.has(prev)) this.run.violated('I-2', `${page.name}: ${epoch} ${seq} does not follow what it names`);
    const { phone } = page;
    const entry = {
      envelope,
      true_ms: this.run.world.nowMs,
      phone,
      hostile: phone.hostile,
      promised: false,
      lost: null,
    };
    this.entries.set(hash, entry);
    this.#byId.set(envelope.id, entry);
    this.#places.set(`${epoch} ${seq}`, new Set([...(this.#places.get(`${epoch} ${seq}`) ?? []), hash]));
  }

  /** @param {Page} page @param {[string, number]} key */
  #letGo(page, [epoch, seq]) {
    const known = [...(this.#places.get(`${epoch} ${seq}`) ?? [])];
    if (!known.some((hash) => this.journalled.has(hash))) {
      this.run.violated('I-4', `${page.name} forgot ${epoch} ${seq}, which the server never had`);
    }
  }

  /** @param {Page} page @param {string} sha256 */
  #letPhotoGo(page, sha256) {
    if (!this.verified.has(sha256))
      this.run.violated('I-5', `${page.name} forgot photo ${sha256.slice(0, 12)} unverified`);
  }

  /** @param {Page} page @param {{cursor: string|null}} place */
  #moved(page, { cursor }) {
    if (cursor === null) return;
    const [epoch, position] = cursor.split('.');
    const before = page.lastCursorEpoch === epoch ? page.lastCursor : -1;
    if (Number(position) < before) this.run.violated('I-17', `${page.name}: the cursor went back to ${cursor}`);
    [page.lastCursor, page.lastCursorEpoch] = [Number(position), epoch];
  }

  /** The phone said that it is saved. @param {Page} page @param {any} recorded @param {any[]} photos */
  promised(page, { event, photos_saved }, photos) {
    const entry = this.#byId.get(event.id);
    if (!entry) return this.run.violated('I-1', `${page.name} says that ${event.id} is saved, and never wrote it`);
    entry.promised = true;
    if (photos_saved) {
      for (const { sha256 } of event.blobs) {
        const known = this.photos.get(`${page.phone.name} ${sha256}`);
        const fresh = { sha256, phone: page.phone, events: [event.id], promised: true, poisoned: false, lost: null };
        if (known) known.events.push(event.id);
        else this.photos.set(`${page.phone.name} ${sha256}`, fresh);
        if (known?.lost) known.lost = null;
      }
    }
    return photos;
  }

  /** After the disk of a phone changed behind its back: note what is no longer on it.
   * @param {Phone} phone @param {Record<string, any[]>} rows */
  missed(phone, rows) {
    const held = new Set([...(rows.events ?? []), ...(rows.sealed ?? [])].map(({ value }) => value.hash));
    const photos = new Set((rows.photos ?? []).map(({ value }) => value.sha256));
    const mine = [...this.entries.values()].filter((entry) => entry.phone === phone && !entry.lost);
    const gone = mine.filter((entry) => !held.has(entry.envelope.hash));
    const here = this.run.present(
      gone.map((entry) => entry.envelope.hash),
      [...this.photos.values()].map((p) => p.sha256),
    );
    const at = this.run.world.nowMs;
    for (const entry of gone) entry.lost = { on_server: here.hashes.has(entry.envelope.hash), at };
    for (const photo of this.photos.values()) {
      if (photo.phone !== phone || photo.lost || photos.has(photo.sha256)) continue;
      photo.lost = { on_server: here.photos.has(photo.sha256), at };
    }
  }
}
