/**
 * The disk of a simulated phone: a database in memory that a page can be killed over between any two writes, that
 * fills up, loses its connection, is evicted, or comes back as it was yesterday.
 */

import 'fake-indexeddb/auto';

/** @typedef {{dead: boolean, beforeWrite: (store: IDBObjectStore, verb: string, given: any[]) => void,
 *   beforeTransaction: () => void}} Writer */

export const NAME = 'doorstep';

/** @type {WeakMap<IDBDatabase, Writer>} */
const writers = new WeakMap();

/** Let every write pass by the page that makes it. */
export function installWrites() {
  const prototype = /** @type {any} */ (IDBObjectStore.prototype);
  for (const verb of ['put', 'add', 'delete', 'clear']) {
    const real = prototype[verb];
    prototype[verb] = function (/** @type {any[]} */ ...given) {
      writers.get(this.transaction.db)?.beforeWrite(this, verb, given);
      return real.apply(this, given);
    };
  }
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (/** @type {any} */ ...given) {
    if (given[1] === 'readwrite') writers.get(this)?.beforeTransaction();
    return begin.apply(this, given);
  };
}

/** The disk as one page sees it. @param {IDBFactory} disk @param {Writer} page @returns {any} */
export function diskOf(disk, page) {
  return {
    open(/** @type {string} */ name, /** @type {number} */ version) {
      const request = disk.open(name, version);
      const note = () => void writers.set(request.result, page);
      request.addEventListener('upgradeneeded', note);
      request.addEventListener('success', note);
      return request;
    },
  };
}

/** @param {IDBFactory} disk @param {(db: IDBDatabase) => Promise<any>|any} work */
async function opened(disk, work) {
  /** @type {IDBDatabase|null} */
  const db = await new Promise((resolve) => {
    const request = disk.open(NAME);
    // A blank disk stays blank: an app that was never opened on it has made nothing.
    request.onupgradeneeded = () => request.transaction?.abort();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
  });
  if (!db) return {};
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

/** Every row of every store, by store. @param {IDBFactory} disk @returns {Promise<Record<string, any[]>>} */
export function everything(disk) {
  return opened(disk, async (db) => {
    /** @type {Record<string, any[]>} */
    const all = {};
    for (const name of Array.from(db.objectStoreNames)) {
      const store = db.transaction(name).objectStore(name);
      const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
      all[name] = values.map((/** @type {any} */ value, /** @type {number} */ i) => ({ key: keys[i], value }));
    }
    return all;
  });
}

/** Put rows into a disk whose stores are made. @param {IDBFactory} disk @param {Record<string, any[]>} rows */
export function fill(disk, rows) {
  return opened(disk, async (db) => {
    for (const [name, held] of Object.entries(rows)) {
      // A store that a later version adds is empty, and may be missing where an earlier one made the disk.
      if (!held.length) continue;
      const tx = db.transaction(name, 'readwrite');
      const store = tx.objectStore(name);
      for (const { key, value } of held) store.keyPath === null ? store.put(value, key) : store.put(value);
      await new Promise((resolve) => tx.addEventListener('complete', () => resolve(undefined)));
    }
  });
}

/** Rows vanish that nobody deleted. @param {IDBFactory} disk @param {string} name @param {any[]} keys */
export function lose(disk, name, keys) {
  return opened(disk, async (db) => {
    const tx = db.transaction(name, 'readwrite');
    for (const key of keys) tx.objectStore(name).delete(key);
    await new Promise((resolve) => tx.addEventListener('complete', () => resolve(undefined)));
  });
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
