/**
 * The outbox: immutable events in gapless chains, one for each (device, epoch).
 * An append is one transaction; what it wrote never changes until the server is proven to have it.
 */

import { GENESIS, opened, sealInChain } from '../domain/envelope.js';
import { traceOf } from '../domain/trace.js';
import { isFull } from './db.js';
import { keepPhotos } from './photos.js';

/** @import {Envelope, Head, VisitEvent} from '../types.js' */
/** @import {Database, Tx} from './db.js' */
/** @import {Photo} from './photos.js' */

/** @typedef {{epoch: string, device_id: string, head: Head, acked: Head, started_ms: number}} Chain */
/** @typedef {{event_id: string, epoch: string, seq: number, type: string, visit_id: string|null, wall_ms: number,
 *   code: string, set_aside: boolean}} Refusal */

/** Thrown inside a transaction where another tab appended first. */
class HeadMoved extends Error {}

/** Two tabs that append at once settle in a round or two; more means that something is broken. */
const MOST_TRIES = 20;

/** @param {string} deviceId @param {string} epoch @param {number} startedMs @returns {Chain} */
export function newChain(deviceId, epoch, startedMs) {
  const start = { seq: 0, hash: GENESIS };
  return { epoch, device_id: deviceId, head: start, acked: start, started_ms: startedMs };
}

/**
 * Write one event, its photos and the new head, or nothing. Where there is no room for the photos the event is kept
 * without them, in the words of `withoutPhotos`.
 *
 * The hash is made before the transaction opens, because waiting for anything else would let it commit half done;
 * inside it the head is compared, and the work begins again if another tab moved it.
 *
 * @param {Database} db
 * @param {{id: string, epoch: string, body: string, photos: Photo[], withoutPhotos: () => string}} draft
 * @returns {Promise<{event: VisitEvent, photosKept: boolean}>}
 */
export async function append(db, draft) {
  try {
    return { event: opened(await appendAtHead(db, draft)), photosKept: true };
  } catch (error) {
    if (!isFull(error) || !draft.photos.length) throw error;
    const bare = { ...draft, body: draft.withoutPhotos(), photos: [] };
    return { event: opened(await appendAtHead(db, bare)), photosKept: false };
  }
}

/** @param {Database} db @param {{id: string, epoch: string, body: string, photos: Photo[]}} draft */
async function appendAtHead(db, draft) {
  for (let tries = 1; ; tries++) {
    const chain = await db.read(['chains'], (tx) => tx.objectStore('chains').get(draft.epoch));
    const envelope = await sealInChain({ ...draft, device_id: chain.device_id }, chain.head);
    try {
      return await db.write(['chains', 'events', 'photos', 'photo_notes'], (tx) => put(tx, envelope, draft.photos));
    } catch (error) {
      if (!(error instanceof HeadMoved) || tries === MOST_TRIES) throw error;
    }
  }
}

/** @param {Tx} tx @param {Envelope} envelope @param {Photo[]} photos @returns {Promise<Envelope>} */
async function put(tx, envelope, photos) {
  const saved = await tx.objectStore('events').index('id').get(envelope.id);
  // The first attempt had reached the disk before its connection was lost.
  if (saved) return saved;
  const { seq, prev, hash, epoch } = envelope;
  const chain = /** @type {Chain} */ (await tx.objectStore('chains').get(epoch));
  if (chain.head.seq !== seq - 1 || chain.head.hash !== prev) throw new HeadMoved();
  await Promise.all([
    tx.objectStore('events').add?.(envelope),
    keepPhotos(tx, photos, opened(envelope)),
    tx.objectStore('chains').put?.({ ...chain, head: { seq, hash } }),
  ]);
  return envelope;
}

/** @param {Tx} tx @returns {Promise<Chain[]>} oldest first */
export async function chains(tx) {
  const all = /** @type {Chain[]} */ (await tx.objectStore('chains').getAll());
  return all.sort((a, b) => a.started_ms - b.started_ms);
}

/**
 * What a chain holds above what the server acknowledged, in order.
 *
 * @param {Tx} tx
 * @param {Chain} chain
 * @returns {Promise<Envelope[]>}
 */
export function waiting(tx, chain) {
  return tx.objectStore('events').getAll(range(chain.epoch, chain.acked.seq + 1, chain.head.seq));
}

/** @param {Tx} tx @returns {Promise<Envelope[]>} every event still readable in the outbox */
export function allWaiting(tx) {
  return tx.objectStore('events').getAll();
}

/** @param {string} epoch @param {number} from @param {number} to both inside */
export function range(epoch, from, to) {
  // An empty interval is no valid key range: ask for a number that no chain has.
  return from > to ? IDBKeyRange.only([epoch, -1]) : IDBKeyRange.bound([epoch, from], [epoch, to]);
}

/**
 * Move what the server is proven to have out of the outbox: a sealed box stays, and a trace without anyone's words.
 *
 * @param {Tx} tx
 * @param {Chain} chain
 * @param {{acked: Head, boxes: Map<string, string>, keepTrace: (event: VisitEvent) => boolean, nowMs: number}} proof
 */
export async function release(tx, chain, { acked, boxes, keepTrace, nowMs }) {
  const events = tx.objectStore('events');
  const current = /** @type {Chain} */ (await tx.objectStore('chains').get(chain.epoch));
  const held = /** @type {Envelope[]} */ (await events.getAll(range(chain.epoch, 1, acked.seq)));
  for (const envelope of held) {
    const box = boxes.get(envelope.hash);
    if (!box) continue;
    const { epoch, seq, hash } = envelope;
    const event = opened(envelope);
    await tx.objectStore('sealed').put?.({ epoch, seq, hash, box, sealed_ms: nowMs });
    if (keepTrace(event)) await tx.objectStore('traces').put?.(traceOf(event));
    await events.delete?.([epoch, seq]);
  }
  if (acked.seq > current.acked.seq) await tx.objectStore('chains').put?.({ ...current, acked });
}

/**
 * The server lost part of what it had: count again from where it stands.
 *
 * @param {Tx} tx
 * @param {string} epoch
 * @param {Head} acked
 */
export async function stepBack(tx, epoch, acked) {
  const chain = /** @type {Chain} */ (await tx.objectStore('chains').get(epoch));
  if (acked.seq < chain.acked.seq) await tx.objectStore('chains').put?.({ ...chain, acked });
}
