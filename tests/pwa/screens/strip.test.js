import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listAge, strip } from '../../../pwa/ui/strip.js';
import { aStatus } from './a-visit.js';

const NOW = Date.parse('2026-11-24T10:00:00Z');
/** @param {'waiting'|'sending'|'not_accepted'} status @returns {any} */
const row = (status) => ({ event_id: status, status });

test('with nothing unsent the strip says up to date and since when', () => {
  assert.deepEqual(strip(aStatus(), [], NOW), { tone: 'good', lines: ['Up to date 09:41.'], href: null });
});

test('a phone with nothing to send does not claim to send', () => {
  const sending = aStatus({ connection: 'sending' });

  assert.deepEqual(strip(sending, [], NOW).lines, ['Asking the office.']);
  assert.equal(strip(sending, [row('sending')], NOW).lines[0], 'Trying to send.');
});

test('offline the strip gives the age of the day list', () => {
  const line = strip(aStatus({ connection: 'offline' }), [], NOW);

  assert.equal(line.tone, 'offline');
  assert.deepEqual(line.lines, ['Offline. Day list from 07:42.']);
});

test('the number in the strip is the number of rows of Unsent', () => {
  const rows = [row('waiting'), row('sending'), row('not_accepted')];

  const { lines, tone, href } = strip(aStatus({ connection: 'offline' }), rows, NOW);

  const counted = lines
    .join(' ')
    .match(/(\d+) (saved on|not accepted)/g)
    ?.map((found) => Number.parseInt(found, 10));
  assert.equal(
    counted?.reduce((sum, n) => sum + n, 0),
    rows.length,
  );
  assert.equal(tone, 'refused');
  assert.equal(href, '#/unsent');
});

test('signed out says that what waits is safe', () => {
  const { lines, href } = strip(aStatus({ connection: 'signed_out' }), [row('waiting'), row('waiting')], NOW);

  assert.match(lines[0], /2 saved reports are safe\. Sign in to send/);
  assert.equal(href, '#/enrol');
});

test('photos that still wait keep the page of unsent things in reach', () => {
  const { lines, href } = strip(aStatus({ photos_waiting: 2 }), [], NOW);

  assert.match(lines.join(' '), /2 photos on this phone, not sent yet/);
  assert.equal(href, '#/unsent');
});

test('a phone that the office took out of use says so, and what is known of its photos', () => {
  const standing = aStatus({ connection: 'blocked', photos_waiting: 3, photos_handed_in: 2 });

  const { lines, href } = strip(standing, [], NOW);

  assert.match(lines[0], /took this phone out of use/);
  assert.match(lines[1], /^1 photo on this phone, not sent yet/);
  assert.match(lines[2], /^2 photos handed in, not confirmed/);
  assert.equal(href, '#/unsent');
});

test('the strip never claims that something was sent', () => {
  for (const connection of ['up_to_date', 'offline', 'sending', 'signed_out', 'blocked']) {
    const { lines } = strip(aStatus({ connection, photos_waiting: 1 }), [row('waiting')], NOW);
    assert.doesNotMatch(lines.join(' ').replaceAll('not sent yet', ''), /\bsent\b/i);
  }
});

test('a list from another day is old and says to ring first', () => {
  const age = listAge(aStatus({ list_at_ms: NOW - 14 * 3_600_000 }), NOW);

  assert.deepEqual(age, { text: 'These jobs are 14 hours old. Ring the office before you set off.', old: true });
});
