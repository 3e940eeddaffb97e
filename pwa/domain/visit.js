/**
 * A visit's life: a fold over the events its devices recorded, in whatever order they arrived.
 * The mirror of `server/domain/visits.py`; `tests/visit_cases/` holds both to one answer.
 */

import { betweenDevices, wentIn } from './conflicts.js';
import { correctedByAnother, inOrder, thatStand } from './corrections.js';

/** @import {VisitEvent, VisitState, VisitStatus} from '../types.js' */
/** @typedef {Record<string, any>} Fields */
/** @typedef {(state: any, event: VisitEvent, fields: Fields) => void} Step */

/**
 * What the visit comes to. Any order, any number of copies of the same events give the same answer.
 *
 * @param {Iterable<VisitEvent>} events
 * @returns {VisitState}
 */
export function foldVisit(events) {
  const ordered = inOrder(events);
  const standing = thatStand(ordered);
  /** @type {any} */
  const state = nothingRecorded();
  for (const [event, fields] of standing) apply(state, event, fields);
  state.timer = timerToShow(state.timers);
  state.corrections = ordered.filter((event) => event.corrects).map(correction);
  state.conflicts = [...betweenDevices(standing), ...correctedByAnother(ordered)];
  state.event_count = ordered.length;
  return state;
}

const ALONE =
  'opened travel_started cannot_attend arrived id_shown id_missing access no_access too_few_people timer summary left back_safe';
const LISTS = 'flags_acknowledged told witness_codes timers alarms damage concerns photos told_customer keys remarks';

function nothingRecorded() {
  return {
    status: 'not_started',
    ...Object.fromEntries(ALONE.split(' ').map((name) => [name, null])),
    ...Object.fromEntries(LISTS.split(' ').map((name) => [name, []])),
    work: { done: null, reason: null, follow_on: [] },
  };
}

/** @type {Step} */
function apply(state, event, fields) {
  state.status = nextStatus(state.status, event.type, fields);
  for (const { sha256, role = null } of event.blobs ?? []) state.photos.push({ sha256, role, event_id: event.id });
  STEPS[event.type]?.(state, event, fields);
}

/** @type {VisitStatus[]} */
const BEFORE = ['not_started', 'travelling'];
/** @type {VisitStatus[]} */
const OUTSIDE = [...BEFORE, 'at_door', 'no_access', 'left', 'cannot_attend'];
/** @type {VisitStatus[]} */
const WORKING = [...BEFORE, 'at_door', 'inside', 'finished', 'left'];

/** From which places a step leads on, and where to.
 * @type {Record<string, [VisitStatus[], VisitStatus]>} */
const STATUS_STEPS = {
  travel_started: [['not_started', 'cannot_attend'], 'travelling'],
  cannot_attend: [[...BEFORE, 'at_door'], 'cannot_attend'],
  arrived: [OUTSIDE, 'at_door'],
  id_shown: [BEFORE, 'at_door'],
  id_missing: [BEFORE, 'at_door'],
  witness_code: [BEFORE, 'at_door'],
  access_given: [OUTSIDE, 'inside'],
  no_access: [OUTSIDE, 'no_access'],
  work_done: [WORKING, 'finished'],
  work_not_done: [WORKING, 'finished'],
  summary_agreed: [WORKING, 'finished'],
  left: [WORKING, 'left'],
};

/**
 * The visit's place now; a step that would lead back out of the home changes nothing.
 *
 * @param {VisitStatus} status
 * @param {string} type
 * @param {Fields} fields
 * @returns {VisitStatus}
 */
function nextStatus(status, type, fields) {
  const [allowedFrom, reached] = STATUS_STEPS[type] ?? [[], status];
  if (type === 'arrived' && fields.at_property === false) return status;
  if (type === 'access_given' && !wentIn(fields)) {
    return status === 'inside' || status === 'finished' ? status : 'at_door';
  }
  return allowedFrom.includes(status) ? reached : status;
}

/** @param {Fields} fields @param {string[]} names */
function pick(fields, names) {
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
}

/** @param {VisitEvent} event */
function mark(event) {
  return { event_id: event.id, wall_ms: event.at.wall_ms };
}

/**
 * The first record is the evidence: a second tap moves nothing.
 *
 * @param {string} place
 * @param {string[]} names
 * @returns {Step}
 */
function first(place, ...names) {
  return (state, event, fields) => {
    state[place] ??= { ...mark(event), ...pick(fields, names) };
  };
}

/** @param {string} place @param {string[]} names @returns {Step} */
function last(place, ...names) {
  return (state, event, fields) => {
    state[place] = { ...mark(event), ...pick(fields, names) };
  };
}

/** @param {string} place @param {string[]} names @returns {Step} */
function each(place, ...names) {
  return (state, event, fields) => {
    state[place].push({ ...mark(event), ...pick(fields, names) });
  };
}

/** @param {string} place @param {string[]} names @returns {Step} */
function report(place, ...names) {
  return (state, event, fields) => {
    const photos = (event.blobs ?? []).map((blob) => blob.sha256);
    state[place].push({ event_id: event.id, ...pick(fields, names), photos });
  };
}

/** The first arrival at the property; until there is one, the first anywhere.
 * @type {Step} */
function arrived(state, event, fields) {
  const at_property = fields.at_property !== false;
  if (!state.arrived || (at_property && !state.arrived.at_property)) state.arrived = { ...mark(event), at_property };
}

/** @param {boolean} out @returns {Step} */
function key(out) {
  return (state, event, fields) => state.keys.push({ ...mark(event), ...pick(fields, ['key']), out });
}

/** @param {boolean} done @returns {Step} */
function work(done) {
  return (state, _event, fields) => {
    state.work.done = done;
    state.work.reason = done ? null : (fields.reason ?? null);
  };
}

/** One timer for each person: starting again replaces their last.
 * @type {Step} */
function timerStarted(state, event, fields) {
  const started_ms = event.at.wall_ms;
  const others = state.timers.filter((/** @type {any} */ timer) => timer.actor_id !== event.actor_id);
  const timer = {
    actor_id: event.actor_id,
    event_id: event.id,
    started_ms,
    minutes: fields.minutes ?? null,
    due_ms: started_ms + lengthMs(fields),
    last_check_in_ms: null,
    stopped: false,
  };
  state.timers = [...others, timer];
}

/** More minutes on what is left; on now, where nothing is left.
 * @type {Step} */
function timerExtended(state, event, fields) {
  for (const timer of runningTimers(state, event)) {
    timer.due_ms = Math.max(timer.due_ms, event.at.wall_ms) + lengthMs(fields);
    timer.last_check_in_ms = event.at.wall_ms;
  }
}

/** The whole length again from now; a check-in never brings the deadline nearer.
 * @type {Step} */
function checkIn(state, event) {
  for (const timer of runningTimers(state, event)) {
    timer.due_ms = Math.max(timer.due_ms, event.at.wall_ms + lengthMs(timer));
    timer.last_check_in_ms = event.at.wall_ms;
  }
}

/**
 * A correction may have put anything in `minutes`; what is no number is no time.
 *
 * @param {Fields} fields
 */
function lengthMs({ minutes }) {
  return typeof minutes === 'number' && minutes > 0 ? minutes * 60_000 : 0;
}

/** @param {any} state @param {VisitEvent} event */
function runningTimers(state, event) {
  return state.timers.filter((/** @type {any} */ timer) => timer.actor_id === event.actor_id && !timer.stopped);
}

/**
 * Being out of the home stops the timer of the person who is out, and nobody else's.
 *
 * @param {string} place
 * @param {string[]} names
 * @returns {Step}
 */
function out(place, ...names) {
  const note = last(place, ...names);
  return (state, event, fields) => {
    note(state, event, fields);
    for (const timer of runningTimers(state, event)) timer.stopped = true;
  };
}

/** @param {any[]} timers */
function timerToShow(timers) {
  const running = timers.filter((timer) => !timer.stopped);
  if (running.length) return running.reduce((soonest, timer) => (timer.due_ms < soonest.due_ms ? timer : soonest));
  return timers.at(-1) ?? null;
}

/** @param {VisitEvent} event */
function correction(event) {
  return { ...mark(event), corrects: event.corrects, type: event.type, data: event.data };
}

/** @type {Record<string, Step>} */
const STEPS = {
  visit_opened: first('opened', 'reason', 'uprn', 'appointment_id'),
  flag_acknowledged: (state, event, fields) =>
    state.flags_acknowledged.push({ ...pick(fields, ['flag_id', 'version', 'can_follow']), event_id: event.id }),
  travel_started: last('travel_started', 'eta'),
  told_new_time: each('told', 'new_start', 'new_end', 'channel'),
  cannot_attend: last('cannot_attend', 'reason'),
  arrived,
  id_shown: first('id_shown'),
  id_missing: first('id_missing'),
  witness_code: each('witness_codes', 'code'),
  access_given: last('access', 'adult_present', 'consent', 'emergency'),
  no_access: last('no_access', 'reason', 'card_left', 'card_number'),
  too_few_people: first('too_few_people'),
  timer_started: timerStarted,
  timer_extended: timerExtended,
  check_in: checkIn,
  alarm_raised: (state, event, fields) =>
    state.alarms.push({
      ...mark(event),
      ...pick(fields, ['kind']),
      actor_id: event.actor_id,
      stood_down_ms: null,
    }),
  alarm_stood_down: (state, event) => {
    for (const alarm of state.alarms) if (alarm.actor_id === event.actor_id) alarm.stood_down_ms ??= event.at.wall_ms;
  },
  customer_told: each('told_customer', 'about'),
  damage_reported: report('damage', 'item', 'room', 'made_good', 'customer_told', 'remedy'),
  concern_reported: report('concerns', 'about', 'category', 'seen', 'danger_now'),
  key_signed_out: key(true),
  key_signed_in: key(false),
  work_done: work(true),
  work_not_done: work(false),
  follow_on_needed: (state, event, fields) =>
    state.work.follow_on.push({ event_id: event.id, ...pick(fields, ['trade', 'notes']) }),
  summary_agreed: last('summary', 'dealt_with', 'agreed', 'not_agreed', 'next', 'by'),
  tenant_remark: each('remarks', 'text'),
  left: out('left', 'cleaned_up'),
  back_safe: out('back_safe'),
};
