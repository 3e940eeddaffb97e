/**
 * The phone's database: every write is one strict transaction, and a lost connection is reopened once.
 * Stores are only ever added: every released version's records stay readable, also to the version before.
 */

import { wrap } from '../../static/vendor/idb.js';

/** @import {IDBPDatabase, IDBPTransaction} from '../../static/vendor/idb.js' */
/** @typedef {IDBPTransaction<any, any, any>} Tx */
/** @typedef {'meta'|'chains'|'events'|'photos'|'photo_notes'|'sealed'|'traces'|'refusals'|'feed'|'drafts'} StoreName */

export const VERSION = 1;

/** @type {StoreName[]} */
export const ALL = [
  'meta',
  'chains',
  'events',
  'photos',
  'photo_notes',
  'sealed',
  'traces',
  'refusals',
  'feed',
  'drafts',
];

/** @param {IDBDatabase} db @param {number} from */
function upgrade(db, from) {
  if (from < 1) {
    db.createObjectStore('meta');
    db.createObjectStore('chains', { keyPath: 'epoch' });
    db.createObjectStore('events', { keyPath: ['epoch', 'seq'] }).createIndex('id', 'id', { unique: true });
    db.createObjectStore('photos', { keyPath: 'sha256' });
    db.createObjectStore('photo_notes', { keyPath: 'sha256' });
    db.createObjectStore('sealed', { keyPath: ['epoch', 'seq'] });
    db.createObjectStore('traces', { keyPath: 'id' });
    db.createObjectStore('refusals', { keyPath: 'event_id' });
    db.createObjectStore('feed', { keyPath: ['kind', 'id'] });
    db.createObjectStore('drafts', { keyPath: 'key' });
  }
}

export class Database {
  /** @type {Promise<IDBPDatabase<any>>|null} */
  #connection = null;
  #factory;
  #name;

  /** @param {IDBFactory} factory @param {string} name */
  constructor(factory, name) {
    this.#factory = factory;
    this.#name = name;
  }

  /**
   * Run `work` in one transaction and resolve when it is on the disk. `work` may run twice, where the connection
   * was lost the first time, so it must bear finding its own writes.
   *
   * @template T
   * @param {StoreName[]} names
   * @param {IDBTransactionMode} mode
   * @param {(tx: Tx) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async run(names, mode, work) {
    try {
      return await this.#attempt(names, mode, work);
    } catch (error) {
      if (!isLostConnection(error)) throw error;
      // Safari drops the connection while the app is in the background, so reopen once before giving up.
      this.close();
      return this.#attempt(names, mode, work);
    }
  }

  /** @template T @param {StoreName[]} names @param {(tx: Tx) => Promise<T>} work */
  read(names, work) {
    return this.run(names, 'readonly', work);
  }

  /** @template T @param {StoreName[]} names @param {(tx: Tx) => Promise<T>} work */
  write(names, work) {
    return this.run(names, 'readwrite', work);
  }

  close() {
    this.#connection?.then((db) => db.close()).catch(() => {});
    this.#connection = null;
  }

  /**
   * @template T
   * @param {StoreName[]} names
   * @param {IDBTransactionMode} mode
   * @param {(tx: Tx) => Promise<T>} work
   */
  async #attempt(names, mode, work) {
    const db = await this.#open();
    const tx = db.transaction(names, mode, { durability: 'strict' });
    tx.done.catch(() => {});
    try {
      const result = await work(tx);
      await tx.done;
      return result;
    } catch (error) {
      abort(tx);
      // A full disk may show only as the transaction's own error.
      throw tx.error ?? error;
    }
  }

  /** @returns {Promise<IDBPDatabase<any>>} */
  #open() {
    this.#connection ??= this.#connect().catch((error) => {
      this.#connection = null;
      throw error;
    });
    return this.#connection;
  }

  /** @returns {Promise<IDBPDatabase<any>>} */
  async #connect() {
    const db = await this.#opened(VERSION).catch((error) => {
      // A newer app has been here, in another tab or before the server was rolled back: our stores are all there.
      if (error?.name === 'VersionError') return this.#opened();
      throw error;
    });
    db.onclose = () => {
      this.#connection = null;
    };
    db.onversionchange = () => this.close();
    return db;
  }

  /** @param {number} [version] without it, the version that is there @returns {Promise<IDBPDatabase<any>>} */
  #opened(version) {
    const request = this.#factory.open(this.#name, version);
    request.onupgradeneeded = (event) => upgrade(request.result, event.oldVersion);
    return /** @type {Promise<IDBPDatabase<any>>} */ (wrap(request));
  }
}

/** @param {Tx} tx */
function abort(tx) {
  try {
    tx.abort();
  } catch {
    // It had ended already.
  }
}

/** @param {any} error */
function isLostConnection(error) {
  return error?.name === 'InvalidStateError' || (error?.name === 'UnknownError' && /connection/i.test(error.message));
}

/** @param {any} error */
export function isFull(error) {
  return error?.name === 'QuotaExceededError';
}
