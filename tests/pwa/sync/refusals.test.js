import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEnrolledPhone, aPhoto, recordMany, rowsOf } from '../fakes/phones.js';
import { json } from '../fakes/server.js';

test('one event that cannot be read goes by itself and holds up no other', async () => {
  const { phone, server } = await anEnrolledPhone();
  await recordMany(phone, 20);
  await phone.record({ type: 'tenant_remark', visit_id: 'v1', data: { text: 'POISON' } });
  await recordMany(phone, 20);

  await phone.syncNow();

  assert.equal(server.journal.size, 41);
  assert.equal(server.calls.filter((path) => path === '/sync/raw').length, 1);
  assert.equal(phone.status().waiting, 0);
});

test('an event that even the raw door refuses stays in the outbox while later ones arrive', async () => {
  const { phone, server } = await anEnrolledPhone();
  server.faults.push(({ path }) => (path === '/sync/raw' ? json({ code: 'too_large', message: 'no' }, 413) : null));
  await phone.record({ type: 'tenant_remark', visit_id: 'v1', data: { text: 'POISON' } });
  await recordMany(phone, 3);

  await phone.syncNow();

  assert.equal(server.journal.size, 3);
  assert.equal(phone.status().waiting, 4);
  assert.equal(phone.status().connection, 'up_to_date');
});

test('a batch that is too large is halved until it fits', async () => {
  const { phone, server } = await anEnrolledPhone();
  server.maxEvents = 7;
  await recordMany(phone, 30);

  await phone.syncNow();

  assert.equal(server.journal.size, 30);
  assert.ok(server.requests.every((request) => request.events.length <= 7));
  assert.equal(phone.status().waiting, 0);
});

test('large notes are split by their size on the wire, not their number', async () => {
  const { phone, server } = await anEnrolledPhone();
  for (let i = 0; i < 6; i++) {
    await phone.record({ type: 'tenant_remark', visit_id: 'v1', data: { text: '"😀\\'.repeat(30_000) } });
  }

  await phone.syncNow();

  assert.equal(server.journal.size, 6);
  assert.equal(server.calls.filter((path) => path === '/sync/raw').length, 0);
});

test('a quarantined event is sealed away and stays in sight with its reason until it is set aside', async () => {
  const { phone, server, options, reopen } = await anEnrolledPhone();
  server.judge = () => ({ status: 'quarantined', code: 'unknown_visit' });
  const { event } = await phone.record({ type: 'arrived', visit_id: 'v9', data: {} });
  await phone.syncNow();

  const again = await reopen();
  const [row] = await again.unsent();
  assert.equal(row.status, 'not_accepted');
  assert.equal(row.code, 'unknown_visit');
  assert.match(row.message ?? '', /ring the office/);
  assert.equal((await rowsOf(options.indexedDB, 'events')).length, 0);
  assert.equal(again.status().not_accepted, 1);
  await again.setAside(event.id);
  assert.deepEqual(await again.unsent(), []);
});

test('a sign-in that is no longer good keeps everything, and recording goes on', async () => {
  const { phone, server, reopen } = await anEnrolledPhone();
  await recordMany(phone, 2);
  const tokens = new Map(server.tokens);
  server.tokens.clear();

  assert.equal((await phone.syncNow()).connection, 'signed_out');
  await recordMany(phone, 1);
  const again = await reopen();
  assert.equal(again.status().waiting, 3);
  server.tokens = tokens;
  await again.syncNow();
  assert.equal(server.journal.size, 3);
});

test('a blocked device still hands in what it holds', async () => {
  const { phone, server } = await anEnrolledPhone();
  server.blocked = true;
  server.judge = () => ({ status: 'quarantined', code: 'actor_revoked' });
  await recordMany(phone, 205);

  const status = await phone.syncNow();

  assert.equal(server.journal.size, 205);
  assert.equal(status.waiting, 0);
  assert.equal(status.not_accepted, 205);
});

test('a phone whose access has ended says so as soon as it has handed in what it held', async () => {
  const { phone, server } = await anEnrolledPhone();
  server.blocked = true;
  server.judge = () => ({ status: 'quarantined', code: 'actor_revoked' });
  await recordMany(phone, 1);

  assert.equal((await phone.syncNow()).connection, 'blocked');
});

test('somebody else under our numbers makes a new epoch, and nothing is dropped', async () => {
  const { phone, server, options } = await anEnrolledPhone();
  await recordMany(phone, 1);
  const [mine] = await rowsOf(options.indexedDB, 'events');
  const other = { ...mine, id: 'another', body: '{}', hash: 'e'.repeat(64) };
  server.journal.set(`${mine.device_id} ${mine.epoch} 1`, { envelope: other, status: 'accepted' });

  await phone.syncNow();
  const { event } = await phone.record({ type: 'arrived', visit_id: 'v1', data: {} });
  await phone.syncNow();

  assert.notEqual(event.epoch, mine.epoch);
  assert.equal(event.seq, 1);
  assert.ok((await rowsOf(options.indexedDB, 'events')).some((row) => row.id === mine.id));
  assert.equal((await phone.unsent()).find((row) => row.event_id === mine.id)?.code, 'forked');
  assert.ok(server.held(event.device_id, event.epoch).some((row) => row.id === event.id));
});

const BLOCKED_WITH_ONE_PHOTO = { connection: 'blocked', photos_waiting: 1, photos_handed_in: 1 };

test('a blocked phone hands in its photos, once in a page load, and keeps them', async () => {
  const { phone, server, uploads } = await anEnrolledPhone();
  await phone.record({ type: 'photo_taken', visit_id: 'v1', data: {}, photos: [aPhoto()] });
  server.blocked = true;

  await phone.syncNow();
  await phone.syncNow();

  assert.equal(server.journal.size, 1);
  assert.equal(uploads.length, 1);
  const { connection, photos_waiting, photos_handed_in } = phone.status();
  assert.deepEqual({ connection, photos_waiting, photos_handed_in }, BLOCKED_WITH_ONE_PHOTO);
});
