import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEnrolledPhone, putVisit, recordMany, rowsOf } from '../fakes/phones.js';
import { json } from '../fakes/server.js';

test('a server put back from yesterday gets from the phone what it lost', async () => {
  const { phone, server } = await anEnrolledPhone();
  await recordMany(phone, 6);
  await phone.syncNow();
  const all = [...server.journal.values()].map(({ envelope }) => envelope.hash);
  server.restoreTo(2);
  await recordMany(phone, 2);

  await phone.syncNow();

  const { device_id } = /** @type {any} */ (phone.device());
  const held = server.held(device_id, server.requests[0].epoch);
  assert.equal(held.length, 8);
  assert.deepEqual(
    held.slice(0, 6).map((event) => event.hash),
    all,
  );
  assert.equal(phone.status().waiting, 0);
  assert.equal(phone.device()?.server_epoch, server.serverEpoch);
});

test('with nothing new to send the boxes alone bring a restored server up to date', async () => {
  const { phone, server } = await anEnrolledPhone();
  await recordMany(phone, 6);
  await phone.syncNow();
  server.restoreTo(2);

  await phone.syncNow();
  const calls = server.calls.length;
  await phone.syncNow();

  assert.equal(server.journal.size, 6);
  assert.equal(phone.status().connection, 'up_to_date');
  assert.equal(server.calls.length, calls + 1);
});

test('a box that the server cannot read is passed over and holds up neither boxes nor events', async () => {
  const { phone, server } = await anEnrolledPhone();
  await recordMany(phone, 6);
  await phone.syncNow();
  server.restoreTo(2);
  await recordMany(phone, 2);
  const isPoison = (/** @type {any} */ { request }) => request.sealed?.some((/** @type {any} */ box) => box.seq === 4);
  server.faults.push((call) =>
    isPoison(call) ? json({ code: 'malformed', message: 'It cannot be read.' }, 400) : null,
  );

  await phone.syncNow();
  const numbers = [...server.journal.values()].map(({ envelope }) => envelope.seq).sort();
  const calls = server.calls.length;
  await phone.syncNow();

  assert.deepEqual(numbers, [1, 2, 3, 5, 6, 7, 8]);
  assert.equal(phone.status().connection, 'up_to_date');
  assert.equal(phone.status().waiting, 2);
  assert.equal(server.calls.length, calls + 1);
});

test('an event that cannot be read beside a single box goes by itself, and the box arrives', async () => {
  const { phone, server } = await anEnrolledPhone();
  await recordMany(phone, 3);
  await phone.syncNow();
  server.restoreTo(2);
  await phone.record({ type: 'tenant_remark', visit_id: 'v1', data: { text: 'POISON' } });

  await phone.syncNow();

  assert.equal(server.journal.size, 4);
  assert.equal(phone.status().waiting, 0);
});

test('a chain that the phone no longer writes is offered to a restored server as well', async () => {
  const { phone, server } = await anEnrolledPhone();
  await recordMany(phone, 2);
  await phone.syncNow();
  await recordMany(phone, 1);
  const { envelope } = [...server.journal.values()][0];
  server.journal.set(`${envelope.device_id} ${envelope.epoch} 3`, {
    envelope: { id: 'another', hash: 'f' },
    status: 'accepted',
  });
  await phone.syncNow();
  await recordMany(phone, 1);
  await phone.syncNow();
  server.restoreTo(0);

  await phone.syncNow();

  const { device_id } = /** @type {any} */ (phone.device());
  assert.deepEqual(
    server.held(device_id, envelope.epoch).map(({ seq }) => seq),
    [1, 2, 3],
  );
});

test('what an earlier sign-in sent is handed in again where the server knows that phone no more', async () => {
  const { phone, server } = await anEnrolledPhone();
  await recordMany(phone, 3);
  await phone.syncNow();
  server.restoreTo(0);
  server.tokens.clear();
  await phone.syncNow();
  await phone.enrol({ code: 'A', deviceName: 'Sam’s phone', selfTest: {} });

  await phone.syncNow();
  const calls = server.calls.length;
  await phone.syncNow();

  const strays = [...server.journal.keys()].filter((key) => key.startsWith('stray'));
  assert.equal(strays.length, 3);
  assert.equal(server.calls.length, calls + 1);
  assert.equal(phone.status().connection, 'up_to_date');
});

test('after a restore the list is taken anew', async () => {
  const { phone, server } = await anEnrolledPhone();
  server.feed.push(putVisit('v1'), putVisit('v2'));
  await phone.syncNow();
  server.restoreTo(0);
  server.feed = [putVisit('v2')];

  await phone.syncNow();

  assert.deepEqual(
    (await phone.visits()).map((row) => row.assignment?.visit_id),
    ['v2'],
  );
});

test('what the server has lies on the phone only in a box that the phone cannot open', async () => {
  const { phone, server, options } = await anEnrolledPhone();
  server.feed.push(putVisit('v1'));
  await phone.record({
    type: 'concern_reported',
    visit_id: 'v1',
    data: { about: 'person', category: 'child', seen: 'a thin dog and a thinner child', danger_now: false },
  });
  await phone.syncNow();

  for (const store of ['events', 'sealed', 'traces', 'refusals', 'drafts', 'meta']) {
    assert.equal(JSON.stringify(await rowsOf(options.indexedDB, store)).includes('thin'), false, store);
  }
  const [{ box, hash }] = await rowsOf(options.indexedDB, 'sealed');
  assert.equal((await server.open(box)).hash, hash);
  assert.equal((await phone.visit('v1'))?.state.concerns.length, 1);
});

test('a box is kept for fourteen days by the server’s clock and then dropped', async () => {
  const { phone, world, options, reopen } = await anEnrolledPhone();
  await recordMany(phone, 1);
  await phone.syncNow();

  world.pass(13 * 24 * 3_600_000);
  const later = await reopen();
  await later.syncNow();
  assert.equal((await rowsOf(options.indexedDB, 'sealed')).length, 1);
  later.close();
  world.pass(2 * 24 * 3_600_000);
  await (await reopen()).syncNow();
  assert.equal((await rowsOf(options.indexedDB, 'sealed')).length, 0);
});

test('numbers that the phone lost are declared, and the rest is not held up', async () => {
  const { phone, server, options } = await anEnrolledPhone();
  await recordMany(phone, 5);
  const rows = await rowsOf(options.indexedDB, 'events');
  await evict(options.indexedDB, [rows[1], rows[2]]);

  await phone.syncNow();

  assert.deepEqual(server.requests[0].lost, [[2, 3]]);
  assert.equal(phone.status().waiting, 0);
});

test('a tail that was lost is declared as well, and the chain goes on behind it', async () => {
  const { phone, server, options } = await anEnrolledPhone();
  await recordMany(phone, 3);
  const rows = await rowsOf(options.indexedDB, 'events');
  await evict(options.indexedDB, [rows[2]]);
  await phone.syncNow();
  await recordMany(phone, 1);

  await phone.syncNow();

  assert.deepEqual(server.requests[0].lost, [[3, 3]]);
  assert.equal(phone.status().waiting, 0);
  assert.equal(server.journal.size, 3);
});

/** @param {any} factory @param {any[]} rows */
function evict(factory, rows) {
  return new Promise((resolve) => {
    const open = factory.open('doorstep');
    open.onsuccess = () => {
      const tx = open.result.transaction('events', 'readwrite');
      for (const row of rows) tx.objectStore('events').delete([row.epoch, row.seq]);
      tx.oncomplete = () => {
        open.result.close();
        resolve(undefined);
      };
    };
  });
}
