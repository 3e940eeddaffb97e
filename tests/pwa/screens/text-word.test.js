import assert from 'node:assert/strict';
import { test } from 'node:test';
import { promise } from '../../../pwa/screens/visit/promise.js';
import { textStands } from '../../../pwa/screens/visit/text-word.js';
import { aState, aVisit } from './a-visit.js';

const NOW = Date.parse('2026-11-24T10:30:00Z');
/** @param {any} state */
const told = (state) =>
  /** @type {const} */ ({ event_id: 'e', template: 'new_time', state, at: '2026-11-24T10:04:00Z' });
/** @param {any} state */
const says = (state) => textStands(told(state), false, NOW).says;

test('nothing is called sent before the server says so', () => {
  assert.equal(textStands(undefined, true, NOW).says, 'Not sent yet. No signal. Ring the customer.');
  assert.equal(textStands(told('sent'), true, NOW).tone, 'caution');
  for (const one of [textStands(undefined, false, NOW), textStands(told('queued'), false, NOW)])
    assert.equal(one.says, 'The office has it. The text has not left yet.');
});

test('a text that left is said to have left, with its time', () => {
  assert.equal(says('sent'), 'Text sent to the tenant 10:04.');
  assert.equal(says('delivered'), 'Text delivered to the tenant 10:04.');
});

test('where no text will reach them, the phone says to ring', () => {
  assert.match(says('failed'), /could not be sent. Ring the customer/);
  assert.match(says('held'), /Ring them/);
  assert.doesNotMatch(says('replaced'), /sent/);
});

test('a new time by text moves the promise only once it has left', () => {
  const asked = { event_id: 'e', new_start: '2026-11-24T13:00:00Z', new_end: null, channel: 'sms', wall_ms: NOW };
  const state = aState({ told: [asked] });
  const elsewhere = (/** @type {string} */ how) => ({ told: [told(how)] });

  assert.equal(promise(aVisit({ state })).start_at, '2026-11-24T10:00:00Z');
  assert.equal(promise(aVisit({ state, elsewhere: elsewhere('queued') })).start_at, '2026-11-24T10:00:00Z');
  assert.equal(promise(aVisit({ state, elsewhere: elsewhere('sent') })).start_at, '2026-11-24T13:00:00Z');
});
