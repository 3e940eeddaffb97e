/** An event's numbers, its exact text and the hash that ties it to the one before. */

import { base64url, sha256, utf8 } from './bytes.js';

/** @import {Envelope, Head, VisitEvent} from '../types.js' */

/** `prev` of a chain's first event. */
export const GENESIS = '0'.repeat(64);

/**
 * The envelope that follows `head`; its body is frozen as the text given.
 *
 * @param {{id: string, device_id: string, epoch: string, body: string}} event
 * @param {Head} head
 * @returns {Promise<Envelope>}
 */
export async function sealInChain({ id, device_id, epoch, body }, head) {
  const envelope = { id, device_id, epoch, seq: head.seq + 1, prev: head.hash, body };
  return { ...envelope, hash: await envelopeHash(envelope) };
}

/** @param {Omit<Envelope, 'hash'>} envelope */
export async function envelopeHash({ device_id, epoch, seq, id, prev, body }) {
  return sha256(utf8(['evt1', device_id, epoch, seq, id, prev, await sha256(utf8(body))].join('\n')));
}

/**
 * The chain head's signature: r‖s over the hash's own letters.
 *
 * @param {string} hash
 * @param {CryptoKey} key
 */
export async function signHead(hash, key) {
  return base64url(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, utf8(hash)));
}

/** The event as the fold reads it.
 * @param {Envelope} envelope
 * @returns {VisitEvent} */
export function opened({ id, device_id, epoch, seq, body }) {
  return { ...JSON.parse(body), id, device_id, epoch, seq };
}
