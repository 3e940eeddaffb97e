/** One short question to the office beside the sync: answered, or not, within half a minute. */

import * as meta from '../store/meta.js';

/** @import {Core} from './sync.js' */

/**
 * As the operative who uses this phone. Null where nobody answered; a refusal is an answer.
 *
 * @param {Core} core @param {string} method @param {string} path @param {unknown} [said]
 * @returns {Promise<Response|null>}
 */
export async function ask({ outside, db }, method, path, said) {
  const device = await db.read(['meta'], meta.device);
  const token = device?.operatives.find(({ id }) => id === device.actor_id)?.token;
  const giveUp = new AbortController();
  const cancel = outside.timers.after(30_000, () => giveUp.abort());
  try {
    return await outside.transport(`${outside.apiBase}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: said === undefined ? undefined : JSON.stringify(said),
      redirect: 'error',
      cache: 'no-store',
      credentials: 'omit',
      signal: giveUp.signal,
    });
  } catch {
    return null;
  } finally {
    cancel();
  }
}
