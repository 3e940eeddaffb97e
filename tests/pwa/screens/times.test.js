import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clock, countdown, dayName, dayOf, instantAt, slot, span, when } from '../../../pwa/ui/times.js';

test('times are London times in winter and in summer', () => {
  assert.equal(clock(Date.parse('2026-11-24T10:05:00Z')), '10:05');
  assert.equal(clock(Date.parse('2026-07-01T10:05:00Z')), '11:05');
});

test('a time of another day names its day', () => {
  const now = Date.parse('2026-11-24T10:00:00Z');
  assert.equal(when(now, now), '10:00');
  assert.equal(when(now - 24 * 3_600_000, now), '10:00 on Mon 23 Nov');
});

test('a day turns at London midnight', () => {
  assert.equal(dayOf(Date.parse('2026-06-30T23:30:00Z')), '2026-07-01');
  assert.equal(dayName(Date.parse('2026-11-24T10:00:00Z')), 'Tue 24 Nov');
});

test('a slot has two ends, an exact time one, and an emergency none', () => {
  assert.equal(slot({ start_at: '2026-11-24T10:00:00Z', end_at: '2026-11-24T12:00:00Z' }), '10:00 to 12:00');
  assert.equal(slot({ start_at: '2026-11-24T10:00:00Z', end_at: null }), '10:00');
  assert.equal(slot({ start_at: null, end_at: null }), '');
});

test('a typed time becomes an instant by the London clock of that day', () => {
  assert.equal(instantAt('2026-11-24', '12:20'), Date.parse('2026-11-24T12:20:00Z'));
  assert.equal(instantAt('2026-07-01', '12:20'), Date.parse('2026-07-01T11:20:00Z'));
});

test('in the hour that autumn repeats, the first is meant', () => {
  assert.equal(instantAt('2026-10-25', '01:30'), Date.parse('2026-10-25T00:30:00Z'));
});

test('what is no time is no instant', () => {
  for (const wrong of ['', '25:00', '12:60', '9:00', 'noon']) assert.equal(instantAt('2026-11-24', wrong), null);
  assert.equal(instantAt('24/11/2026', '09:00'), null);
});

test('ages are in the unit that a person would use', () => {
  assert.equal(span(60_000), '1 minute');
  assert.equal(span(14 * 3_600_000), '14 hours');
  assert.equal(span(3 * 24 * 3_600_000), '3 days');
});

test('a countdown shows minutes and seconds, and hours only where there are some', () => {
  assert.equal(countdown(24 * 60_000 + 10_000), '24:10');
  assert.equal(countdown(3_661_000), '1:01:01');
  assert.equal(countdown(-5_000), '00:05');
});
