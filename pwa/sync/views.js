/** What the screens read: the server's assignments beside what this phone recorded, folded. */

/** @import {Assignment, Flag, PhotoView, VisitEvent, VisitRow, VisitView} from '../types.js' */
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
 * The day's visits, by their start. Visits that the phone opened itself, and lost ones whose records still wait, come
 * along without an assignment. On a shared phone each person sees their own.
 *
 * @param {Snapshot} now
 * @param {HeldEvents} own
 * @returns {VisitRow[]}
 */
export function visitRows(now, own) {
  const { device, feed } = now;
  const held = heldByVisit(now);
  const assigned = /** @type {Assignment[]} */ (feed.every('visit'));
  const shared = (device?.operatives.length ?? 0) > 1;
  const mine = assigned.filter(
    (visit) => !shared || visit.assigned?.some((person) => person.operative_id === device?.actor_id),
  );
  const known = new Set(assigned.map((visit) => visit.visit_id));
  const rows = mine.map((visit) => rowOf(now, own, visit.visit_id, visit, held.get(visit.visit_id)));
  for (const [id, one] of held) if (!known.has(id)) rows.push(rowOf(now, own, id, null, one));
  return rows.sort((a, b) => startOf(a) - startOf(b));
}

/** What another on this phone has read of a flag is not read by this one. HV 5.d.
 * @param {Snapshot} now @param {HeldEvents} own @param {string} id @param {Assignment|null} assignment @param {Held} [held] @returns {VisitRow} */
function rowOf({ device }, own, id, assignment, held) {
  const events = held?.events ?? [];
  const state = own.fold(id, events);
  const isMine = (/** @type {{event_id: string}} */ { event_id }) =>
    events.some((event) => event.id === event_id && event.actor_id === device?.actor_id);
  const flags_acknowledged = state.flags_acknowledged.filter(isMine);
  return { visit_id: id, assignment, state: { ...state, flags_acknowledged }, waiting: held?.waiting ?? 0 };
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
  if (!assignment && !held) return null;
  const flags = (assignment?.flag_ids ?? []).map((flagId) => /** @type {Flag|null} */ (feed.one('flag', flagId)));
  return {
    ...rowOf(now, own, id, assignment, held),
    flags: flags.filter((flag) => flag !== null),
    events: held?.events ?? [],
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
