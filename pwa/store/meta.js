/** Single facts about this phone: who it is to the server, its key, its last contact, where its feed stands. */

/** @import {Database, Tx} from './db.js' */

/**
 * @typedef {{id: string, name: string, token: string} & Record<string, any>} Signed
 * @typedef {{device_id: string, epoch: string, server_epoch: string|null, actor_id: string, first_actor_id?: string, operatives: Signed[],
 *   seal_key_jwk: JsonWebKey|null, push_public_key: string|null, capabilities: Record<string, any>,
 *   signing: boolean}} Device `first_actor_id`: who had the phone before anybody joined; older versions did not keep it
 * @typedef {{wall_ms: number, mono_ms: number, context_id: string, anchor_id: string, issued_at: number,
 *   offset_ms: number, error_ms: number}} Measure
 * @typedef {{last_contact_ms: number|null, last_try_ms: number|null, list_at_ms: number|null,
 *   upgrade: 'none'|'advised'|'required', measures: Measure[]}} Contact
 * @typedef {{cursor: string|null, generation: number, sweeping: boolean, taken?: number}} FeedPlace `taken`: how many
 *   changes were taken in so far; older versions did not count
 */

/** @type {Contact} */
export const NO_CONTACT = { last_contact_ms: null, last_try_ms: null, list_at_ms: null, upgrade: 'none', measures: [] };

/** @type {FeedPlace} */
const FEED_START = { cursor: null, generation: 0, sweeping: false };

/** How many readings of our clock against the server's are kept, to show times by. */
const MEASURES = 60;

/** @param {Tx} tx @returns {Promise<Device|undefined>} */
export function device(tx) {
  return tx.objectStore('meta').get('device');
}

/** @param {Tx} tx @param {Device} value */
export function putDevice(tx, value) {
  return tx.objectStore('meta').put?.(value, 'device');
}

/** @param {Tx} tx @returns {Promise<Contact>} */
export async function contact(tx) {
  return (await tx.objectStore('meta').get('contact')) ?? NO_CONTACT;
}

/** @param {Tx} tx @param {Partial<Contact>} news @param {Measure} [measure] */
export async function noteContact(tx, news, measure) {
  const before = await contact(tx);
  const measures = measure ? [...before.measures, measure].slice(-MEASURES) : before.measures;
  await tx.objectStore('meta').put?.({ ...before, ...news, measures }, 'contact');
}

/** @param {Tx} tx @returns {Promise<FeedPlace>} */
export async function feedPlace(tx) {
  return (await tx.objectStore('meta').get('feed')) ?? FEED_START;
}

/** Take the whole list anew: what is not in it goes once its last page is in, whatever the server calls that page.
 * @param {Tx} tx */
export async function startFeedAnew(tx) {
  const { generation, taken } = await feedPlace(tx);
  await putFeedPlace(tx, { cursor: null, generation: generation + 1, sweeping: true, taken });
}

/** @param {Tx} tx @param {FeedPlace} place */
export function putFeedPlace(tx, place) {
  return tx.objectStore('meta').put?.(place, 'feed');
}

/** @param {Database} db @returns {Promise<CryptoKeyPair|null>} */
export function signingKey(db) {
  return db.read(['meta'], async (tx) => (await tx.objectStore('meta').get('key')) ?? null);
}

/** @param {Database} db @param {CryptoKeyPair|null} pair */
export function keepSigningKey(db, pair) {
  return db.write(['meta'], async (tx) => tx.objectStore('meta').put?.(pair, 'key'));
}
