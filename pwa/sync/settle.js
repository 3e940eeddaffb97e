/** What the server's answer lets the phone forget. */

import { GENESIS } from '../domain/envelope.js';

/** @import {Head} from '../types.js' */

/**
 * The head up to which the server is proven to hold our events, or null where its word proves nothing new.
 *
 * Its word counts only when it names our own hash at its last number. Where that number is one we declared lost, the
 * hash is that of the highest number below it that we still know; or our own head's, where the server had received
 * what we have lost since: no later record is left here to prove it by.
 *
 * @param {Head[]} queued what we sent or still hold above `acked`, in order
 * @param {Head} acked what was proven before
 * @param {{acked_seq: number, acked_hash: string}} answer
 * @param {[number, number][]} [lost]
 * @param {Head} [head] the last number of our chain, whether or not its record is still here
 * @returns {Head|null}
 */
export function settle(queued, acked, { acked_seq, acked_hash }, lost = [], head = acked) {
  if (acked_seq <= acked.seq) return null;
  if (acked_seq === head.seq && acked_hash === head.hash) return { seq: acked_seq, hash: acked_hash };
  const covered = queued.filter((event) => event.seq <= acked_seq);
  const known = covered.at(-1) ?? acked;
  const declared = known.seq === acked_seq || lost.some(([from, to]) => from <= acked_seq && acked_seq <= to);
  if (!declared || (known.hash || GENESIS) !== acked_hash) return null;
  return { seq: acked_seq, hash: acked_hash };
}
