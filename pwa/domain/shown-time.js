/** A time with the trust it deserves, in London: the phone's mirror of what the server works out more sharply. */

import { clockText, wallTime } from './wall-time.js';

/** @import {EventClock, ShownTime} from '../types.js' */
/** @typedef {{wall_ms: number, anchor_id: string, issued_at: number, offset_ms: number, error_ms: number}} Measured */

/** Readings this far apart still agree. The server uses the same figure. */
const TOLERANCE_MS = 5_000;

/** A clock that is off by more than this is said to be wrong, not merely corrected. */
const WORTH_SAYING_MS = 60_000;

/**
 * @param {EventClock} at
 * @param {Measured[]} measures contacts with the server in the order in which they happened
 * @param {string} timeZone
 * @returns {ShownTime}
 */
export function shownTime(at, measures, timeZone) {
  const anchor = measures.findIndex((measure) => measure.anchor_id === at.anchor_id);
  const before = measures[anchor];
  if (at.anchor_id === null || !before) {
    return { text: shownClock(at.wall_ms, timeZone), trust: 'by the phone’s own clock, not yet compared with ours' };
  }
  const after = measures[anchor + 1];
  const offset = before.offset_ms;
  const middle = at.wall_ms + offset;
  if (!after) return { text: shownClock(middle, timeZone), trust: trustOf(offset, before.error_ms) };
  const latest = after.wall_ms + after.offset_ms;
  const apart = Math.abs(after.offset_ms - offset);
  const inside = middle >= before.issued_at - TOLERANCE_MS && middle <= latest + TOLERANCE_MS;
  if (apart <= TOLERANCE_MS && inside) {
    return { text: shownClock(middle, timeZone), trust: trustOf(offset, Math.max(before.error_ms, apart)) };
  }
  const between = `between ${shownClock(before.issued_at, timeZone)} and ${shownClock(latest, timeZone)}`;
  return { text: shownClock(at.wall_ms, timeZone), trust: `${between}, phone was offline and its clock changed` };
}

/** @param {number} offset @param {number} error */
function trustOf(offset, error) {
  const off = Math.abs(offset);
  if (off <= WORTH_SAYING_MS)
    return `phone clock agreed with ours within ${Math.max(1, Math.ceil((off + error) / 1000))} s`;
  const minutes = Math.round(off / 60_000);
  return `phone clock was ${minutes} min ${offset < 0 ? 'fast' : 'slow'}, corrected`;
}

/** @param {number} ms @param {string} timeZone */
function shownClock(ms, timeZone) {
  return clockText(wallTime(ms, timeZone));
}
