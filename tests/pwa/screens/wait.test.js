import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leavingEarly, mayLeaveAt } from '../../../pwa/screens/door/wait.js';
import { outside } from '../../../pwa/screens/visit/outside.js';
import { promise } from '../../../pwa/screens/visit/promise.js';
import { aState, aVisit } from './a-visit.js';

const START = Date.parse('2026-11-24T10:00:00Z');
const PROMISE = { start_at: '2026-11-24T10:00:00Z', end_at: '2026-11-24T12:00:00Z', wait_seconds: 300 };
const MINUTE = 60_000;
/** @param {number} arrivedMs @param {string} reason */
const until = (arrivedMs, reason) => mayLeaveAt(PROMISE, { arrivedMs, reason, toleranceMs: 600_000 });

test('who comes before the agreed time waits until it and five minutes more', () => {
  assert.equal(until(START - 8 * MINUTE, 'nobody_in'), START + 5 * MINUTE);
});

test('who comes within the agreed time waits five minutes from coming', () => {
  assert.equal(until(START + 20 * MINUTE, 'only_minors'), START + 25 * MINUTE);
});

test('where somebody answered no wait is asked, unless the visit was early', () => {
  assert.equal(until(START, 'declined'), null);
  assert.equal(until(START - 10 * MINUTE, 'declined'), null);
  assert.equal(until(START - 11 * MINUTE, 'declined'), START + 5 * MINUTE);
});

test('waiting does not mend a missing ID', () => {
  assert.equal(until(START, 'no_id'), null);
});

test('leaving early is warned of with the time, theirs and what it will count as', () => {
  assert.equal(
    leavingEarly(START - 8 * MINUTE, START, START + 5 * MINUTE),
    'It is 09:52. Their time is 10:00. If you leave now it counts as our miss.',
  );
});

test('after the agreed time the warning names the end of the wait', () => {
  assert.match(leavingEarly(START + MINUTE, START, START + 5 * MINUTE) ?? '', /The wait ends at 10:05/);
});

test('leaving exactly at the end of the wait is enough', () => {
  assert.equal(leavingEarly(START + 5 * MINUTE, START, START + 5 * MINUTE), null);
  assert.notEqual(leavingEarly(START + 5 * MINUTE - 1, START, START + 5 * MINUTE), null);
});

test('ten minutes either way keep the promise, a moment more does not', () => {
  const end = Date.parse(PROMISE.end_at);
  assert.equal(outside(PROMISE, START - 10 * MINUTE, 600), null);
  assert.equal(outside(PROMISE, START - 10 * MINUTE - 1, 600), 'early');
  assert.equal(outside(PROMISE, end + 10 * MINUTE, 600), null);
  assert.equal(outside(PROMISE, end + 10 * MINUTE + 1, 600), 'late');
});

test('a visit without an agreed time is neither early nor late', () => {
  assert.equal(outside({ start_at: null, end_at: null }, START, 600), null);
});

test('a new time that the tenant was told moves the promise; a text that may not have left does not', () => {
  const told = (/** @type {string} */ channel) => ({
    event_id: 'e',
    wall_ms: 1,
    new_start: '2026-11-24T14:00:00Z',
    new_end: null,
    channel,
  });

  assert.equal(
    promise(aVisit({ state: aState({ told: [told('phone'), told('sms')] }) })).start_at,
    '2026-11-24T14:00:00Z',
  );
  assert.equal(promise(aVisit({ state: aState({ told: [told('sms')] }) })).start_at, '2026-11-24T10:00:00Z');
});
