import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAssignment, aVisit } from './a-visit.js';
import { aDesk, textOf } from './shown.js';

const { chosen } = await import('../../../pwa/screens/visit/chosen.js');
const { recorded } = await import('../../../pwa/screens/visit/recorded.js');

/** @param {string} type @param {Record<string, any>} data */
const said = (type, data) => chosen({ type, data });

test('a visit without access says why, what was tried, and which card', () => {
  const data = {
    reason: 'nobody_in',
    tried: ['knocked', 'phoned'],
    card_left: true,
    card_number: 'A41B7C',
    no_card_reason: null,
  };

  assert.deepEqual(said('no_access', data), ['Nobody in', 'Knocked', 'Phoned them', 'Card left? Yes', 'Card: A41B7C']);
  assert.deepEqual(said('no_access', { reason: 'no_id', card_left: false, card_number: null, no_card_reason: 'Dog' }), [
    'I have no ID with me',
    'Card left? No',
    'Dog',
  ]);
});

test('an emergency entry is not called leave to come in', () => {
  const emergency = { type: 'medical', reason: 'Calls for help', called: '999, 10:01' };

  assert.deepEqual(said('access_given', { adult_present: false, consent: false, emergency }), [
    'Emergency entry',
    'A person: hurt or ill',
    'Calls for help',
    '999, 10:01',
    'Is someone 18 or over there? No',
  ]);
});

test('what was chosen is said in the words that were on the screen', () => {
  assert.deepEqual(said('flag_acknowledged', { can_follow: false }), ['I cannot follow it']);
  assert.deepEqual(said('told_new_time', { new_start: '2026-11-24T12:20:00Z', channel: 'phone' }), [
    '12:20',
    'I rang and spoke to them',
  ]);
  assert.deepEqual(said('cannot_attend', { reason: 'vehicle', more: null }), ['Vehicle or travel']);
  assert.deepEqual(said('customer_told', { about: 'water off; the lift is out' }), [
    'Water will be off',
    'the lift is out',
  ]);
  assert.deepEqual(said('timer_started', { minutes: 45 }), ['45 minutes']);
  assert.deepEqual(said('photo_taken', { role: 'after' }), ['After the work']);
});

test('of the end of a visit every answer is said', () => {
  const data = {
    dealt_with: true,
    agreed: 'New valve',
    not_agreed: null,
    next: 'Parts come',
    by: '2026-11-27',
    cleaned_up: true,
  };

  assert.deepEqual(said('summary_agreed', data), [
    'Is everything dealt with that they asked for? Yes',
    'What you agreed: New valve',
    'Parts come',
    'By when? Fri 27 Nov 2026',
    'Cleaned up and left as you found it? Yes',
  ]);
});

test('of a concern nothing is said, whoever looks over the shoulder', () => {
  const data = { about: 'person', category: 'child_at_risk', seen: 'A bruise', danger_now: true, rang: 'rang_999' };

  assert.deepEqual(said('concern_reported', data), []);
});

test('a record that was sent, of which the phone keeps no free words, is no fault', () => {
  for (const type of ['access_given', 'summary_agreed', 'damage_reported', 'no_access', 'customer_told', 'corrected'])
    assert.ok(
      said(type, { emergency: type === 'access_given' ? {} : undefined }).every((one) => typeof one === 'string'),
    );
});

test('the page of records shows what was chosen under each', async () => {
  const event = {
    id: 'e',
    type: 'no_access',
    actor_id: 'op1',
    data: { reason: 'declined', card_left: true },
    at: { wall_ms: 1 },
  };
  const visit = aVisit({ assignment: anAssignment(), events: [event] });
  const phone = { shownTime: () => ({ text: '10:05', trust: 'sure' }) };

  const { list } = await recorded(aDesk({ visit, phone }));

  assert.match(textOf(list?.row(event)), /No access 10:05 Chose not to let us in Card left\? Yes/);
});
