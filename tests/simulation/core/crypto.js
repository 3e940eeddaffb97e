/**
 * The browser's cryptography, done at once and with drawn keys: real ones compute in other threads, whose order no
 * seed decides. The bytes are those that a browser makes; the server opens and verifies them.
 */

import * as node from 'node:crypto';

/** @import {Chance} from './chance.js' */

const CURVE = 'prime256v1';

/** Take the place of `crypto`. @param {() => Chance} chance */
export function installCrypto(chance) {
  const subtle = {
    digest: async (/** @type {string} */ _name, /** @type {any} */ bytes) =>
      plain(node.createHash('sha256').update(new Uint8Array(bytes)).digest()),
    generateKey: async () => pair(chance()),
    exportKey: async (/** @type {string} */ format, /** @type {any} */ key) =>
      format === 'raw' ? plain(pointOf(key.jwk)) : { ...key.jwk },
    importKey: async (/** @type {string} */ format, /** @type {any} */ key) =>
      format === 'raw' ? { secret: Buffer.from(key) } : { jwk: key },
    deriveBits: async (/** @type {any} */ how, /** @type {any} */ key) => plain(shared(key, how.public.jwk)),
    deriveKey: async (/** @type {any} */ how, /** @type {any} */ root) => ({
      aes: Buffer.from(node.hkdfSync('sha256', root.secret, how.salt, how.info, 32)),
    }),
    encrypt: async (/** @type {any} */ how, /** @type {any} */ key, /** @type {any} */ bytes) =>
      plain(sealed(key.aes, how.iv, bytes)),
    sign: async (/** @type {any} */ _how, /** @type {any} */ key, /** @type {any} */ bytes) =>
      plain(node.sign('sha256', bytes, { key: privateKey(key), dsaEncoding: 'ieee-p1363' })),
  };
  const getRandomValues = (/** @type {Uint8Array} */ into) => {
    into.set(chance().bytes(into.length));
    return into;
  };
  Object.defineProperty(globalThis, 'crypto', { value: { subtle, getRandomValues }, configurable: true });
}

/** @param {Chance} chance */
function pair(chance) {
  const ecdh = node.createECDH(CURVE);
  ecdh.setPrivateKey(Buffer.from([1, ...chance.bytes(31)]));
  const point = ecdh.getPublicKey();
  const jwk = { kty: 'EC', crv: 'P-256', x: url(point.subarray(1, 33)), y: url(point.subarray(33)) };
  return { publicKey: { jwk }, privateKey: { jwk, d: url(ecdh.getPrivateKey()) } };
}

/** @param {{jwk: any, d: string}} key */
function privateKey({ jwk, d }) {
  return node.createPrivateKey({ key: { ...jwk, d }, format: 'jwk' });
}

/** @param {{d: string}} key @param {any} theirs */
function shared({ d }, theirs) {
  const ecdh = node.createECDH(CURVE);
  ecdh.setPrivateKey(Buffer.from(d, 'base64url'));
  return ecdh.computeSecret(pointOf(theirs));
}

/** @param {any} jwk */
function pointOf({ x, y }) {
  return Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
}

/** @param {Buffer} key @param {Uint8Array} iv @param {any} bytes */
function sealed(key, iv, bytes) {
  const cipher = node.createCipheriv('aes-256-gcm', key, iv);
  return Buffer.concat([cipher.update(new Uint8Array(bytes)), cipher.final(), cipher.getAuthTag()]);
}

/** @param {Buffer} bytes */
function url(bytes) {
  return bytes.toString('base64url');
}

/** @param {Buffer} bytes @returns {ArrayBuffer} */
function plain(bytes) {
  return new Uint8Array(bytes).buffer;
}
