/** Scenario 22: the server is away for an hour at the end of the day, and five hundred phones come back to it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BASE_MS, retryDelayMs } from '../../../pwa/sync/retry.js';
import { aPhone, recordMany } from '../fakes/phones.js';
import { json } from '../fakes/server.js';
import { FakeWorld } from '../fakes/world.js';

/** @import {Phone} from '../../../pwa/types.js' */
/** @import {FakeServer} from '../fakes/server.js' */

const HOUR_MS = 3_600_000;
const TEN_MINUTES_MS = 600_000;

/** @param {number[]} moments @param {number} from @param {number} to in milliseconds */
function busiestSecond(moments, from, to) {
  const counts = new Map();
  for (const ms of moments.filter((one) => from <= one && one < to)) {
    const second = Math.floor(ms / 1_000);
    counts.set(second, (counts.get(second) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

test('five hundred phones that failed in the same moment come back apart, and all get through a narrow door', () => {
  const world = new FakeWorld();
  const phones = Array.from({ length: 500 }, () => ({ at: 0, failures: 0, notBefore: 0, isThrough: false }));
  /** @type {number[]} */
  const tries = [];
  const taken = new Map();
  const takes = (/** @type {number} */ ms) => {
    const second = Math.floor(ms / 1_000);
    taken.set(second, (taken.get(second) ?? 0) + 1);
    return ms >= HOUR_MS && taken.get(second) <= 3;
  };
  for (let waiting = [...phones]; waiting.length; waiting = waiting.filter((one) => !one.isThrough)) {
    const next = waiting.reduce((first, one) => (one.at < first.at ? one : first));
    assert.ok(next.at >= next.notBefore, 'nobody comes sooner than the server asked');
    tries.push(next.at);
    next.isThrough = takes(next.at);
    const askedMs = next.at < HOUR_MS ? 0 : (5 + Math.floor(world.unit() * 26)) * 1_000;
    next.notBefore = next.at + Math.max(askedMs, BASE_MS);
    next.failures += 1;
    next.at += retryDelayMs(next.failures, askedMs, world.random.unit);
  }

  assert.equal(busiestSecond(tries, 0, 1_000), 500);
  assert.ok(busiestSecond(tries, TEN_MINUTES_MS, Number.POSITIVE_INFINITY) < 20, 'no twenty-fifth in one second');
  assert.ok(tries.filter((ms) => ms < HOUR_MS).length < 500 * 40, 'nobody hammers on the door');
  assert.ok(Math.max(...tries) < HOUR_MS + 2 * TEN_MINUTES_MS, 'the last is through in twenty minutes');
});

const SOME = 24;

/** Whole phones of one world and one server, each with a record that waits. */
async function somePhones() {
  const { world, server, options } = await aPhone();
  const { clock, random, timers, transport } = options;
  const phones = [];
  for (let n = 0; n < SOME; n++) {
    const { phone } = await aPhone({ clock, random, timers, transport });
    await phone.enrol({ code: `P${n}`, deviceName: `Phone ${n}`, selfTest: {} });
    await recordMany(phone, 1);
    phones.push(phone);
  }
  return { world, server, phones };
}

/** A door that is shut, then so narrow that some are asked to come later.
 * @param {FakeServer} server @param {FakeWorld} world */
function aDoor(server, world) {
  const door = { tries: /** @type {number[]} */ ([]), isShut: true, early: 0, sentAway: new Map() };
  const begun = world.monoMs;
  server.faults.push(({ init }) => {
    const who = init.headers.Authorization;
    const now = world.monoMs - begun;
    if (now < (door.sentAway.get(who) ?? 0)) door.early += 1;
    door.tries.push(now);
    if (door.isShut) throw new TypeError('no route to the server');
    if (door.tries.filter((ms) => ms > now - 5_000).length <= 1) return null;
    door.sentAway.set(who, now + 20_000);
    return json({ code: 'too_many', message: 'Later.', details: {} }, 429, { 'Retry-After': '20' });
  });
  return door;
}

/** Who is through is put into the pocket. @param {FakeWorld} world @param {Phone[]} phones @param {number} ms */
async function pass(world, phones, ms) {
  for (let passed = 0; passed < ms; passed += 5_000) {
    world.pass(5_000);
    for (const phone of phones) await phone.quiet();
    for (const phone of phones) if (!phone.status().waiting) phone.stop();
  }
}

test('after an hour without a server whole phones wait as they are asked, and every record arrives once', async () => {
  const { world, server, phones } = await somePhones();
  const door = aDoor(server, world);
  for (const phone of phones) phone.start();
  for (const phone of phones) await phone.quiet();

  await pass(world, phones, HOUR_MS);
  door.isShut = false;
  await pass(world, phones, 2 * TEN_MINUTES_MS);

  assert.ok(door.sentAway.size > 0, 'some were asked to come later');
  assert.equal(door.early, 0);
  assert.equal(server.journal.size, SOME);
  for (const phone of phones) assert.equal(phone.status().waiting, 0);
});
