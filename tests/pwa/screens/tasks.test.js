import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isUnderWay,
  nextStep,
  nextVisit,
  staleFor,
  stop,
  tasks,
  unreadFlags,
} from '../../../pwa/screens/visit/tasks.js';
import { aFlag, anAssignment, aState, aVisit } from './a-visit.js';

const MARK = { event_id: 'e', wall_ms: 1 };
/** @param {any} visit @param {string} step */
const progress = (visit, step) => tasks(visit).find((task) => task.step === step)?.progress;

test('a flag stops the visit until its present version is answered', () => {
  const read = { flag_id: 'LW1', version: 1, can_follow: true, event_id: 'e' };

  assert.equal(stop(aVisit({ flags: [aFlag({ kind: 'information' })] })), 'unread_flag');
  assert.equal(
    stop(aVisit({ flags: [aFlag({ kind: 'information' })], state: aState({ flags_acknowledged: [read] }) })),
    null,
  );
  const changed = aVisit({
    flags: [aFlag({ kind: 'information', version: 2 })],
    state: aState({ flags_acknowledged: [read] }),
  });
  assert.equal(unreadFlags(changed).length, 1);
});

test('an answer "I cannot follow it" stops the visit', () => {
  const flags = [aFlag({ kind: 'information' })];
  const state = aState({ flags_acknowledged: [{ flag_id: 'LW1', version: 1, can_follow: false, event_id: 'e' }] });

  assert.equal(stop(aVisit({ flags, state })), 'cannot_follow');
});

test('a flag that has not reached the phone stops the visit too', () => {
  assert.equal(stop(aVisit({ assignment: anAssignment({ flag_ids: ['LW1'] }) })), 'unread_flag');
});

test('one person may not start a visit for two', () => {
  const visit = aVisit({ assignment: anAssignment({ people_required: 2 }) });

  assert.equal(stop(visit), 'alone');
  assert.equal(progress(visit, 'arrive'), 'later');
});

test('somebody who is inside already is never stopped from leaving properly', () => {
  const visit = aVisit({
    flags: [aFlag({ version: 2 })],
    state: aState({ arrived: MARK, id_shown: MARK, access: MARK }),
  });

  assert.equal(stop(visit), null);
  assert.equal(progress(visit, 'leave'), 'now');
});

test('going in comes after arriving and after showing ID', () => {
  assert.equal(progress(aVisit(), 'door'), 'later');
  assert.equal(progress(aVisit({ state: aState({ arrived: MARK }) }), 'consent'), 'later');
  assert.equal(progress(aVisit({ state: aState({ arrived: MARK, id_missing: MARK }) }), 'consent'), 'now');
});

test('a timer that runs is not called completed', () => {
  const timer = { stopped: false };

  assert.equal(progress(aVisit({ state: aState({ timer }) }), 'timer'), 'running');
  assert.equal(progress(aVisit({ state: aState({ timer: { stopped: true } }) }), 'timer'), 'done');
});

test('the next step follows the order at the door', () => {
  const after = (/** @type {Record<string, any>} */ over) => nextStep(aVisit({ state: aState(over) }));

  assert.equal(after({}), 'way');
  assert.equal(after({ travel_started: MARK }), 'arrive');
  assert.equal(after({ arrived: MARK }), 'door');
  assert.equal(after({ arrived: MARK, id_shown: MARK }), 'consent');
  assert.equal(after({ arrived: MARK, id_shown: MARK, access: MARK }), 'finish');
  assert.equal(after({ arrived: MARK, access: MARK, summary: MARK }), 'leave');
  assert.equal(after({ arrived: MARK, no_access: MARK }), 'leave');
  assert.equal(after({ left: MARK }), 'safe');
  assert.equal(after({ left: MARK, back_safe: MARK }), null);
});

test('a visit begun comes before one that is only due', () => {
  const due = aVisit();
  const begun = aVisit({ state: aState({ arrived: MARK, event_count: 1 }) });

  assert.equal(nextVisit([due, begun]), begun);
  assert.equal(nextVisit([due, aVisit({ state: aState({ left: MARK, event_count: 3 }) })]), due);
});

test('flags are stale once they are older than the setting, not at it', () => {
  const checked = Date.parse('2026-11-24T07:42:00Z');
  const hours = (/** @type {number} */ n) => checked + n * 3_600_000;

  assert.equal(staleFor([aFlag()], 12, hours(12)), null);
  assert.equal(staleFor([aFlag()], 12, hours(12) + 1), 12 * 3_600_000 + 1);
  assert.equal(staleFor([], 12, hours(99)), null);
});

test('a flag for two people asks for two whatever the job asked for', () => {
  const read = { flag_id: 'LW1', version: 1, can_follow: true, event_id: 'e' };
  const state = aState({ flags_acknowledged: [read] });

  assert.equal(stop(aVisit({ flags: [aFlag({ kind: 'two_people' })], state })), 'alone');
});

test('a list taken in whole says that its flags stand, and that a home without one had none', () => {
  const hour = 3_600_000;
  const now = Date.parse('2026-11-24T20:00:00Z');
  const flag = aFlag({ checked_at: '2026-11-24T06:00:00Z' });

  assert.equal(staleFor([flag], 12, now), 14 * hour);
  assert.equal(staleFor([flag], 12, now, now - hour), null);
  assert.equal(staleFor([], 12, now, now - 13 * hour), 13 * hour);
  assert.equal(staleFor([], 12, now, now - 12 * hour), null);
});

test('a visit is under way from the way to the leaving, and not because a flag was read or help was called', () => {
  const read = [{ flag_id: 'LW1', version: 1, can_follow: true, event_id: 'e' }];
  const isIt = (/** @type {any} */ fields) => isUnderWay({ state: aState(fields) });

  assert.equal(isIt({ flags_acknowledged: read, event_count: 1 }), false);
  assert.equal(isIt({ alarms: [{ kind: 'drill', event_id: 'e' }], event_count: 2 }), false);
  assert.equal(isIt({ travel_started: MARK, event_count: 1 }), true);
  assert.equal(isIt({ arrived: MARK, no_access: MARK, event_count: 2 }), true);
  assert.equal(isIt({ arrived: MARK, left: MARK, event_count: 3 }), false);
  assert.equal(isIt({ travel_started: MARK, status: 'cannot_attend', event_count: 2 }), false);
});

test('who cannot attend is not sent on their way, until they go after all', () => {
  const said = { cannot_attend: { ...MARK, reason: 'ill' } };

  assert.equal(nextStep(aVisit({ state: aState({ ...said, status: 'cannot_attend' }) })), null);
  assert.equal(nextStep(aVisit({ state: aState({ ...said, travel_started: MARK, status: 'travelling' }) })), 'arrive');
});
