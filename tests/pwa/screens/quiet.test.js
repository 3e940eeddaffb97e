import assert from 'node:assert/strict';
import { test } from 'node:test';
import { presses } from '../../../pwa/screens/day/quiet.js';
import { unsentRows } from '../../../pwa/sync/unsent.js';

test('three presses within two seconds call for help, three slow ones do not', () => {
  const quick = presses();
  assert.deepEqual([0, 900, 1900].map(quick), [false, false, true]);
  assert.equal(quick(2000), false);

  const slow = presses();
  assert.deepEqual([0, 1500, 3000, 4500].map(slow), [false, false, false, false]);
});

test('a call made without a sign stands in no list and is in no count', () => {
  const event = (/** @type {string} */ id, /** @type {string} */ kind) => ({
    id,
    seq: 1,
    type: 'alarm_raised',
    visit_id: null,
    at: { wall_ms: 1 },
    data: { kind },
  });
  const held = /** @type {any} */ ({ events: [event('a', 'quiet'), event('b', 'help')], notes: [], refusals: [] });
  const rows = unsentRows(held, { ids: new Set(), photo: null, since_ms: null });

  assert.deepEqual(
    rows.map((row) => row.event_id),
    ['b'],
  );
});
