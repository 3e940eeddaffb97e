/** Recording one fact: its body is frozen here, and nothing is said to be saved before it is on the disk. */

import { sha256 } from '../domain/bytes.js';
import { append } from '../store/journal.js';
import * as meta from '../store/meta.js';
import { stamp } from './clock.js';

/** @import {EventBody, PhotoInput, RecordInput, Recorded} from '../types.js' */
/** @import {Photo} from '../store/photos.js' */
/** @import {Core} from './sync.js' */

/** The version of every type of event that this app writes. */
const BODY_VERSION = 1;

export class NotEnrolled extends Error {
  constructor() {
    super('This phone is not signed on yet: open the link from the office, or type its code.');
  }
}

/** @param {Core} core @param {RecordInput} input @returns {Promise<Recorded>} */
export async function recordFact(core, input) {
  const { clock } = core.outside;
  const { device, contact } = await core.db.read(['meta'], async (tx) => ({
    device: await meta.device(tx),
    contact: await meta.contact(tx),
  }));
  if (!device) throw new NotEnrolled();
  const photos = await Promise.all((input.photos ?? []).map(named));
  const body = bodyOf(input, photos, device.actor_id, stamp(clock, core.contextId, contact.measures.at(-1)));
  const { event, photosKept } = await append(core.db, {
    id: core.newId(),
    epoch: device.epoch,
    body: JSON.stringify(body),
    photos,
    // The record itself says that there was a photo which this phone could not keep.
    withoutPhotos: () => JSON.stringify({ ...body, blobs: [], data: { ...body.data, photos_not_kept: photos.length } }),
  });
  return { event, saved_at_ms: clock.wall(), photos_saved: photosKept, photo_error: photosKept ? null : 'full' };
}

/**
 * @param {RecordInput} input
 * @param {Photo[]} photos
 * @param {string} actor_id
 * @param {import('../types.js').EventClock} at
 * @returns {EventBody}
 */
function bodyOf({ type, visit_id = null, data = {}, corrects, geo, photos: given = [] }, photos, actor_id, at) {
  const blobs = photos.map(({ sha256: name, size, mime, role }, index) => {
    const { source } = given[index];
    return { sha256: name, size, mime, role, source };
  });
  /** @type {EventBody} */
  const body = { v: BODY_VERSION, type, visit_id, actor_id, at, blobs, data };
  if (geo) body.geo = geo;
  if (corrects) body.corrects = corrects;
  return body;
}

/** @param {PhotoInput} photo @returns {Promise<Photo>} */
async function named({ bytes, mime, role }) {
  return { sha256: await sha256(bytes), bytes, mime, size: bytes.byteLength, role };
}
