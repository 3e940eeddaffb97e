import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAssignment, aState } from './a-visit.js';
import { aDesk, textOf } from './shown.js';

const { begunConcerns } = await import('../../../pwa/screens/visit/begun-concerns.js');
const { today } = await import('../../../pwa/screens/day/today.js');
const { placeOf, unsent } = await import('../../../pwa/screens/day/unsent.js');
const { faults } = await import('../../../pwa/screens/inside/finish.js');

const HOME = { visit_id: 'v1', assignment: anAssignment(), place: '14 Oak Road', state: aState() };
const OPENED = { visit_id: 'v2', assignment: null, place: '9 Fir Close', state: aState() };

/** @param {Record<string, any>} kept @returns {any} */
function aDeskWith(kept) {
  const phone = {
    begun: async (/** @type {string[]} */ keys) => keys.filter((key) => key in kept),
    draft: (/** @type {string} */ key) => ({ read: async () => kept[key] ?? null }),
  };
  return aDesk({ phone, visits: [HOME, OPENED] });
}

test('a concern that was put off stands on Unsent with its place and without its words', async () => {
  const page = await unsent(aDeskWith({ 'visit/v2/concern': { about: 'person', seen: 'A bruise' } }));

  assert.match(textOf(page.body), /A concern is begun and not saved yet, 9 Fir Close/);
  assert.doesNotMatch(textOf(page.body), /bruise|14 Oak Road/);
});

test('a concern that was put off stands on Today as well', async () => {
  const desk = aDeskWith({ 'visit/v1/concern': { danger: 'yes' } });
  desk.app = { waiting: () => false };
  desk.phone.messages = async () => [];
  desk.phone.flag = async () => null;

  assert.match(textOf((await today(desk)).body), /A concern is begun and not saved yet, 14 Oak Road/);
});

test('on the page of a visit only its own concern is named', async () => {
  const desk = aDeskWith({ 'visit/v1/concern': { danger: 'yes' }, 'visit/v2/concern': { seen: 'Damp' } });

  assert.equal((await begunConcerns(desk)).length, 2);
  assert.equal(textOf(await begunConcerns(desk, 'v1')), 'A concern is begun and not saved yet');
});

test('a concern of which nothing was said but that nobody is in danger is none', async () => {
  assert.deepEqual(await begunConcerns(aDeskWith({ 'visit/v1/concern': { danger: 'no' } })), []);
});

test('an unsent record of a visit without appointment says where it was', () => {
  assert.equal(placeOf(aDeskWith({}), /** @type {any} */ ({ visit_id: 'v2' })), '9 Fir Close');
});

test('a day that is over answers no "by when", today and later do', () => {
  const now = Date.parse('2026-11-24T00:30:00Z');
  const said = (/** @type {string} */ by) =>
    faults({ work: 'done', follow: 'yes', dealt: 'yes', next: 'Parts', clean: 'yes', by }, now)
      .filter(([wrong]) => wrong)
      .map(([, , text]) => text);

  assert.deepEqual(said('2026-11-23'), ['This day is over: choose today or a later day']);
  assert.deepEqual(said('2026-11-24'), []);
  assert.deepEqual(said('2027-01-05'), []);
});
