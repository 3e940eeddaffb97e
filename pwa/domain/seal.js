/**
 * Boxes that only the server can open. What it has acknowledged is kept in them, in case it is restored from a
 * backup; the phone itself can read them no more.
 */

import { base64url, utf8 } from './bytes.js';

/** So many boxes are a task that no finger notices. */
const AT_ONCE = 16;

/**
 * Seal each text in a box of its own: an ephemeral P-256 point, a nonce, AES-256-GCM. One ephemeral key serves all
 * the texts of a call, each with its own nonce.
 *
 * @param {Uint8Array<ArrayBuffer>[]} contents
 * @param {JsonWebKey} serverKey
 * @param {() => unknown} [rest] awaited now and then
 */
export async function sealedFor(contents, serverKey, rest) {
  if (!contents.length) return [];
  const { subtle } = crypto;
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const own = await subtle.generateKey(curve, true, ['deriveBits']);
  const { kty, crv, x, y } = serverKey;
  const theirs = await subtle.importKey('jwk', { kty, crv, x, y }, curve, false, []);
  const secret = await subtle.deriveBits({ name: 'ECDH', public: theirs }, own.privateKey, 256);
  const root = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const stretch = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8('doorstep seal 1') };
  const key = await subtle.deriveKey(stretch, root, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  const point = new Uint8Array(await subtle.exportKey('raw', own.publicKey));
  const boxes = [];
  for (let i = 0; i < contents.length; i += AT_ONCE) {
    boxes.push(...(await Promise.all(contents.slice(i, i + AT_ONCE).map((bytes) => box(bytes, key, point)))));
    await rest?.();
  }
  return boxes;
}

/** @param {Uint8Array<ArrayBuffer>} bytes @param {CryptoKey} key @param {Uint8Array} point */
async function box(bytes, key, point) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const hidden = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes));
  return base64url(new Uint8Array([...point, ...iv, ...hidden]));
}
