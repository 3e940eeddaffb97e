/** What the server has but did not accept: it stays in sight until somebody has dealt with it. */

/** @import {Refusal} from './outbox.js' */
/** @import {Tx} from './db.js' */

/** @param {Tx} tx @returns {Promise<Refusal[]>} */
export function refusals(tx) {
  return tx.objectStore('refusals').getAll();
}

/** @param {Tx} tx @param {string} eventId */
export async function setAside(tx, eventId) {
  const refusal = await tx.objectStore('refusals').get(eventId);
  if (refusal) await tx.objectStore('refusals').put?.({ ...refusal, set_aside: true });
}
