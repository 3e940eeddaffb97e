/** The operative's own calendar: an address that a calendar program reads, and a file with the places. */

import { ask } from './ask.js';

/** @import {Core} from './sync.js' */

/** A new address; the one before ends. Null where the office did not answer.
 * @param {Core} core @returns {Promise<string|null>} */
export async function makeCalendar(core) {
  const answer = await ask(core, 'POST', '/calendar');
  return answer?.status === 201 ? ((await answer.json().catch(() => null))?.address ?? null) : null;
}

/** True where no address is in force any more. @param {Core} core @returns {Promise<boolean>} */
export async function endCalendar(core) {
  const answer = await ask(core, 'DELETE', '/calendar');
  return answer?.status === 204 || answer?.status === 404;
}

/** @param {Core} core @returns {Promise<Blob|null>} */
export async function calendarFile(core) {
  const answer = await ask(core, 'GET', '/calendar');
  const kind = answer?.headers.get('Content-Type') ?? '';
  return answer?.status === 200 && kind.startsWith('text/calendar') ? answer.blob().catch(() => null) : null;
}
