/**
 * Photos: their bytes, and a note of who needs them. The bytes are written with the event that names them and leave
 * only when the server says that it verified them.
 */

/** @import {PhotoToSend, VisitEvent} from '../types.js' */
/** @import {Tx} from './db.js' */

/** @typedef {{sha256: string, bytes: ArrayBuffer, mime: string, size: number, role: string}} Photo */
/** @typedef {{event_id: string, seq: number, type: string, visit_id: string|null, wall_ms: number,
 *   role: string}} PhotoUse */
/** @typedef {{sha256: string, size: number, mime: string, uses: PhotoUse[], url: string|null,
 *   received: boolean, handed_in?: boolean}} PhotoNote `handed_in`: all bytes went through, which proves nothing yet */

/** @param {Tx} tx @param {Photo[]} photos @param {VisitEvent} event */
export async function keepPhotos(tx, photos, event) {
  const { id, seq, type, visit_id } = event;
  for (const { sha256, bytes, mime, size, role } of photos) {
    const use = { event_id: id, seq, type, visit_id, wall_ms: event.at.wall_ms, role };
    const known = /** @type {PhotoNote|undefined} */ (await tx.objectStore('photo_notes').get(sha256));
    const note = known ?? { sha256, size, mime, uses: [], url: null, received: false };
    await tx.objectStore('photo_notes').put?.({ ...note, uses: [...note.uses, use] });
    if (!note.received) await tx.objectStore('photos').put?.({ sha256, bytes, mime });
  }
}

/** @param {Tx} tx @returns {Promise<PhotoNote[]>} */
export function photoNotes(tx) {
  return tx.objectStore('photo_notes').getAll();
}

/** @param {Tx} tx @returns {Promise<PhotoNote[]>} smallest first, because each that arrives is one less to lose */
export async function photosWaiting(tx) {
  const notes = await photoNotes(tx);
  return notes.filter((note) => !note.received).sort((a, b) => a.size - b.size);
}

/** @param {Tx} tx @param {PhotoNote} note @returns {Promise<PhotoToSend|null>} */
export async function photoToSend(tx, { sha256, uses }) {
  const row = await tx.objectStore('photos').get(sha256);
  return row ? { sha256, bytes: row.bytes, mime: row.mime, event_id: uses[0].event_id } : null;
}

/** @param {Tx} tx @param {string} sha256 @param {string|null} url where its upload goes on */
export async function notePhotoUrl(tx, sha256, url) {
  const note = await tx.objectStore('photo_notes').get(sha256);
  if (note) await tx.objectStore('photo_notes').put?.({ ...note, url });
}

/** @param {Tx} tx @param {string} sha256 @param {boolean} handed_in */
export async function noteHandedIn(tx, sha256, handed_in) {
  const note = /** @type {PhotoNote|undefined} */ (await tx.objectStore('photo_notes').get(sha256));
  if (note && Boolean(note.handed_in) !== handed_in) await tx.objectStore('photo_notes').put?.({ ...note, handed_in });
}

/** @param {Tx} tx @param {string[]} verified */
export async function dropReceived(tx, verified) {
  for (const sha256 of verified) {
    const note = await tx.objectStore('photo_notes').get(sha256);
    if (!note || note.received) continue;
    await tx.objectStore('photo_notes').put?.({ ...note, received: true, url: null });
    await tx.objectStore('photos').delete?.(sha256);
  }
}
