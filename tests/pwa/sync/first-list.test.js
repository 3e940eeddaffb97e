import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEnrolledPhone, aPhone, putVisit } from '../fakes/phones.js';

const CODE = { code: 'A', deviceName: 'Sam’s phone', selfTest: { storage: true } };

/** @typedef {import('../../../pwa/types.js').Phone} Phone */

/** All that the screens are shown of the connection from now on, what stays the same once.
 * @param {Phone} phone */
function shownBy(phone) {
  /** @type {string[]} */
  const shown = [];
  phone.subscribe(() => {
    const { connection } = phone.status();
    if (shown.at(-1) !== connection) shown.push(connection);
  });
  return shown;
}

/** Lets the rest of the program do what it has to do now. */
async function rest() {
  for (let i = 0; i < 50; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Opened and looked at, for so long before anybody gives it a code. @param {number} minutes */
async function aPhoneWithoutACode(minutes = 0) {
  const made = await aPhone();
  made.phone.start();
  await made.phone.quiet();
  for (let passed = 0; passed < minutes; passed += 1) {
    made.world.pass(60_000);
    await made.phone.quiet();
  }
  await rest();
  return made;
}

/** A server that takes the request and never answers. @param {{path: string, init: any}} call */
function neverAnswers({ path, init }) {
  if (path !== '/sync') return null;
  return new Promise((_, reject) => init.signal.addEventListener('abort', reject));
}

test('a phone just set up asks the office until its whole list is there, and never calls itself offline', async () => {
  const { phone, server, world } = await aPhoneWithoutACode(1);
  server.feed = ['v1', 'v2', 'v3'].map((id) => putVisit(id));
  server.pageSize = 1;
  server.faults.push(({ path }) => void (path === '/sync' && world.pass(2_000)));
  const shown = shownBy(phone);

  await phone.enrol(CODE);
  await phone.quiet();
  await rest();

  assert.ok(server.requests.length >= 3);
  assert.deepEqual(shown, ['sending', 'up_to_date']);
});

test('a code that was long in coming is followed by the list at once', async () => {
  const { phone, server } = await aPhoneWithoutACode(20);

  await phone.enrol(CODE);
  await phone.quiet();

  assert.equal(server.requests.length, 1);
  assert.equal(phone.status().connection, 'up_to_date');
});

test('tries before the code do not make the wait after the first failure longer', async () => {
  const { phone, server, world } = await aPhoneWithoutACode(20);
  server.faults.push(({ path }) => (path === '/sync' ? new Response('', { status: 502 }) : null));
  await phone.enrol(CODE);
  await phone.quiet();
  server.faults.length = 0;

  world.pass(4_000);
  await phone.quiet();

  assert.equal(phone.status().connection, 'up_to_date');
});

test('a new code gets past our own wait, never past the one that the server asked for', async () => {
  const { phone, server, world } = await anEnrolledPhone();
  const busy = () => new Response('', { status: 429, headers: { 'Retry-After': '60' } });
  server.faults.push(({ path }) => (path === '/sync' ? busy() : null));
  phone.start();
  await phone.quiet();
  server.faults.length = 0;

  await phone.enrol({ ...CODE, code: 'B' });
  world.pass(59_000);
  await phone.quiet();
  assert.equal(server.requests.length, 0);

  world.pass(2_000);
  await phone.quiet();
  assert.equal(server.requests.length, 1);
});

test('a first answer that never comes counts as no signal after three seconds, for good', async () => {
  const { phone, server, world } = await aPhoneWithoutACode();
  server.faults.push(neverAnswers);
  const shown = shownBy(phone);

  await phone.enrol(CODE);
  await rest();
  assert.ok(server.calls.includes('/sync'));
  assert.deepEqual(shown, ['sending']);
  world.pass(3_100);
  await rest();
  assert.deepEqual(shown, ['sending', 'offline']);
  world.pass(27_000);
  await phone.quiet();
  await rest();

  assert.deepEqual(shown, ['sending', 'offline']);
});

test('a first try that fails says so at once', async () => {
  const { phone, server } = await aPhoneWithoutACode();
  server.faults.push(({ path }) => {
    if (path === '/sync') throw new TypeError('no network');
    return null;
  });
  const shown = shownBy(phone);

  await phone.enrol(CODE);
  await phone.quiet();
  await rest();

  assert.deepEqual(shown, ['sending', 'offline']);
});

test('a phone that is opened asks the office, and says after three seconds that nothing could be asked', async () => {
  const { reopen, world } = await anEnrolledPhone();
  const phone = await reopen();
  const shown = shownBy(phone);
  assert.equal(phone.status().connection, 'sending');

  world.pass(3_100);
  await rest();

  assert.deepEqual(shown, ['offline']);
});

test('a code that is given while the server asks for patience does not ask for ever', async () => {
  const { phone, server, world } = await anEnrolledPhone();
  const busy = () => new Response('', { status: 429, headers: { 'Retry-After': '300' } });
  server.faults.push(({ path }) => (path === '/sync' ? busy() : null));
  phone.start();
  await phone.quiet();
  world.pass(5_000);
  await rest();
  const shown = shownBy(phone);

  await phone.enrol({ ...CODE, code: 'B' });
  await rest();
  world.pass(3_100);
  await rest();

  assert.deepEqual(shown, ['sending', 'offline']);
});
