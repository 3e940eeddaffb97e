import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flagToRead } from '../../../pwa/screens/visit/flag-changed.js';
import { aFlag, anAssignment, aState } from './a-visit.js';

const MARK = { event_id: 'e', wall_ms: 1 };
const READ = { flag_id: 'LW1', version: 1, can_follow: true, event_id: 'e' };

/** @param {Record<string, any>} state @param {number} version */
async function asked(state, version) {
  const phone = /** @type {any} */ ({ flag: async () => aFlag({ version }) });
  const row = {
    visit_id: 'v1',
    assignment: anAssignment({ flag_ids: ['LW1'] }),
    state: aState({ flags_acknowledged: [READ], ...state }),
    waiting: 0,
    place: '',
  };
  return flagToRead(phone, [row]);
}

test('a flag that changed while its visit is under way asks again, on the way as well as inside', async () => {
  assert.deepEqual(await asked({ travel_started: MARK }, 2), { visit_id: 'v1', place: '14 Oak Road', key: 'LW1.2' });
  assert.equal((await asked({ arrived: MARK, access: MARK }, 2))?.key, 'LW1.2');
});

test('one that was answered as it stands, or whose visit is not under way, asks nothing of every page', async () => {
  assert.equal(await asked({ travel_started: MARK }, 1), null);
  assert.equal(await asked({}, 2), null);
  assert.equal(await asked({ arrived: MARK, left: MARK }, 2), null);
  assert.equal(await asked({ arrived: MARK, no_access: MARK }, 2), null);
});
