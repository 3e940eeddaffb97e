import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEnrolledPhone } from '../fakes/phones.js';

/** A page whose browser says when the network is back. */
function aWindow() {
  const heard = /** @type {Record<string, () => void>} */ ({});
  const target = {
    addEventListener(/** @type {string} */ name, /** @type {() => void} */ told) {
      heard[name] = told;
    },
    removeEventListener() {},
  };
  const window = /** @type {any} */ ({
    ...target,
    document: { ...target, visibilityState: 'visible' },
    navigator: {},
  });
  return { window, isBack: () => heard.online() };
}

/** Looked at for so long without a network that its next try is minutes away, and then the network is there. */
async function aPhoneThatWaits() {
  const { window, isBack } = aWindow();
  const made = await anEnrolledPhone({
    window,
    random: { bytes: (n) => crypto.getRandomValues(new Uint8Array(n)), unit: () => 0.99 },
  });
  const { phone, server, world } = made;
  server.faults.push(({ path }) => {
    if (path === '/sync') throw new TypeError('no network');
    return null;
  });
  phone.start();
  await phone.quiet();
  for (let tries = 0; tries < 9; tries += 1) {
    world.pass(300_000);
    await phone.quiet();
  }
  server.faults.length = 0;
  return { ...made, isBack };
}

const HELP = /** @type {const} */ ({ type: 'alarm_raised', visit_id: null, data: { kind: 'help' } });

test('a call for help does not wait for the next try', async () => {
  const { phone, server } = await aPhoneThatWaits();

  await phone.record(HELP);
  await phone.quiet();

  assert.equal(server.journal.size, 1);
  assert.equal(phone.status().connection, 'up_to_date');
});

test('any other record does', async () => {
  const { phone, server, world } = await aPhoneThatWaits();

  await phone.record({ type: 'check_in', data: {} });
  world.pass(10_000);
  await phone.quiet();

  assert.equal(server.journal.size, 0);
});

test('a network that is back is used at once', async () => {
  const { phone, server, isBack } = await aPhoneThatWaits();
  await phone.record({ type: 'check_in', data: {} });

  isBack();
  await phone.quiet();

  assert.equal(server.journal.size, 1);
});

test('neither goes past the wait that the server asked for', async () => {
  const { window, isBack } = aWindow();
  const { phone, server, world } = await anEnrolledPhone({ window });
  const busy = () => new Response('', { status: 429, headers: { 'Retry-After': '60' } });
  server.faults.push(({ path }) => (path === '/sync' ? busy() : null));
  phone.start();
  await phone.quiet();
  server.faults.length = 0;

  await phone.record(HELP);
  isBack();
  world.pass(50_000);
  await phone.quiet();
  assert.equal(server.journal.size, 0);

  world.pass(80_000);
  await phone.quiet();
  assert.equal(server.journal.size, 1);
});
