/** Phones for tests: the product's own core over a database in memory, a world and a server made by hand. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openPhone } from '../../../pwa/sync/phone.js';
import { FakeServer } from './server.js';
import { FakeWorld } from './world.js';

/** @import {Phone, PhoneOptions} from '../../../pwa/types.js' */

/** @param {PhoneOptions} [overrides] */
export async function aPhone(overrides = {}) {
  const world = new FakeWorld();
  const server = await new FakeServer(world).prepare();
  const indexedDB = overrides.indexedDB ?? new IDBFactory();
  /** @type {any[]} */
  const uploads = [];
  /** @type {PhoneOptions} */
  const options = {
    clock: world.clock,
    random: world.random,
    timers: world.timers,
    transport: server.transport,
    indexedDB,
    uploader: async (job) => {
      uploads.push(job.photo.sha256);
      server.verified.add(job.photo.sha256);
    },
    storage: null,
    locks: null,
    channel: null,
    window: null,
    platform: 'test',
    ...overrides,
  };
  const phone = await openPhone(options);
  /** The page is killed and opened again: only what was on the disk is there. */
  const reopen = (/** @type {PhoneOptions} */ more = {}) => {
    phone.close();
    return openPhone({ ...options, ...more });
  };
  return { phone, world, server, uploads, options, reopen };
}

/** @param {PhoneOptions} [overrides] */
export async function anEnrolledPhone(overrides = {}) {
  const made = await aPhone(overrides);
  await made.phone.enrol({ code: 'A', deviceName: 'Sam’s phone', selfTest: { storage: true } });
  return made;
}

/** @param {Partial<import('../../../pwa/types.js').Assignment>} [overrides] */
export function anAssignment(overrides = {}) {
  return {
    visit_id: 'v1',
    appointment_id: 'a1',
    start_at: '2026-11-22T10:00:00Z',
    end_at: '2026-11-22T12:00:00Z',
    day: '2026-11-22',
    flag_ids: [],
    assigned: [{ operative_id: 'OP-A', name: 'Person A' }],
    status: 'booked',
    ...overrides,
  };
}

/** @param {string} visit_id @param {any} [data] */
export function putVisit(visit_id, data = {}) {
  return { op: 'put', kind: 'visit', id: visit_id, rev: 1, data: anAssignment({ visit_id, ...data }) };
}

/** @param {Phone} phone @param {number} n */
export async function recordMany(phone, n) {
  for (let i = 0; i < n; i++)
    await phone.record({ type: 'customer_told', visit_id: 'v1', data: { about: `water ${i}` } });
}

/** @param {number} size @param {number} fill */
export function aPhoto(size = 10, fill = 7) {
  const bytes = new Uint8Array(size).fill(fill).buffer;
  return { bytes, mime: 'image/jpeg', role: 'damage', source: /** @type {const} */ ('camera') };
}

/** Every row of one store, as it lies on the disk.
 * @param {IDBFactory|undefined} factory @param {string} store @returns {Promise<any[]>} */
export function rowsOf(factory, store) {
  return new Promise((resolve, reject) => {
    const open = /** @type {IDBFactory} */ (factory).open('doorstep');
    open.onerror = () => reject(open.error);
    open.onsuccess = () => {
      const all = open.result.transaction(store).objectStore(store).getAll();
      all.onsuccess = () => {
        open.result.close();
        resolve(all.result);
      };
    };
  });
}
