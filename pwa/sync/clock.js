/** Reading the phone's clocks, and what a server contact taught about them. */

/** @import {Clock, ClockReading, EventClock, SyncAnswer} from '../types.js' */
/** @import {Measure} from '../store/meta.js' */

/** @param {Clock} clock @param {string} contextId @returns {ClockReading} */
export function readClock(clock, contextId) {
  return { wall_ms: Math.round(clock.wall()), mono_ms: Math.round(clock.mono()), context_id: contextId };
}

/**
 * The clocks of an event made now. What was measured at the anchor goes along where it was measured in this page load.
 *
 * @param {Clock} clock
 * @param {string} contextId
 * @param {Measure|undefined} measure the latest contact
 * @returns {EventClock & Record<string, any>}
 */
export function stamp(clock, contextId, measure) {
  const at = { ...readClock(clock, contextId), ...clock.zone(), anchor_id: measure?.anchor_id ?? null };
  if (!measure) return at;
  const known = { offset_ms: measure.offset_ms, offset_error_ms: measure.error_ms };
  return measure.context_id === contextId ? { ...at, anchor_mono_ms: measure.mono_ms, ...known } : { ...at, ...known };
}

/**
 * How far our clock is from the server's, by the NTP formula. The elapsed time is taken from the monotonic reading,
 * so that a wall clock that is set in mid-exchange spoils nothing.
 *
 * @param {ClockReading} before our clocks as the request left
 * @param {number} monoAfter
 * @param {SyncAnswer} answer
 * @returns {Measure}
 */
export function measured(before, monoAfter, { t_recv, t_send, anchor }) {
  const mono_ms = Math.round(monoAfter);
  const elapsed = Math.max(0, mono_ms - before.mono_ms);
  const back = before.wall_ms + elapsed;
  const offset_ms = Math.round((t_recv - before.wall_ms + (t_send - back)) / 2);
  const error_ms = Math.ceil(Math.max(0, elapsed - (t_send - t_recv)) / 2);
  const { anchor_id, issued_at } = anchor;
  const { context_id } = before;
  return { wall_ms: Math.round(back), mono_ms, context_id, anchor_id, issued_at, offset_ms, error_ms };
}
