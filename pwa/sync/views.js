/** What the screens read: the server's assignments beside what this phone recorded, folded. */

import * as feed from '../store/assignments.js';
import * as meta from '../store/meta.js';
import { chains } from '../store/outbox.js';
import { photoNotes } from '../store/photos.js';

/** @import {Assignment, Flag, PhotoView, VisitEvent, VisitRow, VisitView} from '../types.js' */
/** @import {Database, Tx} from '../store/db.js' */
/** @import {HeldEvents} from '../store/held.js' */
/** @import {PhotoNote} from '../store/photos.js' */
/** @import {Flight} from './sync.js' */

/** @type {import('../store/db.js').StoreName[]} */
const STORES = ['meta', 'chains', 'events', 'traces', 'feed', 'photo_notes'];

/** @typedef {{events: VisitEvent[], waiting: number}} Held */

/** @param {Tx} tx @param {HeldEvents} own @returns {Promise<Map<string, Held>>} */
async function heldByVisit(tx, own) {
  const [known, sent, waiting] = await Promise.all([chains(tx), own.sent(tx), own.waiting(tx)]);
  const acked = new Map(known.map((chain) => [chain.epoch, chain.acked.seq]));
  /** @type {Map<string, Held>} */
  const held = new Map();
  const add = (/** @type {VisitEvent} */ event, /** @type {number} */ waits) => {
    if (event.visit_id === null) return;
    const one = held.get(event.visit_id) ?? { events: [], waiting: 0 };
    one.events.push(event);
    one.waiting += waits;
    held.set(event.visit_id, one);
  };
  for (const trace of sent) add(trace, 0);
  for (const event of waiting) add(event, event.seq > (acked.get(event.epoch) ?? 0) ? 1 : 0);
  return held;
}

/**
 * The day's visits, by their start. Visits that the phone opened itself, and lost ones whose records still wait, come
 * along without an assignment. On a shared phone each person sees their own.
 *
 * @param {Database} db
 * @param {HeldEvents} own
 * @returns {Promise<VisitRow[]>}
 */
export async function visitRows(db, own) {
  return db.read(STORES, async (tx) => {
    const [device, listed, held] = await Promise.all([
      meta.device(tx),
      feed.everyOf(tx, 'visit'),
      heldByVisit(tx, own),
    ]);
    const assigned = /** @type {Assignment[]} */ (listed);
    const shared = (device?.operatives.length ?? 0) > 1;
    const mine = assigned.filter(
      (visit) => !shared || visit.assigned?.some((person) => person.operative_id === device?.actor_id),
    );
    const known = new Set(assigned.map((visit) => visit.visit_id));
    const rows = mine.map((visit) => rowOf(own, visit.visit_id, visit, held.get(visit.visit_id)));
    for (const [id, one] of held) if (!known.has(id)) rows.push(rowOf(own, id, null, one));
    return rows.sort((a, b) => startOf(a) - startOf(b));
  });
}

/** @param {HeldEvents} own @param {string} id @param {Assignment|null} assignment @param {Held} [held] @returns {VisitRow} */
function rowOf(own, id, assignment, held) {
  return { visit_id: id, assignment, state: own.fold(id, held?.events ?? []), waiting: held?.waiting ?? 0 };
}

/** @param {VisitRow} row */
function startOf({ assignment, state }) {
  return assignment?.start_at ? Date.parse(assignment.start_at) : (state.opened?.wall_ms ?? Number.MAX_SAFE_INTEGER);
}

/**
 * @param {Database} db
 * @param {HeldEvents} own
 * @param {string} id
 * @param {Flight} flight
 * @returns {Promise<VisitView|null>}
 */
export async function visitView(db, own, id, flight) {
  return db.read(STORES, async (tx) => {
    const assignment = /** @type {Assignment|null} */ (await feed.oneOf(tx, 'visit', id));
    const held = (await heldByVisit(tx, own)).get(id);
    if (!assignment && !held) return null;
    const flags = [];
    for (const flagId of assignment?.flag_ids ?? [])
      flags.push(/** @type {Flag|null} */ (await feed.oneOf(tx, 'flag', flagId)));
    return {
      ...rowOf(own, id, assignment, held),
      flags: flags.filter((flag) => flag !== null),
      events: held?.events ?? [],
      photos: photosOf(await photoNotes(tx), id, flight),
      elsewhere: await feed.oneOf(tx, 'visit_state', id),
    };
  });
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
