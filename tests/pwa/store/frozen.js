/** A phone's database as a released version left it: written to a file, and put back for a test to open. */
import { readdirSync, readFileSync } from 'node:fs';

/** @typedef {{version: number, stores: {name: string, keyPath: any, indexes: {name: string, keyPath: any,
 *   unique: boolean}[]}[], rows: Record<string, {key: any, value: any}[]>}} Frozen */

const FOLDER = new URL('./schemas/', import.meta.url);

/** @returns {Frozen[]} one for each schema that phones may have, the newest last */
export function releasedSchemas() {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  const found = names.map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'), revived));
  return found.sort((a, b) => a.version - b.version);
}

/** @param {string} _ @param {any} value */
function revived(_, value) {
  return value?.base64 === undefined ? value : Uint8Array.from(Buffer.from(value.base64, 'base64')).buffer;
}

/** @param {string} _ @param {any} value */
export function written(_, value) {
  return value instanceof ArrayBuffer ? { base64: Buffer.from(value).toString('base64') } : value;
}

/** @param {IDBRequest} request @returns {Promise<any>} */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {IDBFactory} factory @returns {Promise<Frozen>} */
export async function frozen(factory) {
  const db = await settled(factory.open('doorstep'));
  /** @type {Frozen} */
  const found = { version: db.version, stores: [], rows: {} };
  for (const name of db.objectStoreNames) {
    const store = db.transaction(name).objectStore(name);
    const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
    found.stores.push({ name, keyPath: store.keyPath, indexes: [...store.indexNames].map((of) => indexOf(store, of)) });
    found.rows[name] = keys.map((/** @type {any} */ key, /** @type {number} */ i) => ({ key, value: values[i] }));
  }
  db.close();
  return found;
}

/** @param {IDBObjectStore} store @param {string} of */
function indexOf(store, of) {
  const { name, keyPath, unique } = store.index(of);
  return { name, keyPath, unique };
}

/** @param {IDBFactory} factory @param {Frozen} from */
export async function thaw(factory, { version, stores, rows }) {
  const opening = factory.open('doorstep', version);
  opening.onupgradeneeded = () => {
    for (const { name, keyPath, indexes } of stores) {
      const store = opening.result.createObjectStore(name, { keyPath });
      for (const { name: index, keyPath: path, unique } of indexes) store.createIndex(index, path, { unique });
    }
  };
  const db = await settled(opening);
  for (const { name, keyPath } of stores) {
    for (const { key, value } of rows[name]) {
      const store = db.transaction(name, 'readwrite').objectStore(name);
      await settled(keyPath === null ? store.put(value, key) : store.put(value));
    }
  }
  db.close();
}
