import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAssignment, aState, aVisit } from './a-visit.js';
import { aDesk, textOf } from './shown.js';

const { way } = await import('../../../pwa/screens/visit/way.js');
const { late } = await import('../../../pwa/screens/visit/late.js');

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

test('to who can have no text none is offered: the operative is told to ring', async () => {
  const tenant = { name: 'Mr Lee', phone: '01284 700100', language: 'en', interpreter: false, texts: false };
  for (const assignment of [anAssignment({ tenant }), anAssignment({ appointment_id: null, tenant: null })]) {
    const page = await shown('2026-11-24T10:00:00Z', '30', aVisit({ assignment }));

    assert.match(textOf(page.body), /No text can go to this customer\. Ring them\./);
    assert.doesNotMatch(textOf(page.body), /They get a message|text goes out/);
    assert.equal(page.action?.label, 'I am on my way');
  }
});

test('who set off to a tenant without texts is not told that one has yet to leave', async () => {
  const state = aState({ travel_started: { event_id: 'e', wall_ms: 1, eta: null } });
  for (const assignment of [
    anAssignment({ tenant: { name: 'Mr Lee', texts: false } }),
    anAssignment({ appointment_id: null }),
  ])
    assert.match(
      textOf((await shown('2026-11-24T10:00:00Z', '30', aVisit({ assignment, state }))).body),
      /No text can go/,
    );
});

test('a new time is told by text only to who can have one', async () => {
  const ways = async (/** @type {boolean|undefined} */ texts) => {
    const desk = aDesk({
      visit: aVisit({ assignment: anAssignment({ tenant: { name: 'Mr Lee', language: 'en', texts } }) }),
      values: { channel: 'sms', time: '10:05' },
    });
    const page = await late(desk);
    await page.action?.run?.();
    return [/Send a text for me/.test(textOf(page.body)), desk.recorded.length];
  };

  assert.deepEqual(
    [await ways(true), await ways(undefined), await ways(false)],
    [
      [true, 1],
      [true, 1],
      [false, 0],
    ],
  );
});
