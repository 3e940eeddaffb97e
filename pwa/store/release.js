/** What happens to events once the server is proven to have them, and when it turns out to have lost them again. */

import { GENESIS, opened } from '../domain/envelope.js';
import { traceOf } from '../domain/trace.js';
import { range } from './outbox.js';

/** @import {Envelope, Head, VisitEvent} from '../types.js' */
/** @import {Tx} from './db.js' */
/** @import {Chain} from './outbox.js' */
/** @typedef {{boxes: Map<string, string>, keepTrace: (event: VisitEvent) => boolean, nowMs: number}} LettingGo */

/** @param {string} deviceId @param {string} epoch @param {number} startedMs @returns {Chain} */
export function newChain(deviceId, epoch, startedMs) {
  const start = { seq: 0, hash: GENESIS };
  return { epoch, device_id: deviceId, head: start, acked: start, started_ms: startedMs };
}

/**
 * Move what the server is proven to have of a chain out of the outbox.
 *
 * @param {Tx} tx
 * @param {Chain} chain
 * @param {LettingGo & {acked: Head, server: string}} proof
 */
export async function release(tx, chain, { acked, server, ...how }) {
  const current = /** @type {Chain} */ (await tx.objectStore('chains').get(chain.epoch));
  await letGo(tx, await tx.objectStore('events').getAll(range(chain.epoch, 1, acked.seq)), how);
  const moved = acked.seq > current.acked.seq ? { acked } : {};
  await tx.objectStore('chains').put?.({ ...current, ...moved, heard_by: server });
}

/**
 * Of each event a sealed box stays, and a trace without anyone's words; one without a box stays as it is.
 *
 * @param {Tx} tx
 * @param {Envelope[]} envelopes which the server is proven to have
 * @param {LettingGo} how
 */
export async function letGo(tx, envelopes, { boxes, keepTrace, nowMs }) {
  for (const envelope of envelopes) {
    const box = boxes.get(envelope.hash);
    if (!box) continue;
    const { epoch, seq, hash } = envelope;
    const event = opened(envelope);
    await tx.objectStore('sealed').put?.({ epoch, seq, hash, box, sealed_ms: nowMs });
    if (keepTrace(event)) await tx.objectStore('traces').put?.(traceOf(event, nowMs));
    await tx.objectStore('events').delete?.([epoch, seq]);
  }
}

/** Everything of a chain was handed in under another name, which is all that can be done for it.
 * @param {Tx} tx @param {string} epoch @param {string} server */
export async function noteHandedIn(tx, epoch, server) {
  const chain = /** @type {Chain} */ (await tx.objectStore('chains').get(epoch));
  await tx.objectStore('chains').put?.({ ...chain, heard_by: server });
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
