import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEnrolledPhone, putVisit, recordMany, rowsOf } from '../fakes/phones.js';
import { sha } from '../fakes/server.js';

test('an ordinary sync is one round trip that sends, acknowledges and pulls', async () => {
  const { phone, server, options } = await anEnrolledPhone();
  server.feed.push(putVisit('v1'));
  await recordMany(phone, 40);
  server.calls.length = 0;

  const status = await phone.syncNow();

  assert.deepEqual(server.calls, ['/sync']);
  assert.equal(status.connection, 'up_to_date');
  assert.equal(status.waiting, 0);
  assert.equal((await phone.visits())[0].assignment?.visit_id, 'v1');
  assert.equal((await rowsOf(options.indexedDB, 'events')).length, 0);
});

test('the head goes ahead by itself when more waits than one request carries', async () => {
  const { phone, server } = await anEnrolledPhone();
  await recordMany(phone, 205);

  await phone.syncNow();

  assert.deepEqual(
    server.requests.map((request) => request.events.length),
    [0, 200, 5],
  );
  assert.equal(server.requests[0].head.seq, 205);
  assert.equal(phone.status().waiting, 0);
});

test('what arrives hashes to itself and chains without a gap', async () => {
  const { phone, server } = await anEnrolledPhone();
  await recordMany(phone, 5);

  await phone.syncNow();

  const { device_id } = /** @type {any} */ (phone.device());
  const held = server.held(device_id, server.requests[0].epoch);
  assert.deepEqual(
    held.map((event) => event.seq),
    [1, 2, 3, 4, 5],
  );
  held.forEach((event, index) => {
    assert.equal(event.prev, index ? held[index - 1].hash : '0'.repeat(64));
    const { device_id, epoch, seq, id, prev, body } = event;
    assert.equal(event.hash, sha(['evt1', device_id, epoch, seq, id, prev, sha(body)].join('\n')));
  });
});

test('the last event of a batch is signed with the key of enrolment', async () => {
  const { phone, server } = await anEnrolledPhone();
  await recordMany(phone, 3);

  await phone.syncNow();

  const [first, , last] = server.requests[0].events;
  assert.equal(phone.device()?.signing, true);
  assert.equal(first.sig, undefined);
  assert.match(last.sig, /^[\w-]{86}$/);
});

test('an event sent later names the anchor of the contact before it', async () => {
  const { phone, server } = await anEnrolledPhone();
  /** @type {string[]} */
  const anchors = [];
  server.answerFault = (answer) => void anchors.push(answer.anchor.anchor_id);
  await phone.syncNow();

  const { event } = await phone.record({ type: 'arrived', visit_id: 'v1', data: { at_property: true } });

  assert.equal(event.at.anchor_id, anchors.at(-1));
});

test('a page of changes after another is pulled until there are no more', async () => {
  const { phone, server } = await anEnrolledPhone();
  server.pageSize = 3;
  for (let i = 0; i < 8; i++) server.feed.push(putVisit(`v${i}`));

  await phone.syncNow();

  assert.equal((await phone.visits()).length, 8);
  assert.equal(server.requests.length, 3);
});

test('what was sent says when the server was proven to have it, by the server’s own clock', async () => {
  const { phone, server } = await anEnrolledPhone();
  server.feed.push(putVisit('v1'));
  await phone.syncNow();
  await phone.record({ type: 'arrived', visit_id: 'v1', data: {} });
  assert.equal((await phone.visit('v1'))?.events[0].received_ms, undefined);
  let sentAt = 0;
  server.answerFault = (answer) => {
    sentAt = answer.t_send;
    return null;
  };

  await phone.syncNow();

  assert.equal((await phone.visit('v1'))?.events[0].received_ms, sentAt);
  assert.ok(sentAt > 0);
});

test('a rotated token is used from the next request on', async () => {
  const { phone, server } = await anEnrolledPhone();
  server.rotateTo = 'token-new';
  await phone.syncNow();
  server.tokens.delete('token-1');

  assert.equal((await phone.syncNow()).connection, 'up_to_date');
});

test('a visit that is taken away leaves nothing behind but what was not sent', async () => {
  const { phone, server, options } = await anEnrolledPhone();
  server.feed.push(putVisit('v1'));
  await phone.syncNow();
  await phone.record({ type: 'arrived', visit_id: 'v1', data: {} });
  await phone.syncNow();
  await phone.draft('concern v1').save({ seen: 'half a word' });
  server.judge = () => ({ status: 'quarantined', code: 'not_assigned' });
  server.feed.push({ op: 'remove', kind: 'visit', id: 'v1', rev: 2 });
  await phone.syncNow();

  assert.deepEqual(await phone.visits(), []);
  for (const store of ['traces', 'feed', 'drafts']) {
    assert.equal(JSON.stringify(await rowsOf(options.indexedDB, store)).includes('v1'), false, store);
  }
});

test('events of a visit that was taken away while they waited still arrive', async () => {
  const { phone, server } = await anEnrolledPhone();
  server.feed.push(putVisit('v1'));
  await phone.syncNow();
  server.faults.push(() => new Response('gone', { status: 502 }));
  await phone.record({ type: 'arrived', visit_id: 'v1', data: {} });
  await phone.syncNow();
  server.feed.push({ op: 'remove', kind: 'visit', id: 'v1', rev: 2 });
  server.faults.length = 0;

  await phone.syncNow();

  assert.equal(server.journal.size, 1);
  assert.equal(phone.status().waiting, 0);
});

test('a snapshot replaces the list only when its last page is in', async () => {
  const { phone, server } = await anEnrolledPhone();
  server.feed.push(putVisit('old'));
  await phone.syncNow();
  server.feed = [putVisit('n1'), putVisit('n2'), putVisit('n3')];
  server.pageSize = 2;
  server.serverEpoch = 'server-2';
  let pages = 0;
  server.answerFault = () => (++pages === 2 ? new Response('cut', { status: 502 }) : null);
  await phone.syncNow();

  assert.ok((await phone.visits()).some((row) => row.assignment?.visit_id === 'old'));
  server.answerFault = null;
  await phone.syncNow();
  assert.deepEqual((await phone.visits()).map((row) => row.assignment?.visit_id).sort(), ['n1', 'n2', 'n3']);
});
