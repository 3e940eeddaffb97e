/** The last resort: what has not been sent, as a file that only the server can open. */

import { utf8 } from '../domain/bytes.js';
import { sealedFor } from '../domain/seal.js';
import * as meta from '../store/meta.js';
import { allWaiting } from '../store/outbox.js';
import { photosWaiting } from '../store/photos.js';

/** @import {Database, Tx} from '../store/db.js' */

/**
 * JSON of boxes, sealed like acknowledged events: a file in a phone's downloads must not show what was seen in a home.
 *
 * @param {Database} db
 */
export async function unsentFile(db) {
  const { device, events, photos } = await db.read(['meta', 'events', 'photos', 'photo_notes'], held);
  if (!device?.seal_key_jwk) throw new Error('This phone is not signed on, so there is no key to seal the file with.');
  const boxes = await sealedFor(
    events.map((event) => utf8(JSON.stringify(event))),
    device.seal_key_jwk,
  );
  const images = await sealedFor(
    photos.map((photo) => new Uint8Array(photo.bytes)),
    device.seal_key_jwk,
  );
  const content = {
    doorstep_unsent: 1,
    device_id: device.device_id,
    events: events.map(({ epoch, seq, hash }, index) => ({ epoch, seq, hash, box: boxes[index] })),
    photos: photos.map(({ sha256, mime }, index) => ({ sha256, mime, box: images[index] })),
  };
  return new Blob([JSON.stringify(content)], { type: 'application/json' });
}

/** @param {Tx} tx */
async function held(tx) {
  const notes = await photosWaiting(tx);
  const rows = await Promise.all(notes.map((note) => tx.objectStore('photos').get(note.sha256)));
  return {
    device: await meta.device(tx),
    events: await allWaiting(tx),
    photos: /** @type {{sha256: string, mime: string, bytes: ArrayBuffer}[]} */ (rows.filter(Boolean)),
  };
}
