/** How long to wait at a door, and the warning to one who goes before. Pure. HS 004A 7.1, setting wait_seconds. */
import { clock, when } from '../../ui/times.js';

/**
 * From when leaving without access is no miss of ours, or null where no wait is asked: somebody answered, or the
 * cause is ours anyway.
 * @param {{start_at: string|null, wait_seconds: number}} promise
 * @param {{arrivedMs: number, reason: string|undefined, toleranceMs: number}} facts
 */
export function mayLeaveAt({ start_at, wait_seconds }, { arrivedMs, reason, toleranceMs }) {
  const start = start_at ? Date.parse(start_at) : null;
  const wait = wait_seconds * 1000;
  if (reason === 'no_id') return null;
  if (reason === 'declined') return start !== null && arrivedMs < start - toleranceMs ? start + wait : null;
  return Math.max(start ?? arrivedMs, arrivedMs) + wait;
}

/**
 * Leaving is always possible; what it will count as is said first.
 * @param {number} nowMs @param {number|null} startMs @param {number|null} untilMs
 */
export function leavingEarly(nowMs, startMs, untilMs) {
  if (untilMs === null || nowMs >= untilMs) return null;
  const theirs =
    startMs !== null && nowMs < startMs
      ? `Their time is ${when(startMs, nowMs)}.`
      : `The wait ends at ${when(untilMs, nowMs)}.`;
  return `It is ${clock(nowMs)}. ${theirs} If you leave now it counts as our miss.`;
}
