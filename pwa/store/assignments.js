/** What the server sent and the phone shows: visits, flags, people, settings, messages. */

/** @import {ChangeKind} from '../types.js' */
/** @import {Tx} from './db.js' */

/** @param {Tx} tx @param {ChangeKind} kind @returns {Promise<any[]>} */
export async function everyOf(tx, kind) {
  const rows = await tx.objectStore('feed').getAll(IDBKeyRange.bound([kind], [kind, []]));
  return rows.map((row) => row.data);
}

/** @param {Tx} tx @param {ChangeKind} kind @param {string} id */
export async function oneOf(tx, kind, id) {
  return (await tx.objectStore('feed').get([kind, id]))?.data ?? null;
}
