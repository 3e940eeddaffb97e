import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IDBFactory } from 'fake-indexeddb';
import { VERSION } from '../../../pwa/store/db.js';
import { anEnrolledPhone, aPhone, recordMany, rowsOf } from '../fakes/phones.js';
import { frozen, releasedSchemas, thaw } from './frozen.js';

const released = releasedSchemas();

for (const from of released) {
  test(`what waited under schema ${from.version} is opened, unchanged, and sent`, async () => {
    const indexedDB = new IDBFactory();
    await thaw(indexedDB, from);
    const { phone, server, uploads } = await aPhone({ indexedDB });
    const device = from.rows.meta.find(({ key }) => key === 'device')?.value;
    const [operative] = device.operatives;
    server.tokens.set(operative.token, { device_id: device.device_id, operative });
    for (const { value } of from.rows.sealed) {
      const known = { id: `sent ${value.seq}`, device_id: device.device_id, ...value };
      server.journal.set(`${device.device_id} ${value.epoch} ${value.seq}`, { envelope: known, status: 'accepted' });
    }

    assert.deepEqual(await phone.draft('visit/v2/concern').read(), { seen: 'Half typed' });
    assert.equal(phone.status().waiting, from.rows.events.length);
    await phone.syncNow();

    const waited = from.rows.events.map(({ value }) => value);
    const arrived = server.held(device.device_id, device.epoch).slice(-waited.length);
    assert.deepEqual(
      arrived.map(({ body, hash }) => ({ body, hash })),
      waited.map(({ body, hash }) => ({ body, hash })),
    );
    assert.deepEqual(
      uploads,
      from.rows.photos.map(({ value }) => value.sha256),
    );
    assert.equal(phone.status().waiting, 0);
    assert.deepEqual(await rowsOf(indexedDB, 'events'), []);
  });
}

test('the schema of this version is among those that are kept', async () => {
  const { phone, options } = await anEnrolledPhone();
  const now = await frozen(/** @type {IDBFactory} */ (options.indexedDB));
  phone.close();

  assert.deepEqual(
    released.map(({ version }) => version),
    Array.from({ length: VERSION }, (_, before) => before + 1),
  );
  assert.deepEqual(released.at(-1)?.stores, now.stores);
});

test('a version that was rolled back goes on under the newer schema', async () => {
  const { phone, server, options, reopen } = await anEnrolledPhone();
  await recordMany(phone, 1);
  await newerApp(/** @type {IDBFactory} */ (options.indexedDB));

  await recordMany(phone, 1);
  const again = await reopen();
  await recordMany(again, 1);
  await again.syncNow();

  assert.equal(server.journal.size, 3);
});

/** Another tab took the next version of the app, which adds a store. @param {IDBFactory} factory */
function newerApp(factory) {
  return new Promise((resolve, reject) => {
    const opening = factory.open('doorstep', VERSION + 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('of_a_later_version');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => resolve(opening.result.close());
  });
}
