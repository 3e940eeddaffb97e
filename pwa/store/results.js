/** The server's word on each event that a request carried. */

import { opened } from '../domain/envelope.js';

/** @import {Envelope, EventResult} from '../types.js' */
/** @import {Tx} from './db.js' */

/**
 * A later, better word on the same event takes the refusal away again.
 *
 * @param {Tx} tx
 * @param {EventResult[]} results
 * @param {Map<string, Envelope>} sent by id
 */
export async function noteResults(tx, results, sent) {
  for (const result of results) {
    const envelope = sent.get(result.id);
    if (!envelope) continue;
    const refused = refusalOf(result);
    if (refused === null) await tx.objectStore('refusals').delete?.(result.id);
    else await keep(tx, envelope, refused);
  }
}

/** Why the server did not accept an event, null where it did. @param {EventResult} result */
export function refusalOf({ status, code }) {
  if (status === 'forked') return 'forked';
  if (status === 'quarantined') return code ?? 'quarantined';
  return status === 'duplicate' && code && code !== 'after_gap' ? code : null;
}

/** @param {Tx} tx @param {Envelope} envelope @param {string} code */
async function keep(tx, envelope, code) {
  const { type, visit_id, at } = opened(envelope);
  const { id: event_id, epoch, seq } = envelope;
  const before = await tx.objectStore('refusals').get(event_id);
  const set_aside = before?.code === code && before.set_aside;
  await tx
    .objectStore('refusals')
    .put?.({ event_id, epoch, seq, type, visit_id, wall_ms: at.wall_ms, code, set_aside });
}
