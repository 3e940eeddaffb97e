/** Taking in what the server sent. Its word on visits, flags and people is final; nothing here is evidence. */

import { feedPlace, putFeedPlace } from './meta.js';

/** @import {Change, ChangeKind, SyncAnswer, VisitEvent} from '../types.js' */
/** @import {PhotoNote} from './photos.js' */
/** @import {Tx} from './db.js' */

/** @typedef {{kind: ChangeKind, id: string, rev: number, data: any, generation: number}} FeedRow */

/**
 * Take in a page of changes, if it follows the page we hold: another tab may have gone on in the meantime.
 * A snapshot (`reset`) replaces the old list only once its last page is in.
 *
 * @param {Tx} tx
 * @param {SyncAnswer} answer
 * @param {string|null} asked the cursor of our request
 * @returns {Promise<boolean>} whether the page was taken
 */
export async function takeChanges(tx, answer, asked) {
  const place = await feedPlace(tx);
  if (place.cursor !== asked) return false;
  const generation = place.generation + (answer.reset ? 1 : 0);
  for (const change of answer.changes) await takeChange(tx, change, generation);
  const sweeping = place.sweeping || answer.reset;
  if (sweeping && !answer.more) await dropOlder(tx, generation);
  const taken = (place.taken ?? 0) + answer.changes.length;
  await putFeedPlace(tx, { cursor: answer.cursor, generation, sweeping: sweeping && answer.more, taken });
  return true;
}

/** @param {Tx} tx @param {Change} change @param {number} generation */
async function takeChange(tx, { op, kind, id, rev, data }, generation) {
  if (op === 'put') await tx.objectStore('feed').put?.({ kind, id, rev, data, generation });
  else await dropRow(tx, kind, id);
}

/** @param {Tx} tx @param {number} generation */
async function dropOlder(tx, generation) {
  for (const row of await feedRows(tx)) if (row.generation < generation) await dropRow(tx, row.kind, row.id);
}

/** A visit that is lost takes with it all that the phone knew of it, except what it recorded and has not sent.
 * @param {Tx} tx @param {ChangeKind} kind @param {string} id */
async function dropRow(tx, kind, id) {
  await tx.objectStore('feed').delete?.([kind, id]);
  if (kind !== 'visit') return;
  await tx.objectStore('feed').delete?.(['visit_state', id]);
  for (const { key } of await tx.objectStore('drafts').getAll()) {
    if (key.includes(id)) await tx.objectStore('drafts').delete?.(key);
  }
  for (const trace of /** @type {VisitEvent[]} */ (await tx.objectStore('traces').getAll())) {
    if (trace.visit_id === id) await tx.objectStore('traces').delete?.(trace.id);
  }
  for (const note of /** @type {PhotoNote[]} */ (await tx.objectStore('photo_notes').getAll())) {
    const done = note.received && note.uses.every((use) => use.visit_id === id);
    if (done) await tx.objectStore('photo_notes').delete?.(note.sha256);
  }
}

/** @param {Tx} tx @returns {Promise<FeedRow[]>} */
export function feedRows(tx) {
  return tx.objectStore('feed').getAll();
}
