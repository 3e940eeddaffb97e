/**
 * The line that is always there and always true: what has reached the office and what has not.
 * It never says "sent" and counts exactly the rows of the Unsent page.
 */
/** @import {PhoneStatus, UnsentRow} from '../types.js' */
import { dayOf, span, when } from './times.js';

/** @typedef {Pick<PhoneStatus, 'photos_waiting'|'photos_handed_in'>} PhotoStanding */
/** @typedef {{tone: 'good'|'offline'|'refused', lines: string[], href: string|null}} Strip */

/**
 * @param {PhoneStatus} status
 * @param {UnsentRow[]} rows
 * @param {number} nowMs
 * @returns {Strip}
 */
export function strip(status, rows, nowMs) {
  const refused = rows.filter((row) => row.status === 'not_accepted').length;
  const waiting = rows.length - refused;
  const lines = [standing(status, waiting, nowMs)];
  if (waiting && status.connection !== 'signed_out') lines.push(`${waiting} saved on this phone, not sent yet.`);
  if (!waiting) lines.push(...photoLines(status));
  if (refused) lines.push(`${refused} not accepted. See what to do.`);
  const tone = refused ? 'refused' : status.connection === 'up_to_date' && !waiting ? 'good' : 'offline';
  return { tone, lines, href: link(status, rows.length + status.photos_waiting) };
}

/** @param {PhoneStatus} status @param {number} waiting @param {number} nowMs */
function standing(status, waiting, nowMs) {
  if (status.connection === 'signed_out') return signedOut(waiting, status.last_contact_ms === null);
  if (status.connection === 'blocked') return 'The office took this phone out of use. Ring them.';
  if (status.connection === 'sending') return waiting ? 'Trying to send.' : 'Asking the office.';
  if (status.connection === 'up_to_date') return `Up to date ${when(status.last_contact_ms ?? nowMs, nowMs)}.`;
  if (status.list_at_ms === null) return 'Offline. No day list yet.';
  return `Offline. Day list from ${when(status.list_at_ms, nowMs)}.`;
}

/** @param {number} waiting @param {boolean} fresh */
function signedOut(waiting, fresh) {
  if (fresh && !waiting) return 'This phone is not set up yet.';
  if (!waiting) return 'Signed out. Sign in to get your visits.';
  const reports = waiting === 1 ? '1 saved report is' : `${waiting} saved reports are`;
  return `Signed out. ${reports} safe. Sign in to send.`;
}

/** What was handed in stays here until the office confirms it, which it does not tell a phone that is out of use.
 * @param {PhotoStanding} status */
export function photoLines({ photos_waiting, photos_handed_in }) {
  const unsent = photos_waiting - photos_handed_in;
  return [
    ...(unsent ? [`${photos(unsent)} on this phone, not sent yet.`] : []),
    ...(photos_handed_in ? [`${photos(photos_handed_in)} handed in, not confirmed yet.`] : []),
  ];
}

/** @param {number} count */
export function photos(count) {
  return count === 1 ? '1 photo' : `${count} photos`;
}

/** @param {PhoneStatus} status @param {number} unsent */
function link(status, unsent) {
  if (status.connection === 'signed_out') return '#/enrol';
  if (status.connection === 'blocked') return '#/unsent';
  return unsent ? '#/unsent' : null;
}

/**
 * How old the day list is, for the top of Today.
 * @param {PhoneStatus} status @param {number} nowMs
 * @returns {{text: string, old: boolean}}
 */
export function listAge(status, nowMs) {
  if (status.list_at_ms === null) return { text: 'This phone has no day list yet.', old: true };
  const age = nowMs - status.list_at_ms;
  if (dayOf(status.list_at_ms) === dayOf(nowMs)) {
    return { text: `Your jobs are up to date at ${when(status.list_at_ms, nowMs)}.`, old: false };
  }
  return { text: `These jobs are ${span(age)} old. Ring the office before you set off.`, old: true };
}
