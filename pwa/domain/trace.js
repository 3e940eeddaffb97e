/** What the phone may still read of an event that the server has: enough for the visit's state, no one's words. */

/** @import {VisitEvent} from '../types.js' */

const WORDS = ['seen', 'category', 'danger_now', 'rang', 'text', 'notes', 'agreed', 'not_agreed', 'next'];

/** @param {VisitEvent} event @param {number} received_ms by the server's clock @returns {VisitEvent} */
export function traceOf(event, received_ms) {
  const data = { ...event.data };
  for (const name of WORDS) delete data[name];
  if (event.type === 'concern_reported') delete data.about;
  if (data.emergency) data.emergency = {};
  const { geo, ...rest } = event;
  return { ...rest, data, received_ms };
}
