import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BASE_MS, retryDelayMs } from '../../../pwa/sync/retry.js';
import { anEnrolledPhone, recordMany } from '../fakes/phones.js';

/** Lets the rest of the program run until something has come about.
 * @param {() => boolean} cameAbout */
async function until(cameAbout) {
  while (!cameAbout()) await new Promise((resolve) => setImmediate(resolve));
}

test('opening, recording and time passing each bring a sync', async () => {
  const { phone, server, world } = await anEnrolledPhone();
  phone.start();
  await phone.quiet();
  assert.equal(server.requests.length, 1);

  await recordMany(phone, 3);
  world.pass(500);
  await phone.quiet();
  assert.equal(server.requests.length, 2);
  assert.equal(server.requests[1].events.length, 3);

  world.pass(60_000);
  await phone.quiet();
  assert.equal(server.requests.length, 3);
});

test('after asking for a text, the phone soon looks twice whether it has left', async () => {
  const { phone, server, world } = await anEnrolledPhone();
  phone.start();
  await phone.quiet();
  await phone.record({ type: 'travel_started', visit_id: 'v1', data: {} });
  const after = [];

  for (const ms of [500, 5_000, 15_000, 15_000, 45_000]) {
    world.pass(ms);
    await phone.quiet();
    after.push(server.requests.length);
  }

  assert.deepEqual(after, [2, 3, 4, 4, 5]);
});

test('a new time that was spoken makes no extra look', async () => {
  const { phone, server, world } = await anEnrolledPhone();
  phone.start();
  await phone.quiet();
  await phone.record({ type: 'told_new_time', visit_id: 'v1', data: { new_start: 'x', channel: 'phone' } });
  world.pass(500);
  await phone.quiet();

  world.pass(20_000);
  await phone.quiet();

  assert.equal(server.requests.length, 2);
});

test('after a failure nothing is tried before the wait is over, whatever is recorded', async () => {
  const { phone, server, world } = await anEnrolledPhone();
  server.faults.push(() => new Response('', { status: 503, headers: { 'Retry-After': '120' } }));
  phone.start();
  await phone.quiet();
  const tries = server.calls.length;

  await recordMany(phone, 3);
  world.pass(119_000);
  await phone.quiet();
  assert.equal(server.calls.length, tries);

  world.pass(121_000);
  await phone.quiet();
  assert.equal(server.calls.length, tries + 1);
});

test('the person who asks gets past our own wait but not past the server’s', async () => {
  const { phone, server } = await anEnrolledPhone();
  server.faults.push(() => new Response('', { status: 502 }));
  await phone.syncNow();
  await phone.syncNow();
  assert.equal(server.calls.filter((path) => path === '/sync').length, 2);

  server.faults[0] = () => new Response('', { status: 429, headers: { 'Retry-After': '60' } });
  await phone.syncNow();
  await phone.syncNow();
  assert.equal(server.calls.filter((path) => path === '/sync').length, 3);
});

test('a server that stays silent for three seconds counts as no signal', async () => {
  const { phone, server, world } = await anEnrolledPhone();
  await recordMany(phone, 1);
  server.faults.push(({ init }) => new Promise((_, reject) => init.signal.addEventListener('abort', reject)));

  const sync = phone.syncNow();
  await until(() => server.calls.includes('/sync'));
  assert.equal(phone.status().connection, 'sending');
  world.pass(3_100);
  assert.equal(phone.status().connection, 'offline');
  world.pass(30_000);
  assert.equal((await sync).connection, 'offline');
});

test('every delay is at least the base, bounded, and never before what the server asked', () => {
  const failures = fc.integer({ min: 1, max: 500 });
  const chances = fc.double({ min: 0, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(failures, fc.nat(600_000), chances, (inARow, asked, chance) => {
      const delay = retryDelayMs(inARow, asked, () => chance);
      return delay >= BASE_MS && delay >= asked && delay <= Math.max(300_000, asked * 2);
    }),
  );
});

test('after two days without a word the visits are hidden, and what was recorded stays', async () => {
  const { phone, world } = await anEnrolledPhone();
  await phone.syncNow();
  await phone.record({ type: 'arrived', visit_id: 'v1', data: {} });
  world.pass(47 * 3_600_000);
  assert.equal((await phone.visits()).length, 1);

  world.pass(2 * 3_600_000);

  assert.equal(phone.status().hidden, true);
  assert.deepEqual(await phone.visits(), []);
  assert.equal((await phone.unsent()).length, 1);
});

test('the number in the strip is the number of rows in the list', async () => {
  const { phone, server } = await anEnrolledPhone();
  let n = 0;
  server.judge = () => (n++ % 3 ? { status: 'accepted' } : { status: 'quarantined', code: 'bad_schema' });
  await recordMany(phone, 7);
  await phone.syncNow();
  server.faults.push(() => new Response('', { status: 502 }));
  await recordMany(phone, 4);

  const { waiting, not_accepted } = phone.status();

  assert.equal(waiting + not_accepted, (await phone.unsent()).length);
  assert.deepEqual([waiting, not_accepted], [4, 3]);
});
