/** Reading the outbox: chains of immutable events, one for each (device, epoch), and what of them still waits. */

/** @import {Envelope, Head} from '../types.js' */
/** @import {Tx} from './db.js' */

/**
 * `heard_by`: the life of the server (its epoch) in which it last said how far it has this chain.
 * @typedef {{epoch: string, device_id: string, head: Head, acked: Head, started_ms: number, heard_by?: string}} Chain
 */
/** @typedef {{event_id: string, epoch: string, seq: number, type: string, visit_id: string|null, wall_ms: number,
 *   code: string, set_aside: boolean}} Refusal */

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
