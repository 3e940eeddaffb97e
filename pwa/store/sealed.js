/** Acknowledged events in boxes that only the server opens, kept for the days that a backup may be old. */

import { range } from './outbox.js';

/** @import {SealedEvent} from '../types.js' */
/** @import {Chain} from './outbox.js' */
/** @import {Tx} from './db.js' */

const KEPT_MS = 14 * 24 * 3_600_000;

/**
 * What the server no longer has, though it once did, from its place upwards.
 *
 * @param {Tx} tx
 * @param {Chain} chain
 * @param {{most: number, passedOver: Set<string>, from?: number}} which `passedOver`: hashes that are not offered
 *   again; `from`: the number below the first wanted
 * @returns {Promise<SealedEvent[]>}
 */
export async function sealedAbove(tx, chain, { most, passedOver, from = chain.acked.seq }) {
  const above = range(chain.epoch, from + 1, chain.head.seq);
  const rows = await tx.objectStore('sealed').getAll(above, most + passedOver.size);
  const offered = rows.filter(({ hash }) => !passedOver.has(hash)).slice(0, most);
  return offered.map(({ seq, hash, box }) => ({ seq, hash, box }));
}

/** @param {Tx} tx @param {Chain} chain @returns {Promise<number[]>} */
export async function sealedNumbers(tx, chain) {
  const keys = await tx.objectStore('sealed').getAllKeys(range(chain.epoch, chain.acked.seq + 1, chain.head.seq));
  return keys.map((key) => key[1]);
}

/**
 * Both moments are the server's: a phone whose clock leaps a year ahead must not drop what it may need tomorrow.
 *
 * @param {Tx} tx
 * @param {number} serverMs
 */
export async function dropOldBoxes(tx, serverMs) {
  const rows = await tx.objectStore('sealed').getAll();
  for (const { epoch, seq, sealed_ms } of rows) {
    if (serverMs - sealed_ms > KEPT_MS) await tx.objectStore('sealed').delete?.([epoch, seq]);
  }
}
