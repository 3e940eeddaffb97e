/** What is done on a visit, what may be done now and what comes next. Pure; the order is the policy's. */
/** @import {Flag, VisitView} from '../../types.js' */
/** @import {Known} from '../../ui/shapes.js' */

/** @typedef {'done'|'running'|'now'|'optional'|'later'} Progress */
/** @typedef {'unread_flag'|'cannot_follow'|'no_visit'|'alone'|'cancelled'} Stop */
/** @typedef {'flag'|'way'|'arrive'|'door'|'consent'|'timer'|'told'|'photos'|'damage'|'concern'|'finish'|'leave'|'safe'} Step */

/** Flags whose present version nobody on this phone has answered. @param {Pick<VisitView, 'flags'|'state'>} visit */
export function unreadFlags({ flags, state }) {
  return flags.filter((flag) => !answerTo(flag, state.flags_acknowledged));
}

/** @param {Flag} flag @param {VisitView['state']['flags_acknowledged']} answers */
function answerTo(flag, answers) {
  return answers.findLast((a) => a.flag_id === flag.flag_id && a.version === flag.version);
}

/**
 * Why this visit may not go on, or null. A visit that is under way is never stopped from being finished.
 * @param {Known} visit @returns {Stop|null}
 */
export function stop({ assignment, flags, state }) {
  if (state.access || state.no_access) return null;
  if (assignment.status === 'cancelled') return 'cancelled';
  const missing = assignment.flag_ids.length > flags.length;
  if (missing || unreadFlags({ flags, state }).length) return 'unread_flag';
  if (flags.some((flag) => flag.kind === 'no_visit_to_home')) return 'no_visit';
  if (flags.some((flag) => !answerTo(flag, state.flags_acknowledged)?.can_follow)) return 'cannot_follow';
  if (state.too_few_people || assignment.assigned.length < peopleNeeded(assignment, flags)) return 'alone';
  return null;
}

/** A flag for two people asks for them whatever the job asked for. MO 4.4. @param {Known['assignment']} assignment @param {Flag[]} flags */
export function peopleNeeded({ people_required }, flags) {
  return flags.some((flag) => flag.kind === 'two_people') ? Math.max(2, people_required) : people_required;
}

/** The one thing to do next, or null where all is done. @param {Known} visit @returns {Step|null} */
export function nextStep({ state }) {
  if (state.status === 'cannot_attend') return null;
  if (state.left) return state.back_safe ? null : 'safe';
  if (state.no_access || state.summary) return 'leave';
  if (state.access) return 'finish';
  if (state.id_shown || state.id_missing) return 'consent';
  if (state.arrived) return 'door';
  return state.travel_started ? 'arrive' : 'way';
}

/** The visit as a list. @param {Known} visit @returns {{step: Step, progress: Progress}[]} */
export function tasks(visit) {
  const { state, flags } = visit;
  const reached = {
    came: Boolean(state.arrived),
    shown: Boolean(state.id_shown || state.id_missing),
    inside: Boolean(state.access),
  };
  /** @type {[Step, boolean, boolean][]} step, done, allowed */
  const needed = [
    ['way', Boolean(state.travel_started), !state.arrived],
    ['arrive', reached.came, true],
    ['door', reached.shown, reached.came],
    ['consent', reached.inside || Boolean(state.no_access), reached.shown],
    ['timer', Boolean(state.timer), true],
    ['finish', Boolean(state.summary), reached.inside],
    ['leave', Boolean(state.left), reached.inside || Boolean(state.no_access)],
  ];
  const held = stop(visit) !== null;
  /** @type {{step: Step, progress: Progress}[]} */
  const list = needed.map(([step, done, allowed]) => ({
    step,
    progress: done ? 'done' : allowed && !held ? 'now' : 'later',
  }));
  const timer = list.find(({ step }) => step === 'timer');
  if (timer && state.timer && !state.timer.stopped) timer.progress = 'running';
  if (flags.length) list.unshift({ step: 'flag', progress: unreadFlags(visit).length ? 'now' : 'done' });
  list.splice(-2, 0, ...extras(visit, reached.inside));
  return list;
}

/** @param {Known} visit @param {boolean} inside @returns {{step: Step, progress: Progress}[]} */
function extras({ state }, inside) {
  return [
    { step: 'told', progress: state.told_customer.length ? 'done' : inside ? 'optional' : 'later' },
    { step: 'photos', progress: state.photos.some(isOfWork) ? 'done' : 'optional' },
    { step: 'damage', progress: state.damage.length ? 'done' : 'optional' },
    { step: 'concern', progress: state.concerns.length ? 'done' : 'optional' },
  ];
}

/** @param {{role: string}} photo */
function isOfWork({ role }) {
  return role === 'before' || role === 'after' || role === 'work';
}

/**
 * How long ago the flags of a home were last checked, where that is longer than the landlord allows, else null. A list
 * taken in whole says of every flag that it stands, and of a home without one that it had none.
 * @param {Flag[]} flags @param {number} staleHours @param {number} nowMs @param {number|null} [listAtMs]
 */
export function staleFor(flags, staleHours, nowMs, listAtMs = null) {
  const oldest = flags.length ? Math.min(...flags.map((flag) => Date.parse(flag.checked_at))) : listAtMs;
  if (oldest === null) return null;
  const age = nowMs - Math.max(oldest, listAtMs ?? oldest);
  return age > staleHours * 3_600_000 ? age : null;
}

/** Visits as the day runs: the next one first, then the rest by their time; finished ones keep their place. */
/** @template {{state: VisitView['state'], assignment: {status: string}|null}} T @param {T[]} rows @returns {T|undefined} */
export function nextVisit(rows) {
  const open = rows.filter(
    (row) => row.assignment?.status !== 'cancelled' && !row.state.left && !row.state.cannot_attend,
  );
  return open.find(isUnderWay) ?? open[0];
}

/** Somebody is on the way there or there: a flag that was read, or a call for help, begins nothing. @param {{state: VisitView['state']}} row */
export function isUnderWay({ state }) {
  return Boolean(state.travel_started || state.arrived) && !state.left && state.status !== 'cannot_attend';
}
