/**
 * The outbox: immutable events in gapless chains, one for each (device, epoch).
 * An append is one transaction; what it wrote never changes until the server is proven to have it.
 */

import { opened, sealInChain } from '../domain/envelope.js';
import { isFull } from './db.js';
import { keepPhotos } from './photos.js';

/** @import {Envelope, VisitEvent} from '../types.js' */
/** @import {Database, Tx} from './db.js' */
/** @import {Chain} from './outbox.js' */
/** @import {Photo} from './photos.js' */

/** Thrown inside a transaction where another tab appended first. */
class HeadMoved extends Error {}

/** Two tabs that append at once settle in a round or two; more means that something is broken. */
const MOST_TRIES = 20;

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
