/** What is true of this phone right now, counted from its records and never guessed. */

import { Feed } from '../store/held.js';
import * as meta from '../store/meta.js';
import { chains } from '../store/outbox.js';
import { photoNotes } from '../store/photos.js';
import { refusals } from '../store/refusals.js';

/** @import {PhoneStatus, Settings, UnsentRow} from '../types.js' */
/** @import {Device, Measure} from '../store/meta.js' */
/** @import {Tx} from '../store/db.js' */
/** @import {Core} from './sync.js' */

/** An answer slower than this is no answer to the person who waits. */
export const SILENT_MS = 3_000;
const HIDE_AFTER_HOURS = 48;

/** @typedef {Awaited<ReturnType<typeof snapshot>>} Snapshot */

/** @type {import('../store/db.js').StoreName[]} */
export const STORES = ['meta', 'chains', 'events', 'traces', 'photo_notes', 'refusals', 'feed'];

/** What is known where this browser keeps nothing: private browsing, or a broken store.
 * @type {Snapshot} */
export const NOTHING = {
  device: null,
  contact: meta.NO_CONTACT,
  feed: new Feed([]),
  settings: null,
  sent: [],
  held: [],
  events: [],
  notes: [],
  refusals: [],
};

/**
 * All that the screens show, of one moment, asked of the database at once: each answer waited for alone costs a round.
 * `held`: the readable events in the outbox; `events`: those of them that the server is not known to have.
 * @param {Tx} tx @param {Pick<Core, 'own'|'feed'>} core
 */
export async function snapshot(tx, { own, feed: heldFeed }) {
  const [known, feed, sent, held, device, contact, notes, refused] = await Promise.all([
    chains(tx),
    heldFeed.now(tx),
    own.sent(tx),
    own.waiting(tx),
    meta.device(tx),
    meta.contact(tx),
    photoNotes(tx),
    refusals(tx),
  ]);
  const acked = new Map(known.map((chain) => [chain.epoch, chain.acked.seq]));
  return {
    device: /** @type {Device|null} */ (device ?? null),
    contact,
    feed,
    settings: /** @type {Settings|null} */ (feed.one('settings', 'settings')),
    sent,
    held,
    events: held.filter((event) => event.seq > (acked.get(event.epoch) ?? 0)),
    notes,
    refusals: refused,
  };
}

/**
 * @param {Core} core
 * @param {Snapshot} now
 * @param {UnsentRow[]} rows
 * @returns {PhoneStatus}
 */
export function statusOf(core, now, rows) {
  const { contact, notes, settings } = now;
  const waiting = rows.filter((row) => row.status !== 'not_accepted');
  const hideAfterMs = (settings?.hide_after_hours ?? HIDE_AFTER_HOURS) * 3_600_000;
  const silentFor = core.outside.clock.wall() - (contact.last_contact_ms ?? 0);
  return {
    connection: connectionOf(core, now, waiting.length),
    list_at_ms: contact.list_at_ms,
    last_contact_ms: contact.last_contact_ms,
    last_try_ms: contact.last_try_ms,
    waiting: waiting.length,
    photos_waiting: notes.filter((note) => !note.received).length,
    photos_handed_in: notes.filter((note) => !note.received && note.handed_in).length,
    not_accepted: rows.length - waiting.length,
    oldest_waiting_ms: waiting.reduce(
      (/** @type {number|null} */ oldest, row) => Math.min(oldest ?? row.wall_ms, row.wall_ms),
      null,
    ),
    storage: core.storage,
    hidden: contact.last_contact_ms !== null && silentFor > hideAfterMs,
    upgrade: contact.upgrade,
  };
}

/** @param {Core} core @param {Snapshot} now @param {number} waiting */
function connectionOf(core, { device }, waiting) {
  const { last } = core;
  if (!device) return 'signed_out';
  if (last === 'signed_out' || last === 'blocked') return last;
  const { since_ms, photo } = core.flight;
  const inTime = core.outside.clock.mono() - (since_ms ?? core.heard_ms) < SILENT_MS;
  // Before the first request and between two there is no flight: the list is on its way all the same.
  if (last === null) return inTime ? 'sending' : 'offline';
  if (since_ms !== null && !inTime) return 'offline';
  if (since_ms !== null && waiting > 0) return 'sending';
  if (last === 'ok' && photo) return 'sending';
  return last === 'ok' ? 'up_to_date' : 'offline';
}

/** @param {Measure[]} measures */
export function latest(measures) {
  return measures.at(-1);
}
