/** What the phone still reads of its own sent events, for as long as their visit is on it. */

/** @import {VisitEvent} from '../types.js' */
/** @import {Tx} from './db.js' */

/** A visit the phone opened itself, and the events of a day, are nobody's assignment: two days are enough. */
const UNASSIGNED_KEPT_MS = 48 * 3_600_000;

/** @param {Tx} tx @returns {Promise<VisitEvent[]>} */
export function traces(tx) {
  return tx.objectStore('traces').getAll();
}

/** @param {Tx} tx @param {number} nowMs */
export async function dropOldTraces(tx, nowMs) {
  const assigned = await assignedVisits(tx);
  for (const trace of await traces(tx)) {
    const old = nowMs - trace.at.wall_ms > UNASSIGNED_KEPT_MS;
    if (old && !assigned.has(trace.visit_id ?? '')) await tx.objectStore('traces').delete?.(trace.id);
  }
}

/** @param {Tx} tx @returns {Promise<Set<string>>} */
export async function assignedVisits(tx) {
  const keys = await tx.objectStore('feed').getAllKeys(IDBKeyRange.bound(['visit'], ['visit', []]));
  return new Set(keys.map(([, id]) => id));
}
