/** Whether the tenant was really told. WH 2.9, HS 004A 7.1. */
/** @import {Desk, Known} from '../../ui/shapes.js' */
import { html, nothing } from '../../ui/html.js';
import { banner } from '../../ui/parts.js';
import { doorWords } from '../../ui/words/door.js';
import { isWaiting, takesTexts } from './office.js';
import { textStands, wordOf } from './text-word.js';

const BY_TEXT = ['sms', 'push'];
const NONE = { tone: /** @type {const} */ ('caution'), says: doorWords.text.held };

/** Where no text can go, that is known before the office says so. @param {Desk} desk @param {Pick<Known, 'assignment'|'elsewhere'>} visit @param {string} eventId */
export function textLeft(desk, { assignment, elsewhere }, eventId) {
  const word = wordOf(elsewhere, eventId);
  const none = !word && !takesTexts(assignment);
  const { tone, says } = none ? NONE : textStands(word, isWaiting(desk, eventId), desk.now());
  return banner(tone, html`<p role="status">${says}</p>`);
}

/** The newest new time that was to go by text, if any. @param {Desk} desk @param {Known} visit */
export function newTimeText(desk, visit) {
  const last = visit.state.told.at(-1);
  return last && BY_TEXT.includes(last.channel) ? textLeft(desk, visit, last.event_id) : nothing;
}
