import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAssignment, aState } from './a-visit.js';
import { aDesk } from './shown.js';

const { placeOf } = await import('../../../pwa/screens/day/unsent.js');

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

test('an unsent record of a visit without appointment says where it was', () => {
  assert.equal(placeOf(aDeskWith({}), /** @type {any} */ ({ visit_id: 'v2' })), '9 Fir Close');
});
