import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownTime } from '../../../pwa/domain/shown-time.js';

const NINE = Date.parse('2026-11-22T09:00:00Z');
const HOUR = 3_600_000;

/** @param {number} server_ms @param {number} offset_ms @param {string} anchor_id */
function aMeasure(server_ms, offset_ms, anchor_id) {
  return { wall_ms: server_ms - offset_ms, anchor_id, issued_at: server_ms, offset_ms, error_ms: 200 };
}

/** @param {number} wall_ms @param {string|null} anchor_id */
function at(wall_ms, anchor_id) {
  return { wall_ms, tz_offset_min: 0, tz: 'Europe/London', mono_ms: 0, context_id: 'c', anchor_id };
}

test('a clock that agreed before and after says how closely', () => {
  const measures = [aMeasure(NINE, 1_000, 'a'), aMeasure(NINE + 9 * HOUR, 1_500, 'b')];

  assert.deepEqual(shownTime(at(NINE + HOUR, 'a'), measures, 'Europe/London'), {
    text: '10:00',
    trust: 'phone clock agreed with ours within 2 s',
  });
});

test('a clock that is steadily wrong is corrected, and that is said', () => {
  const measures = [aMeasure(NINE, -2 * HOUR, 'a'), aMeasure(NINE + 9 * HOUR, -2 * HOUR, 'b')];

  assert.deepEqual(shownTime(at(NINE + 3 * HOUR, 'a'), measures, 'Europe/London'), {
    text: '10:00',
    trust: 'phone clock was 120 min fast, corrected',
  });
});

test('a clock that was changed while offline gives an interval', () => {
  const measures = [aMeasure(NINE, 0, 'a'), aMeasure(NINE + HOUR, 2 * HOUR, 'b')];

  assert.deepEqual(shownTime(at(NINE + HOUR / 2, 'a'), measures, 'Europe/London'), {
    text: '09:30',
    trust: 'between 09:00 and 10:00, phone was offline and its clock changed',
  });
});

test('a time before any contact is the phone’s own and says so', () => {
  assert.match(shownTime(at(NINE, null), [], 'Europe/London').trust, /own clock/);
});

test('times are London’s, whatever the phone’s zone', () => {
  const july = Date.parse('2026-07-01T09:00:00Z');

  assert.equal(shownTime(at(july, 'a'), [aMeasure(july, 0, 'a')], 'Europe/London').text, '10:00');
});
