/** What is half typed. It survives a reload, a kill and a sign-out, and never leaves the phone by itself. */

/** @import {Draft} from '../types.js' */
/** @import {Database} from './db.js' */

/** @param {Database} db @param {string} key @returns {Draft} */
export function draftAt(db, key) {
  return {
    read: () => db.read(['drafts'], async (tx) => (await tx.objectStore('drafts').get(key))?.value ?? null),
    save: (value) => db.write(['drafts'], async (tx) => void (await tx.objectStore('drafts').put?.({ key, value }))),
    drop: () => db.write(['drafts'], async (tx) => void (await tx.objectStore('drafts').delete?.(key))),
  };
}

/** The keys under which something is kept. @param {Database} db @returns {Promise<string[]>} */
export function draftKeys(db) {
  return db.read(['drafts'], async (tx) => /** @type {string[]} */ (await tx.objectStore('drafts').getAllKeys()));
}
