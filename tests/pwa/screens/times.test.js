import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialled } from '../../../pwa/ui/phone-number.js';
import {
  clock,
  countdown,
  dateName,
  dayName,
  dayOf,
  instantAt,
  slot,
  slotOn,
  span,
  when,
} from '../../../pwa/ui/times.js';

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

test('each minute has its own day, whatever was asked before', () => {
  const days = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });
  const nights = ['2026-03-28', '2026-06-30', '2026-10-24', '2026-12-31'];
  for (const night of nights) {
    for (let minute = 0; minute < 3 * 24 * 60; minute++) {
      const ms = Date.parse(`${night}T12:00:00Z`) + minute * 60_000;
      assert.equal(dayOf(ms), days.format(ms));
    }
  }
  for (let hour = 0; hour < 3000; hour++) {
    const ms = Date.parse('2026-01-01T00:30:00Z') + hour * 3_600_000;
    assert.equal(dayOf(ms), days.format(ms));
  }
});

test('a day of another year names its year', () => {
  const now = Date.parse('2026-11-24T10:00:00Z');
  assert.equal(dateName(Date.parse('2026-12-01'), now), 'Tue 1 Dec');
  assert.equal(dateName(Date.parse('2027-03-22'), now), 'Mon 22 Mar 2027');
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

test('the slot of another day names its day, so that nobody waits at the wrong door', () => {
  const promise = { start_at: '2026-11-24T08:00:00Z', end_at: '2026-11-24T10:00:00Z' };
  assert.equal(slotOn(promise, Date.parse('2026-11-24T07:00:00Z')), '08:00 to 10:00');
  assert.equal(slotOn(promise, Date.parse('2026-11-23T09:45:00Z')), 'Tue 24 Nov, 08:00 to 10:00');
  assert.equal(slotOn({ start_at: null, end_at: null }, 0), '');
});

test('a number is written as people here write it, and one from elsewhere stays', () => {
  assert.equal(dialled('+441632960300'), '01632 960300');
  assert.equal(dialled('+447700900200'), '07700 900200');
  assert.equal(dialled('+443005550100'), '0300 555 0100');
  assert.equal(dialled('+442079460000'), '020 7946 0000');
  assert.equal(dialled('+33123456789'), '+33123456789');
});
