import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEnrolledPhone, aPhone, putVisit, rowsOf } from '../fakes/phones.js';

test('a second person joins the same device and chain, and events bear their actor', async () => {
  const { phone, server } = await anEnrolledPhone();
  await phone.record({ type: 'day_started', data: {} });
  await phone.enrol({ code: 'B', deviceName: 'x', selfTest: {} });
  const { event } = await phone.record({ type: 'day_started', data: {} });
  await phone.actAs('OP-A');
  const third = await phone.record({ type: 'check_in', data: {} });

  await phone.syncNow();

  assert.deepEqual([event.actor_id, event.seq], ['OP-B', 2]);
  assert.deepEqual([third.event.actor_id, third.event.seq], ['OP-A', 3]);
  assert.equal(server.journal.size, 3);
  assert.deepEqual(
    phone.operatives().map((person) => person.id),
    ['OP-A', 'OP-B'],
  );
});

test('on a shared phone each person sees their own visits', async () => {
  const { phone, server } = await anEnrolledPhone();
  await phone.enrol({ code: 'B', deviceName: 'x', selfTest: {} });
  server.feed.push(putVisit('a'), putVisit('b', { assigned: [{ operative_id: 'OP-B', name: 'B' }] }));
  await phone.syncNow();

  assert.deepEqual(
    (await phone.visits()).map((row) => row.assignment?.visit_id),
    ['b'],
  );
  await phone.actAs('OP-A');
  assert.deepEqual(
    (await phone.visits()).map((row) => row.assignment?.visit_id),
    ['a'],
  );
});

/** Two people on one phone; B uses it. A has visit `a`, B has `b`, both have `both`. */
async function aSharedPhone() {
  const made = await anEnrolledPhone();
  await made.phone.enrol({ code: 'B', deviceName: 'x', selfTest: {} });
  const [a, b] = [
    { operative_id: 'OP-A', name: 'A' },
    { operative_id: 'OP-B', name: 'B' },
  ];
  made.server.feed.push(
    putVisit('a', { assigned: [a] }),
    putVisit('b', { assigned: [b] }),
    putVisit('both', { assigned: [a, b] }),
  );
  return made;
}

test('on a shared phone each person reads the messages about their own visits', async () => {
  const { phone, server } = await aSharedPhone();
  const message = (/** @type {string} */ visit_id) => ({
    op: 'put',
    kind: 'message',
    id: `m-${visit_id}`,
    rev: 1,
    data: { message_id: `m-${visit_id}`, text: visit_id, sent_at: '2026-11-22T09:00:00Z', visit_id },
  });
  server.feed.push(message('a'), message('b'), message('both'));
  await phone.syncNow();

  const texts = async () => (await phone.messages()).map(({ text }) => text);

  assert.deepEqual(await texts(), ['b', 'both']);
  await phone.actAs('OP-A');
  assert.deepEqual(await texts(), ['a', 'both']);
});

test('on a shared phone nobody opens the visit of another, by whatever address', async () => {
  const { phone } = await aSharedPhone();
  await phone.syncNow();

  assert.equal(await phone.visit('a'), null);
  assert.equal((await phone.visit('b'))?.assignment?.visit_id, 'b');
});

test('a visit that one person opened on a shared phone is not shown to the other', async () => {
  const { phone } = await aSharedPhone();
  await phone.record({ type: 'visit_opened', visit_id: 'own', data: { reason: 'leak', place: '9 Fir Close' } });
  await phone.syncNow();

  assert.deepEqual((await phone.visits()).map(({ visit_id, place }) => [visit_id, place])[0], ['own', '9 Fir Close']);
  await phone.actAs('OP-A');
  assert.ok(!(await phone.visits()).some(({ visit_id }) => visit_id === 'own'));
  assert.equal(await phone.visit('own'), null);
});

test('of a visit that two on a shared phone have, each reads what they recorded themselves', async () => {
  const { phone } = await aSharedPhone();
  await phone.syncNow();
  await phone.record({ type: 'arrived', visit_id: 'both', data: {} });
  await phone.actAs('OP-A');
  await phone.record({ type: 'concern_reported', visit_id: 'both', data: { seen: 'x' } });

  const types = async () => (await phone.visit('both'))?.events.map(({ type }) => type);

  assert.deepEqual(await types(), ['concern_reported']);
  await phone.actAs('OP-B');
  assert.deepEqual(await types(), ['arrived']);
  assert.equal((await phone.visit('both'))?.state.concerns.length, 1);
});

test('what one person on a shared phone has half typed is not brought to the other', async () => {
  const { phone } = await anEnrolledPhone();
  await phone.draft('visit/both/concern').save({ seen: 'by A' });
  await phone.enrol({ code: 'B', deviceName: 'x', selfTest: {} });

  assert.equal(await phone.draft('visit/both/concern').read(), null);
  assert.deepEqual(await phone.begun(['visit/both/concern']), []);
  await phone.draft('visit/both/concern').save({ seen: 'by B' });
  await phone.actAs('OP-A');
  assert.deepEqual(await phone.draft('visit/both/concern').read(), { seen: 'by A' });
  await phone.enrol({ code: 'A', deviceName: 'x', selfTest: {} });
  assert.deepEqual(await phone.draft('visit/both/concern').read(), { seen: 'by A' });
  assert.deepEqual(await phone.begun(['visit/both/concern', 'visit/both/damage']), ['visit/both/concern']);
});

test('signing on again as a new device keeps and still sends what the old one recorded', async () => {
  const { phone, server, options } = await anEnrolledPhone();
  await phone.record({ type: 'arrived', visit_id: 'v1', data: {} });
  server.tokens.clear();
  await phone.syncNow();

  await phone.enrol({ code: 'A', deviceName: 'x', selfTest: {} });
  await phone.record({ type: 'left', visit_id: 'v1', data: {} });
  await phone.syncNow();

  assert.equal(phone.device()?.device_id, 'device-2');
  assert.equal(server.journal.size, 2);
  assert.deepEqual(
    (await phone.unsent()).map((row) => [row.type, row.code]),
    [['arrived', 'wrong_device']],
  );
  assert.equal((await rowsOf(options.indexedDB, 'events')).length, 1);
});

/** A phone whose record was received, which heard no answer, and which signed on again as another device.
 * @param {(answer: any) => void} [alter] what becomes of the answers since */
async function receivedUnderAnotherName(alter = () => {}) {
  const { phone, server, options } = await anEnrolledPhone();
  await phone.record({ type: 'arrived', visit_id: null, data: {} });
  server.answerFault = () => {
    throw new TypeError('cut');
  };
  await phone.syncNow();
  server.tokens.clear();
  server.answerFault = (answer) => void alter(answer);
  await phone.syncNow();
  await phone.enrol({ code: 'A', deviceName: 'x', selfTest: {} });
  assert.equal(phone.status().waiting, 1);
  await phone.syncNow();
  return { phone, server, indexedDB: options.indexedDB };
}

test('a record received from the device that this phone was before is let go of, and kept in its box', async () => {
  const { phone, server, indexedDB } = await receivedUnderAnotherName();

  assert.equal(phone.status().waiting, 0);
  assert.equal(phone.status().connection, 'up_to_date');
  assert.equal(server.journal.size, 1);
  assert.deepEqual(await phone.unsent(), []);
  assert.equal((await rowsOf(indexedDB, 'events')).length, 0);
  assert.equal((await rowsOf(indexedDB, 'sealed')).length, 1);
  assert.equal((await rowsOf(indexedDB, 'traces')).length, 1);
});

test('a record from before whose hash the answer does not name goes on waiting', async () => {
  const { phone, indexedDB } = await receivedUnderAnotherName((answer) => {
    for (const result of answer.results) result.hash = 'f'.repeat(64);
  });

  assert.equal(phone.status().waiting, 1);
  assert.equal((await rowsOf(indexedDB, 'events')).length, 1);
});

test('signing on again says who this phone was and signs it, for a server that forgot', async () => {
  const { phone, server } = await anEnrolledPhone();
  await phone.syncNow();
  /** @type {any[]} */
  const asked = [];
  server.faults.push(({ path, request }) => {
    if (path === '/enrol') asked.push(request);
    return null;
  });
  server.tokens.clear();

  await phone.enrol({ code: 'A', deviceName: 'x', selfTest: {} });

  const { former, public_key_jwk } = asked[0];
  const key = await crypto.subtle.importKey('jwk', public_key_jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'verify',
  ]);
  const said = new TextEncoder().encode('doorstep enrol 1\ndevice-1\nA');
  const how = { name: 'ECDSA', hash: 'SHA-256' };
  assert.equal(former.device_id, 'device-1');
  assert.equal(typeof former.anchor_id, 'string');
  assert.equal(await crypto.subtle.verify(how, key, Buffer.from(former.sig, 'base64url'), said), true);
});

test('the token never leaves the core', async () => {
  const { phone } = await anEnrolledPhone();

  assert.equal(JSON.stringify(phone.device()).includes('token'), false);
});

test('a wrong code says so in the server’s own words and leaves the phone as it was', async () => {
  const { phone } = await aPhone();

  await assert.rejects(phone.enrol({ code: 'WRONG', deviceName: 'x', selfTest: {} }), {
    code: 'no_such_code',
    message: 'There is no such code.',
  });
  assert.equal(phone.device(), null);
});

test('no answer and a stranger’s answer to a code are told apart', async () => {
  const { phone, server } = await aPhone();
  server.faults.push(() => new Response('<html>', { status: 200 }));
  await assert.rejects(phone.enrol({ code: 'A', deviceName: 'x', selfTest: {} }), { code: 'not_ours' });
  server.faults[0] = () => {
    throw new TypeError('no network');
  };
  await assert.rejects(phone.enrol({ code: 'A', deviceName: 'x', selfTest: {} }), { code: 'no_answer' });
});

test('a second try after a lost answer shows the same key', async () => {
  const { phone, server } = await aPhone();
  /** @type {any[]} */
  const keys = [];
  server.faults.push(({ path, request }) => {
    if (path === '/enrol') keys.push(request.public_key_jwk);
    if (keys.length === 1) throw new TypeError('cut');
    return null;
  });
  await assert.rejects(phone.enrol({ code: 'A', deviceName: 'x', selfTest: {} }));
  await phone.enrol({ code: 'A', deviceName: 'x', selfTest: {} });

  assert.equal(keys[0].kty, 'EC');
  assert.deepEqual(keys[0], keys[1]);
});

test('recording before signing on is refused in plain words', async () => {
  const { phone } = await aPhone();

  await assert.rejects(phone.record({ type: 'day_started', data: {} }), /not signed on/);
});

test('what one person read of a flag is not read by another on the same phone', async () => {
  const { phone, server } = await anEnrolledPhone();
  const both = [
    { operative_id: 'OP-A', name: 'A' },
    { operative_id: 'OP-B', name: 'B' },
  ];
  server.feed.push(putVisit('a', { assigned: both }));
  await phone.syncNow();
  const data = { flag_id: 'LW1', version: 1, can_follow: true };
  await phone.record({ type: 'flag_acknowledged', visit_id: 'a', data });
  assert.equal((await phone.visit('a'))?.state.flags_acknowledged.length, 1);

  await phone.enrol({ code: 'B', deviceName: 'x', selfTest: {} });

  assert.equal((await phone.visit('a'))?.state.flags_acknowledged.length, 0);
  assert.deepEqual((await phone.visits())[0].state.flags_acknowledged, []);
  await phone.actAs('OP-A');
  assert.equal((await phone.visit('a'))?.state.flags_acknowledged.length, 1);
  await phone.syncNow();
  assert.equal((await phone.visit('a'))?.state.flags_acknowledged.length, 1);
});
