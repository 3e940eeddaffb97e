/** A photo by tus 1.0 through the simulated network, in small pieces; it goes on where it was cut. */

/** @import {Page} from './page.js' */

const PIECE = 700;
const VERSION = { 'Tus-Resumable': '1.0.0' };

/** @param {Page} page */
export function uploaderOf(page) {
  return async (/** @type {any} */ { url, token, photo, resumeUrl, onUrl, timeoutMs }) => {
    page.beginUpload(photo.sha256);
    try {
      const call = (/** @type {string} */ at, /** @type {any} */ init) =>
        within(page, timeoutMs, at, {
          ...init,
          headers: { ...VERSION, Authorization: `Bearer ${token}`, ...init.headers },
        });
      await upload(call, { url, photo, resumeUrl, onUrl });
    } finally {
      page.endUpload(photo.sha256);
    }
  };
}

/** @param {(at: string, init: any) => Promise<any>} call @param {any} job */
async function upload(call, { url, photo, resumeUrl, onUrl }) {
  const bytes = new Uint8Array(photo.bytes);
  let at = resumeUrl;
  let response = at ? await call(at, { method: 'HEAD' }) : await create(call, url, photo);
  if (!at && response.status === 201) at = response.headers.get('Location');
  if (at) await onUrl(at);
  for (;;) {
    const offset = Number(response.headers.get('Upload-Offset') ?? Number.NaN);
    if (!response.ok || !at || !Number.isInteger(offset)) {
      if ([404, 410, 422].includes(response.status)) await onUrl(null);
      throw new Error(`no upload: ${response.status}`);
    }
    if (offset === bytes.length) return;
    const headers = { 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' };
    response = await call(at, { method: 'PATCH', headers, body: bytes.slice(offset, offset + PIECE) });
  }
}

/** @param {(at: string, init: any) => Promise<any>} call @param {string} url @param {any} photo */
function create(call, url, { sha256, event_id, bytes }) {
  const metadata = `sha256 ${btoa(sha256)},event_id ${btoa(event_id)}`;
  return call(url, {
    method: 'POST',
    headers: { 'Upload-Length': String(bytes.byteLength), 'Upload-Metadata': metadata },
  });
}

/** @param {Page} page @param {number} ms @param {string} at @param {any} init */
function within(page, ms, at, init) {
  const stop = new AbortController();
  const cancel = page.timers.after(ms, () => stop.abort());
  return page.transport(at, { ...init, signal: stop.signal }).finally(cancel);
}
