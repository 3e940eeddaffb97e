/** Which events go into the next request. */

import { signHead } from '../domain/envelope.js';

/** @import {Envelope} from '../types.js' */
/** @typedef {{events: number, bytes: number}} Limits */

/** A little under what the server takes, because the request holds more than its events.
 * @type {Limits} */
export const FULL_BATCH = { events: 200, bytes: 900_000 };

/** Letters, quotes and escapes of an envelope around its body. */
const AROUND_BODY = 700;

/**
 * The first events that fit, always at least one.
 *
 * @param {Envelope[]} waiting in order
 * @param {Limits} limits
 */
export function firstBatch(waiting, limits) {
  let bytes = 0;
  const end = waiting.findIndex((event, index) => {
    bytes += wireSize(event);
    return index > 0 && (index >= limits.events || bytes > limits.bytes);
  });
  return end === -1 ? waiting : waiting.slice(0, end);
}

/** At most what the event takes on the wire: a letter needs up to six bytes once escaped.
 * @param {Envelope} event */
function wireSize({ body }) {
  return JSON.stringify(body).replace(/[^\0-\x7f]/g, 'xxx').length + AROUND_BODY;
}

/**
 * The last event of a batch carries the signature; it covers the chain below it.
 *
 * @param {Envelope[]} batch
 * @param {CryptoKey|undefined} key
 * @returns {Promise<Envelope[]>}
 */
export async function withSignature(batch, key) {
  const last = batch.at(-1);
  if (!last || !key) return batch;
  return [...batch.slice(0, -1), { ...last, sig: await signHead(last.hash, key) }];
}

/**
 * The numbers of a chain that nobody holds any more.
 *
 * @param {number} from the first number that the server lacks
 * @param {number} to the head
 * @param {number[]} held in order
 * @returns {[number, number][]}
 */
export function lostNumbers(from, to, held) {
  /** @type {[number, number][]} */
  const lost = [];
  let next = from;
  for (const seq of [...held, to + 1]) {
    if (seq > next) lost.push([next, seq - 1]);
    next = Math.max(next, seq + 1);
  }
  return lost;
}
