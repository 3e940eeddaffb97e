/** One page of the app on a simulated phone: the product's own core, which may be killed at any write. */

import { diskOf } from './storage.js';
import { uploaderOf } from './uploader.js';

/** @import {Phone as Facade} from '../../../pwa/types.js' */
/** @import {Phone} from './phone.js' */

let pages = 0;

export class Page {
  dead = false;
  writes = 0;
  killAt = Infinity;
  loseConnectionAt = Infinity;
  transactions = 0;
  /** @type {Set<string>} */
  uploading = new Set();
  /** Writes since an answer came that was not the server's. @type {string[]|null} */
  watched = null;
  recording = 0;
  /** When the server's own last answer came in. */
  answeredAt = -Infinity;
  /** @type {number} */
  lastCursor = -1;
  lastCursorEpoch = '';
  failedAt = -Infinity;
  asked = 0;
  /** @type {Facade|null} */
  api = null;

  /** @param {Phone} phone @param {(options: any) => Promise<Facade>} openPhone */
  constructor(phone, openPhone) {
    this.phone = phone;
    this.name = `${phone.name}.${++pages}`;
    this.bornMono = phone.clocks.monoMs;
    this.openPhone = openPhone;
  }

  static startCounting() {
    pages = 0;
  }

  async open() {
    const { phone } = this;
    const { clocks } = phone;
    const api = await this.openPhone({
      clock: {
        wall: () => clocks.wallMs + phone.lie(),
        mono: () => clocks.monoMs - this.bornMono + 5 + phone.lie(),
        zone: () => ({ tz: clocks.tz, tz_offset_min: clocks.tz === 'Europe/London' ? 0 : 120 }),
      },
      random: { bytes: (/** @type {number} */ n) => phone.chance.bytes(n), unit: () => phone.chance.unit() },
      timers: this.timers,
      transport: this.transport,
      indexedDB: diskOf(phone.disk, this),
      uploader: uploaderOf(this),
      storage: null,
      locks: null,
      channel: null,
      window: null,
      platform: 'simulation',
    });
    if (!this.dead) this.api = api;
    return this;
  }

  timers = {
    after: (/** @type {number} */ ms, /** @type {() => void} */ fn) => this.phone.clocks.after(this, ms, fn),
  };

  transport = (/** @type {string} */ url, /** @type {any} */ init) =>
    new Promise((resolve, reject) => {
      if (this.dead) return;
      init.signal?.addEventListener('abort', () => {
        if (!this.dead) reject(new DOMException('aborted', 'AbortError'));
      });
      this.phone.run.network.send({ page: this, url, init, resolve, reject });
    });

  /** The page is gone: nothing that it was about to do happens. */
  die() {
    if (this.dead) return;
    this.dead = true;
    this.phone.clocks.forget(this);
    this.phone.pages = this.phone.pages.filter((page) => page !== this);
    this.api?.close();
    this.phone.run.note('die', this.name, this.writes);
  }

  beforeTransaction() {
    if (++this.transactions === this.loseConnectionAt) {
      throw new DOMException('Connection to Indexed Database server lost.', 'UnknownError');
    }
  }

  /** @param {IDBObjectStore} store @param {string} verb @param {any[]} given */
  beforeWrite(store, verb, given) {
    if (!this.dead && ++this.writes >= this.killAt) this.die();
    if (this.dead) throw new DOMException('the page is gone', 'AbortError');
    if (this.phone.full && store.name === 'photos' && verb === 'put') {
      throw new DOMException('full', 'QuotaExceededError');
    }
    this.watched?.push(`${store.name} ${verb}${store.name === 'meta' ? ` ${given[1]}` : ''}`);
    this.phone.run.ledger.wrote(this, store.name, verb, given);
  }

  /** An answer that proves nothing is about to arrive: see what the page does with it. What it records meanwhile, or
   * takes in of a true answer that comes at the same moment, cannot be told apart, so then nothing is said. */
  watchImpostor(/** @type {any} */ { status }) {
    if (this.recording) return;
    const { world } = this.phone.run;
    const before = /** @type {string[]} */ ([]);
    this.watched = before;
    world.after(0, () => {
      if (this.watched === before) this.watched = null;
      const changed = before.filter((write) => write !== 'meta put contact' && !write.startsWith('photo_notes'));
      if (changed.length && this.answeredAt !== world.nowMs)
        this.phone.run.violated('I-6', `${this.name}: an answer without proof (${status}) led to ${changed}`);
    });
  }

  beginUpload(/** @type {string} */ sha256) {
    if (this.uploading.has(sha256)) this.phone.run.violated('I-8', `${this.name} sends ${sha256} twice at once`);
    this.uploading.add(sha256);
  }

  endUpload(/** @type {string} */ sha256) {
    this.uploading.delete(sha256);
  }
}
