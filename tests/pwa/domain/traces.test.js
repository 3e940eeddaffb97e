import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelOf, refusalOf } from '../../../pwa/domain/labels.js';
import { traceOf } from '../../../pwa/domain/trace.js';
import { foldVisit } from '../../../pwa/domain/visit.js';

/** @param {string} type @param {any} data @returns {any} */
function anEvent(type, data) {
  const at = { wall_ms: 1, tz_offset_min: 0, tz: 'Europe/London', mono_ms: 1, context_id: 'c', anchor_id: null };
  const numbers = { id: 'e1', device_id: 'd', epoch: 'e', seq: 1, v: 1, visit_id: 'v1', actor_id: 'OP-1' };
  return { ...numbers, type, at, blobs: [], data, geo: { lat: 52, lon: 0, acc_m: 5, fix_ms: 1 } };
}

test('a trace keeps the state of the visit and nobody’s words', () => {
  const emergency = { type: 'medical', reason: 'he was on the floor', called: '999' };
  const access = anEvent('access_given', { adult_present: false, consent: false, emergency });

  const trace = traceOf(access, 2);

  assert.equal(foldVisit([trace]).status, 'inside');
  assert.equal(JSON.stringify(trace).includes('floor'), false);
  assert.equal('geo' in trace, false);
});

test('a trace of a concern says that there was one, and no more', () => {
  const trace = traceOf(
    anEvent('concern_reported', { about: 'person', category: 'child', seen: 'x', danger_now: true }),
    2,
  );

  assert.deepEqual(trace.data, {});
  assert.equal(foldVisit([trace]).concerns.length, 1);
});

test('the event itself is left as it was', () => {
  const event = anEvent('tenant_remark', { text: 'Third time now.' });

  traceOf(event, 2);

  assert.equal(event.data.text, 'Third time now.');
});

test('what nobody has a word for still gets one', () => {
  assert.equal(labelOf('drone_landed'), 'Record');
  assert.match(refusalOf('something_new'), /kept/);
});
