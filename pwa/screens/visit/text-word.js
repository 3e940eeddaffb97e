/** What the server's word about a text comes to. Pure: a text is "sent" only where the server says so. */
/** @import {ToldNote, VisitStateNote} from '../../types.js' */
import { when } from '../../ui/times.js';
import { doorWords } from '../../ui/words/door.js';

const w = doorWords.text;

/** @param {VisitStateNote|null} elsewhere @param {string} eventId @returns {ToldNote|undefined} */
export function wordOf(elsewhere, eventId) {
  return elsewhere?.told?.find((one) => one.event_id === eventId);
}

/** @param {VisitStateNote|null} elsewhere @param {string} eventId */
export function hasLeft(elsewhere, eventId) {
  const state = wordOf(elsewhere, eventId)?.state;
  return state === 'sent' || state === 'delivered';
}

/**
 * How a text stands, and the tone to say it in. Until this phone's record is with the office, nothing has been asked.
 *
 * @param {ToldNote|undefined} told @param {boolean} waits @param {number} now
 * @returns {{tone: 'caution'|'danger'|'done'|'plain', says: string}}
 */
export function textStands(told, waits, now) {
  if (waits) return { tone: 'caution', says: doorWords.way.notSent };
  const at = told ? when(Date.parse(told.at), now) : '';
  switch (told?.state) {
    case 'sent':
    case 'delivered':
      return { tone: 'done', says: w[told.state](at) };
    case 'failed':
      return { tone: 'danger', says: w.failed };
    case 'held':
    case 'replaced':
      return { tone: 'caution', says: w[told.state] };
    default:
      return { tone: 'plain', says: w.queued };
  }
}
