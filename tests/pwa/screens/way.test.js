import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aState, aVisit } from './a-visit.js';
import { aDesk, textOf } from './shown.js';

const { way } = await import('../../../pwa/screens/visit/way.js');

/** @param {string} now @param {string|undefined} minutes @param {any} [visit] */
const shown = async (now, minutes, visit) => way(aDesk({ now, values: { minutes }, visit }));

test('who sets off for a time within the agreed one and its ten minutes is not warned', async () => {
  for (const now of ['2026-11-24T09:20:00Z', '2026-11-24T11:40:00Z']) {
    const page = await shown(now, '30');

    assert.doesNotMatch(textOf(page.body), /You will be more than/);
    assert.equal(page.second, null);
  }
});

test('who sets off too late for the agreed time is warned and shown the way to a new time', async () => {
  const page = await shown('2026-11-24T11:41:00Z', '30');

  assert.match(textOf(page.body), /You will be more than 10 minutes late\. Tell them before 12:00\./);
  assert.deepEqual(page.second, { label: 'Running late or early', href: '#/visit/v1/late' });
  assert.equal(page.action?.label, 'Send to tenant');
});

test('who sets off too early is warned too', async () => {
  const page = await shown('2026-11-24T09:19:00Z', '30');

  assert.match(textOf(page.body), /You will be more than 10 minutes early\. Tell them before 09:49\./);
});

test('the time that the tenant was told since is the one that is held to', async () => {
  const told = [{ event_id: 'e', wall_ms: 1, new_start: '2026-11-24T12:15:00Z', new_end: null, channel: 'phone' }];
  const page = await shown('2026-11-24T11:45:00Z', '30', aVisit({ state: aState({ told }) }));

  assert.doesNotMatch(textOf(page.body), /You will be more than/);
});

test('until a time is chosen nobody is warned', async () => {
  assert.doesNotMatch(textOf((await shown('2026-11-24T08:00:00Z', undefined)).body), /You will be/);
});
