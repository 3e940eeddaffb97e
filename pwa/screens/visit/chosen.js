/**
 * What a record says, in the words that the operative chose or wrote. Pure. Of a concern nothing: somebody in the home may
 * look over a shoulder. Of what was sent, the phone no longer has the free words.
 */
/** @import {VisitEvent} from '../../types.js' */
import { clock, dateName } from '../../ui/times.js';
import { cardWords } from '../../ui/words/card.js';
import { dayWords } from '../../ui/words/day.js';
import { doorWords } from '../../ui/words/door.js';
import { insideWords } from '../../ui/words/inside.js';
import { words } from '../../ui/words.js';

const { consent, emergency, flag, late, noAccess } = doorWords;
const { damage, finish, leave, photos, timer, told } = insideWords;
const minutes = (/** @type {any} */ data) => [timer.minutes(data.minutes)];

/** @type {Record<string, (data: Record<string, any>) => any[]>} */
const CHOSEN = {
  visit_opened: ({ place, reason }) => [place, reason],
  flag_acknowledged: ({ can_follow }) => [can_follow ? flag.can : flag.cannot],
  travel_started: ({ eta }) => [time(eta)],
  told_new_time: ({ new_start, channel }) => [time(new_start), late[/** @type {'sms'} */ (channel)]],
  cannot_attend: ({ reason, more }) => [dayWords.cannot[/** @type {'ill'} */ (reason)], more],
  witness_code: ({ code }) => [code],
  access_given: ({ emergency: urgent, adult_present, sheets }) =>
    urgent
      ? [
          emergency.title,
          emergency[/** @type {'medical'} */ (urgent.type)],
          urgent.reason,
          urgent.called,
          asked(emergency.adult, adult_present),
        ]
      : [sheets && consent.sheetsOn],
  no_access: ({ reason, tried = [], card_left, card_number, no_card_reason }) => [
    ...[reason, ...tried].map((one) => noAccess[/** @type {'rang'} */ (one)]),
    asked(noAccess.card, card_left),
    labelled(cardWords.number, card_number),
    no_card_reason,
  ],
  timer_started: minutes,
  timer_extended: minutes,
  alarm_raised: ({ kind }) => [kind === 'drill' && dayWords.help.drill],
  customer_told: ({ about = '' }) => about.split('; ').map((/** @type {string} */ one) => optionOf(told.options, one)),
  damage_reported: ({ item, room, made_good, remedy, customer_told, tenant_view }) => [
    item,
    room,
    asked(damage.good, made_good),
    remedy,
    asked(damage.told, customer_told),
    tenant_view,
  ],
  photo_taken: ({ role }) => [photos[/** @type {'after'} */ (role)]],
  work_not_done: ({ reason }) => [reason],
  follow_on_needed: ({ trade, notes }) => [trade, notes],
  summary_agreed: ({ dealt_with, agreed, not_agreed, next, by, cleaned_up }) => [
    asked(finish.dealt, dealt_with),
    labelled(finish.agreed, agreed),
    labelled(finish.notAgreed, not_agreed),
    next,
    by && `${finish.by} ${dateName(Date.parse(by), 0)}`,
    asked(finish.clean, cleaned_up),
  ],
  tenant_remark: ({ text }) => [text],
  message_answered: ({ text }) => [text],
  left: ({ cleaned_up }) => [asked(leave.clean, cleaned_up)],
  corrected: ({ text, stands }) => [text, stands && doorWords.conflict[stands === 'mine' ? 'mine' : 'theirs']],
};

/** @param {Pick<VisitEvent, 'type'|'data'>} event @returns {string[]} */
export function chosen({ type, data }) {
  return (CHOSEN[type]?.(data) ?? []).filter(Boolean);
}

/** @param {string} question @param {boolean|null|undefined} answer */
function asked(question, answer) {
  return typeof answer === 'boolean' && `${question} ${answer ? words.yes : words.no}`;
}

/** @param {string} label @param {string|null|undefined} text */
function labelled(label, text) {
  return text && `${label}: ${text}`;
}

/** @param {string|null|undefined} at */
function time(at) {
  return at && clock(Date.parse(at));
}

/** @param {[string, string][]} options @param {string} value */
function optionOf(options, value) {
  return options.find(([one]) => one === value)?.[1] ?? value;
}
