import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEnrolledPhone, putVisit, recordMany, rowsOf } from '../fakes/phones.js';
import { json } from '../fakes/server.js';

const STORES = ['meta', 'chains', 'events', 'sealed', 'traces', 'refusals', 'feed', 'photo_notes'];

/** @param {any} factory */
async function everything(factory) {
  const all = await Promise.all(STORES.map((store) => rowsOf(factory, store)));
  // Trying leaves the time of the try, and that is all it may leave.
  return JSON.stringify(all).replaceAll(/"last_try_ms":\d+/g, '');
}

/** @type {Record<string, (answer: any) => Response>} */
const LIES = {
  'a captive portal’s page': () => new Response('<html>Sign in</html>', { headers: { 'Content-Type': 'text/html' } }),
  'JSON of another service': () => json({ ok: true }),
  'an answer without the proof': (answer) => json(answer),
  'an answer to another request': (answer) => json(answer, 200, { 'Sync-Proof': 'another' }),
  'an answer whose body names another request': (answer) =>
    json({ ...answer, request_id: 'another' }, 200, { 'Sync-Proof': answer.request_id }),
  'an answer for another device': (answer) =>
    json({ ...answer, device_id: 'other' }, 200, { 'Sync-Proof': answer.request_id }),
  'an answer for another epoch': (answer) =>
    json({ ...answer, epoch: 'other' }, 200, { 'Sync-Proof': answer.request_id }),
  'the right JSON under the wrong type': (answer) =>
    new Response(JSON.stringify(answer), {
      headers: { 'Content-Type': 'text/plain', 'Sync-Proof': answer.request_id },
    }),
  'an answer cut short': (answer) =>
    new Response(JSON.stringify(answer).slice(0, 200), {
      headers: { 'Content-Type': 'application/json', 'Sync-Proof': answer.request_id },
    }),
  'the right answer under another status': (answer) => json(answer, 202, { 'Sync-Proof': answer.request_id }),
  'a proof with nothing in it': (answer) =>
    json({ request_id: answer.request_id, device_id: answer.device_id, epoch: answer.epoch }, 200, {
      'Sync-Proof': answer.request_id,
    }),
  'a made-up restore': (answer) =>
    json({ acked_seq: 0, acked_hash: '0', server_epoch: 'x', ...proofless(answer) }, 409),
};

/** @param {any} answer */
function proofless({ device_id, epoch }) {
  return { device_id, epoch };
}

for (const [what, lie] of Object.entries(LIES)) {
  test(`${what} changes nothing on the phone`, async () => {
    const { phone, server, options } = await anEnrolledPhone();
    server.feed.push(putVisit('v1'));
    await phone.syncNow();
    await recordMany(phone, 3);
    const before = await everything(options.indexedDB);
    server.answerFault = lie;

    const status = await phone.syncNow();

    assert.equal(status.connection, 'offline');
    assert.equal(status.waiting, 3);
    assert.equal(await everything(options.indexedDB), before);
    server.answerFault = null;
    await phone.syncNow();
    assert.equal(phone.status().waiting, 0);
  });
}

test('an acknowledged hash that is not ours lets nothing go', async () => {
  const { phone, server, options } = await anEnrolledPhone();
  await recordMany(phone, 3);
  server.answerFault = (answer) =>
    json({ ...answer, acked_hash: 'f'.repeat(64) }, 200, { 'Sync-Proof': answer.request_id });

  await phone.syncNow();

  assert.equal((await rowsOf(options.indexedDB, 'events')).length, 3);
  assert.equal(phone.status().waiting, 3);
});

test('an answer that acknowledges part of what was sent lets only that part go', async () => {
  const { phone, server, options } = await anEnrolledPhone();
  await recordMany(phone, 4);
  server.answerFault = (answer) => {
    const second = server.requests[0].events[1];
    return json({ ...answer, acked_seq: 2, acked_hash: second.hash }, 200, { 'Sync-Proof': answer.request_id });
  };

  await phone.syncNow();

  const left = await rowsOf(options.indexedDB, 'events');
  assert.deepEqual(
    left.map((event) => event.seq),
    [3, 4],
  );
});

test('a lost answer means sending again, and the repeat is a success', async () => {
  const { phone, server } = await anEnrolledPhone();
  await recordMany(phone, 10);
  let lost = 2;
  server.answerFault = () => {
    if (lost-- > 0) throw new TypeError('connection reset');
    return null;
  };

  await phone.syncNow();
  await phone.syncNow();
  await phone.syncNow();

  assert.equal(server.journal.size, 10);
  assert.equal(phone.status().waiting, 0);
  assert.deepEqual(await phone.unsent(), []);
});
