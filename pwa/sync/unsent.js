/** The rows of the Unsent list: what waits, what is on its way, what was not accepted. */

/** @import {UnsentRow} from '../types.js' */
/** @import {PhotoNote} from '../store/photos.js' */
/** @import {Snapshot} from './status.js' */
/** @import {Flight} from './sync.js' */

/** @typedef {{event_id: string, seq: number, type: string, visit_id: string|null, wall_ms: number}} Named */

/**
 * One row for each event that has not arrived whole, oldest first. An event whose photo is still here counts.
 * The words are put in by `in-words.js`: the strip only counts.
 *
 * @param {Pick<Snapshot, 'events'|'notes'|'refusals'>} held
 * @param {Flight} flight
 * @returns {UnsentRow[]}
 */
export function unsentRows({ events, notes, refusals }, flight) {
  /** @type {Map<string, UnsentRow>} */
  const rows = new Map();
  for (const { id: event_id, seq, type, visit_id, at, data } of events) {
    if (isQuiet(type, data)) continue;
    rows.set(event_id, rowOf({ event_id, seq, type, visit_id, wall_ms: at.wall_ms }, notes, flight));
  }
  for (const use of notes.filter((note) => !note.received).flatMap((note) => note.uses)) {
    if (!rows.has(use.event_id)) rows.set(use.event_id, rowOf(use, notes, flight));
  }
  for (const refusal of refusals) {
    const { code, set_aside } = refusal;
    if (set_aside) rows.delete(refusal.event_id);
    else {
      const row = rowOf(refusal, notes, flight);
      rows.set(refusal.event_id, { ...row, status: 'not_accepted', code, message: null });
    }
  }
  return [...rows.values()].sort((a, b) => a.wall_ms - b.wall_ms || a.seq - b.seq);
}

/** A call for help that was made without a sign stands in no list. @param {string} type @param {any} data */
function isQuiet(type, data) {
  return type === 'alarm_raised' && data?.kind === 'quiet';
}

/** @param {Named} named @param {PhotoNote[]} notes @param {Flight} flight @returns {UnsentRow} */
function rowOf({ event_id, seq, type, visit_id, wall_ms }, notes, flight) {
  const own = notes.filter((note) => note.uses.some((use) => use.event_id === event_id));
  const going = flight.ids.has(event_id) || own.some((note) => note.sha256 === flight.photo);
  const photos = { photos_total: own.length, photos_sent: own.filter((note) => note.received).length };
  const named = { event_id, seq, type, visit_id, wall_ms, label: '', code: null, message: null };
  return { ...named, status: going ? 'sending' : 'waiting', ...photos };
}
