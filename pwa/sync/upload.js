/** Photos on their way: one at a time, smallest first, each going on where it was cut. */

import { noteHandedIn, notePhotoUrl, photosWaiting, photoToSend } from '../store/photos.js';
import { retryAfterMs } from './exchange.js';

/** @import {UploadJob} from '../types.js' */
/** @import {Database} from '../store/db.js' */

/** Without a sign of progress for this long, an upload is given up and later resumed. */
const STALLED_MS = 30_000;

/** The server said when to come back. */
export class AskedToWait extends Error {
  /** @param {number} waitMs */
  constructor(waitMs) {
    super('asked to wait');
    this.waitMs = waitMs;
  }
}

/**
 * Send what waits. A photo that fails delays no other, unless the server asks for quiet: then all of them wait.
 *
 * @param {Database} db
 * @param {{url: string, token: string, send: (job: UploadJob) => Promise<void>,
 *   onStart: (sha256: string|null) => void}} way
 * @returns {Promise<{sent: string[], failed: number, waitMs: number}>}
 */
export async function uploadWaiting(db, { url, token, send, onStart }) {
  const sent = [];
  let failed = 0;
  let waitMs = 0;
  for (const note of await db.read(['photo_notes'], photosWaiting)) {
    const photo = await db.read(['photos'], (tx) => photoToSend(tx, note));
    if (!photo) continue;
    onStart(note.sha256);
    try {
      const onUrl = (/** @type {string|null} */ at) =>
        db.write(['photo_notes'], (tx) => notePhotoUrl(tx, note.sha256, at)).catch(() => {});
      await send({ url, token, photo, timeoutMs: STALLED_MS, resumeUrl: note.url, onUrl });
      await db.write(['photo_notes'], (tx) => noteHandedIn(tx, note.sha256, true));
      sent.push(note.sha256);
    } catch (error) {
      failed += 1;
      if (error instanceof AskedToWait) {
        waitMs = error.waitMs;
        break;
      }
    }
  }
  onStart(null);
  return { sent, failed, waitMs };
}

/**
 * One photo by tus 1.0. The library is fetched when the first photo goes out, not before.
 *
 * @param {UploadJob} job
 */
export async function uploadByTus({ url, token, photo, timeoutMs, resumeUrl, onUrl }) {
  const { Upload } = await import('../../static/vendor/tus-js-client.js');
  await new Promise((resolve, reject) => {
    /** @type {ReturnType<typeof setTimeout>} */
    let stalled;
    const upload = new Upload(new Blob([photo.bytes], { type: photo.mime }), {
      endpoint: url,
      uploadUrl: resumeUrl,
      headers: { Authorization: `Bearer ${token}` },
      metadata: { sha256: photo.sha256, event_id: photo.event_id },
      retryDelays: null,
      storeFingerprintForResuming: false,
      chunkSize: 512 * 1024,
      onProgress: () => wait(),
      onUploadUrlAvailable: () => onUrl(upload.url),
      onSuccess: () => end(() => resolve(undefined)),
      onError: (error) => end(() => fail(error)),
    });
    const wait = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => upload.abort().finally(() => end(() => fail(new Error('stalled')))), timeoutMs);
    };
    const end = (/** @type {() => void} */ then) => {
      clearTimeout(stalled);
      then();
    };
    const fail = (/** @type {any} */ error) => {
      const response = error?.originalResponse;
      // The server threw the upload away (its hash was wrong, or it expired): begin a new one from our own bytes.
      if ([404, 410, 422].includes(response?.getStatus())) onUrl(null);
      const waitMs = retryAfterMs(response?.getHeader('Retry-After'), Date.now());
      reject(waitMs ? new AskedToWait(waitMs) : error);
    };
    wait();
    upload.start();
  });
}
