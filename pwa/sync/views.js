/** What the screens read: the server's assignments beside what this phone recorded, folded. */

/** @import {Assignment, Flag, Message, PhotoView, VisitEvent, VisitRow, VisitView} from '../types.js' */
/** @import {HeldEvents} from '../store/held.js' */
/** @import {PhotoNote} from '../store/photos.js' */
/** @import {Snapshot} from './status.js' */
/** @import {Flight} from './sync.js' */

/** @typedef {{events: VisitEvent[], waiting: number}} Held */

/** @param {Snapshot} now @returns {Map<string, Held>} */
function heldByVisit({ sent, held, events }) {
  /** @type {Map<string, Held>} */
  const found = new Map();
  const unsent = new Set(events);
  for (const event of [...sent, ...held]) {
    if (event.visit_id === null) continue;
    const one = found.get(event.visit_id) ?? { events: [], waiting: 0 };
    one.events.push(event);
    one.waiting += unsent.has(event) ? 1 : 0;
    found.set(event.visit_id, one);
  }
  return found;
}

/**
 * Whether whoever uses the phone now may see a visit. On a shared phone each person sees those that they are put on, and
 * of those without an assignment the ones where they recorded something.
 *
 * @param {Snapshot} now
 * @param {Assignment|null} assignment
 * @param {Held} [held]
 */
function isOwn({ device }, assignment, held) {
  if ((device?.operatives.length ?? 0) < 2) return true;
  return assignment
    ? assignment.assigned?.some((person) => person.operative_id === device?.actor_id)
    : held?.events.some((event) => event.actor_id === device?.actor_id);
}

/**
 * The day's visits, by their start. Visits that the phone opened itself, and lost ones whose records still wait, come
 * along without an assignment.
 *
 * @param {Snapshot} now
 * @param {HeldEvents} own
 * @returns {VisitRow[]}
 */
export function visitRows(now, own) {
  const held = heldByVisit(now);
  const assigned = /** @type {Assignment[]} */ (now.feed.every('visit'));
  const known = new Map(assigned.map((visit) => [visit.visit_id, visit]));
  return [...new Set([...known.keys(), ...held.keys()])]
    .filter((id) => isOwn(now, known.get(id) ?? null, held.get(id)))
    .map((id) => rowOf(now, own, id, known.get(id) ?? null, held.get(id)))
    .sort((a, b) => startOf(a) - startOf(b));
}

/** What the office wrote about the visits of whoever uses the phone now. @param {Snapshot} now @returns {Message[]} */
export function ownMessages(now) {
  const held = heldByVisit(now);
  return now.feed
    .every('message')
    .filter(({ visit_id }) => !visit_id || isOwn(now, now.feed.one('visit', visit_id), held.get(visit_id)));
}

/** What another on this phone has read of a flag is not read by this one. HV 5.d.
 * @param {Snapshot} now @param {HeldEvents} own @param {string} id @param {Assignment|null} assignment @param {Held} [held] @returns {VisitRow} */
function rowOf({ device }, own, id, assignment, held) {
  const events = held?.events ?? [];
  const state = own.fold(id, events);
  const isMine = (/** @type {{event_id: string}} */ { event_id }) =>
    events.some((event) => event.id === event_id && event.actor_id === device?.actor_id);
  const flags_acknowledged = state.flags_acknowledged.filter(isMine);
  const place = assignment?.home?.address[0] ?? events.find(({ type }) => type === 'visit_opened')?.data.place ?? '';
  return { visit_id: id, assignment, place, state: { ...state, flags_acknowledged }, waiting: held?.waiting ?? 0 };
}

/** @param {VisitRow} row */
function startOf({ assignment, state }) {
  return assignment?.start_at ? Date.parse(assignment.start_at) : (state.opened?.wall_ms ?? Number.MAX_SAFE_INTEGER);
}

/**
 * @param {Snapshot} now
 * @param {HeldEvents} own
 * @param {string} id
 * @param {Flight} flight
 * @returns {VisitView|null}
 */
export function visitView(now, own, id, flight) {
  const { feed } = now;
  const assignment = /** @type {Assignment|null} */ (feed.one('visit', id));
  const held = heldByVisit(now).get(id);
  if ((!assignment && !held) || !isOwn(now, assignment, held)) return null;
  const flags = (assignment?.flag_ids ?? []).map((flagId) => /** @type {Flag|null} */ (feed.one('flag', flagId)));
  return {
    ...rowOf(now, own, id, assignment, held),
    flags: flags.filter((flag) => flag !== null),
    events: (held?.events ?? []).filter((event) => event.actor_id === now.device?.actor_id),
    photos: photosOf(now.notes, id, flight),
    elsewhere: feed.one('visit_state', id),
  };
}

/** @param {PhotoNote[]} notes @param {string} visitId @param {Flight} flight @returns {PhotoView[]} */
function photosOf(notes, visitId, flight) {
  return notes.flatMap(({ sha256, uses, received }) =>
    uses
      .filter((use) => use.visit_id === visitId)
      .map(({ role }) => ({
        sha256,
        role,
        status: received ? 'received' : sha256 === flight.photo ? 'sending' : 'waiting',
      })),
  );
}
