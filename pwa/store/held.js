/** What the screens read, kept in memory for as long as the stores hold the same. */

import { opened } from '../domain/envelope.js';
import { foldVisit } from '../domain/visit.js';
import { feedRows } from './changes.js';
import { feedPlace } from './meta.js';

/** @import {ChangeKind, Envelope, VisitEvent, VisitState} from '../types.js' */
/** @import {FeedRow} from './changes.js' */
/** @import {Tx} from './db.js' */
/** @import {FeedPlace} from './meta.js' */

/** Read in pieces, because a thousand rows at once would hold up the finger on the screen. */
const AT_ONCE = 40;

/** The phone's own events, parsed. They never change, so each is read and parsed once in a page load. */
export class HeldEvents {
  /** @type {Map<string, VisitEvent>} */
  #waiting = new Map();
  /** @type {Map<string, VisitEvent>} */
  #sent = new Map();
  /** @type {Map<string, {events: VisitEvent[], state: VisitState}>} */
  #folded = new Map();

  /** What is readable in the outbox, in the order of its numbers.
   * @param {Tx} tx */
  waiting(tx) {
    return current(tx.objectStore('events'), this.#waiting, (/** @type {Envelope} */ row) => [
      `${row.epoch},${row.seq}`,
      opened(row),
    ]);
  }

  /** The traces of what was sent.
   * @param {Tx} tx */
  sent(tx) {
    return current(tx.objectStore('traces'), this.#sent, (/** @type {VisitEvent} */ row) => [row.id, row]);
  }

  /** The visit that the events come to; folded again only when they are others than last time.
   * @param {string} visitId @param {VisitEvent[]} events */
  fold(visitId, events) {
    const before = this.#folded.get(visitId);
    if (before?.events.length === events.length && events.every((event, i) => event === before.events[i])) {
      return before.state;
    }
    const state = foldVisit(events);
    this.#folded.set(visitId, { events, state });
    return state;
  }
}

/** What the server sent. Every page of changes moves the feed's place, so where that stands still nothing is read again. */
export class HeldFeed {
  #feed = new Feed([]);
  /** @type {FeedPlace|null} */
  #place = null;

  /** @param {Tx} tx @returns {Promise<Feed>} */
  async now(tx) {
    const place = await feedPlace(tx);
    if (!this.#place || !isSame(place, this.#place)) {
      this.#feed = new Feed(await feedRows(tx));
      this.#place = place;
    }
    return this.#feed;
  }
}

/** Visits, flags, people, settings, messages, as the server last said them. */
export class Feed {
  /** @type {Map<ChangeKind, Map<string, any>>} */
  #kinds = new Map();

  /** @param {FeedRow[]} rows */
  constructor(rows) {
    for (const { kind, id, data } of rows) {
      const known = this.#kinds.get(kind) ?? new Map();
      this.#kinds.set(kind, known.set(id, data));
    }
  }

  /** @param {ChangeKind} kind @returns {any[]} */
  every(kind) {
    return [...(this.#kinds.get(kind)?.values() ?? [])];
  }

  /** @param {ChangeKind} kind @param {string} id @returns {any} null where there is none */
  one(kind, id) {
    return this.#kinds.get(kind)?.get(id) ?? null;
  }
}

/** @param {FeedPlace} a @param {FeedPlace} b */
function isSame(a, b) {
  return a.cursor === b.cursor && a.generation === b.generation && a.taken === b.taken;
}

/**
 * @param {any} store
 * @param {Map<string, VisitEvent>} known
 * @param {(row: any) => [string, VisitEvent]} named
 * @returns {Promise<VisitEvent[]>}
 */
async function current(store, known, named) {
  const keys = /** @type {IDBValidKey[]} */ (await store.getAllKeys());
  const names = keys.map(String);
  const missing = keys.filter((_, index) => !known.has(names[index]));
  for (let i = 0; i < missing.length; i += AT_ONCE) {
    const last = missing[Math.min(i + AT_ONCE, missing.length) - 1];
    const rows = await store.getAll(IDBKeyRange.bound(missing[i], last));
    for (const row of rows) {
      const [name, event] = named(row);
      if (!known.has(name)) known.set(name, event);
    }
  }
  const present = new Set(names);
  for (const name of known.keys()) if (!present.has(name)) known.delete(name);
  return names.map((name) => /** @type {VisitEvent} */ (known.get(name)));
}
