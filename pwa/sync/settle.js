/** What the server's answer lets the phone forget. */

import { GENESIS } from '../domain/envelope.js';
import { refusalOf } from '../store/results.js';

/** @import {Envelope, EventResult, Head} from '../types.js' */

/**
 * The head up to which the server is proven to hold our events, or null where its word proves nothing new.
 *
 * Its word counts only when it names our own hash at its last number. Where that number is one we declared lost, the
 * hash is that of the highest number below it that we still know; or our own head's, where the server had received
 * what we have lost since: no later record is left here to prove it by. `held` is its word about the number of our own
 * head, where it holds later ones: this phone was put back to an older state, and knows no hash of those.
 *
 * @param {Head[]} queued what we sent or still hold above `acked`, in order
 * @param {Head} acked what was proven before
 * @param {{acked_seq: number, acked_hash: string, held?: Head}} answer
 * @param {[number, number][]} [lost]
 * @param {Head} [head] the last number of our chain, whether or not its record is still here
 * @returns {Head|null}
 */
export function settle(queued, acked, { acked_seq, acked_hash, held }, lost = [], head = acked) {
  const { seq, hash } = held ?? { seq: acked_seq, hash: acked_hash };
  if (seq <= acked.seq) return null;
  if (seq === head.seq && hash === head.hash) return { seq, hash };
  const known = queued.filter((event) => event.seq <= seq).at(-1) ?? acked;
  const declared = known.seq === seq || lost.some(([from, to]) => from <= seq && seq <= to);
  if (!declared || (known.hash || GENESIS) !== hash) return null;
  return { seq, hash };
}

/**
 * The sent events of other chains than the request's own that the server is proven to have accepted: what an earlier
 * sign-in of this phone left behind. No `acked_seq` speaks of those, so their results name the hash that stands.
 *
 * @param {Envelope[]} sent
 * @param {string} epoch the request's own
 * @param {EventResult[]} results
 */
export function settled(sent, epoch, results) {
  const hashes = new Map(results.map((result) => [result.id, refusalOf(result) === null && result.hash]));
  return sent.filter((event) => event.epoch !== epoch && hashes.get(event.id) === event.hash);
}
