/** What the phone still reads of its own sent events, for as long as their visit is on it. */

/** @import {VisitEvent} from '../types.js' */
/** @import {Tx} from './db.js' */

/** A visit the phone opened itself, and the events of a day, are nobody's assignment: two days are enough. */
const UNASSIGNED_KEPT_MS = 48 * 3_600_000;

/** @param {Tx} tx @returns {Promise<VisitEvent[]>} */
export function traces(tx) {
  return tx.objectStore('traces').getAll();
}

/** By when the server heard of them: the phone's own clock may have stood in 1970, or a year ahead. A visit's stay
 * together, its opening among them, until the newest is old. @param {Tx} tx @param {number} nowMs */
export async function dropOldTraces(tx, nowMs) {
  const assigned = await assignedVisits(tx);
  const held = await traces(tx);
  /** @type {Map<string, number>} */
  const newest = new Map();
  for (const { id, visit_id, received_ms, at } of held) {
    const place = visit_id ?? id;
    newest.set(place, Math.max(newest.get(place) ?? 0, received_ms ?? at.wall_ms));
  }
  for (const { id, visit_id } of held) {
    const old = nowMs - (newest.get(visit_id ?? id) ?? 0) > UNASSIGNED_KEPT_MS;
    if (old && !assigned.has(visit_id ?? '')) await tx.objectStore('traces').delete?.(id);
  }
}

/** @param {Tx} tx @returns {Promise<Set<string>>} */
export async function assignedVisits(tx) {
  const keys = await tx.objectStore('feed').getAllKeys(IDBKeyRange.bound(['visit'], ['visit', []]));
  return new Set(keys.map(([, id]) => id));
}
