import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockText, wallTime, wallTimeByIntl } from '../../../pwa/domain/wall-time.js';

const HOUR = 3_600_000;

test('a clock on the wall shows its zone’s time, in winter and in summer', () => {
  const winter = Date.parse('2026-11-24T10:05:00Z');
  const summer = Date.parse('2026-06-30T23:30:00Z');
  assert.deepEqual(wallTimeByIntl(winter, 'Europe/London'), { year: 2026, month: 11, day: 24, hour: 10, minute: 5 });
  assert.deepEqual(wallTimeByIntl(summer, 'Europe/London'), { year: 2026, month: 7, day: 1, hour: 0, minute: 30 });
  assert.equal(clockText(wallTime(winter, 'Asia/Kolkata')), '15:35');
});

test('midnight is 00:00, and the hour that autumn repeats is shown twice', () => {
  assert.equal(clockText(wallTime(Date.parse('2026-11-24T00:00:00Z'), 'Europe/London')), '00:00');
  const first = Date.parse('2026-10-25T00:30:00Z');
  assert.equal(clockText(wallTime(first, 'Europe/London')), '01:30');
  assert.equal(clockText(wallTime(first + HOUR, 'Europe/London')), '01:30');
});
