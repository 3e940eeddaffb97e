import assert from 'node:assert/strict';
import { test } from 'node:test';
import 'fake-indexeddb/auto';
import { Database } from '../../../pwa/store/db.js';
import { dropOldTraces, traces } from '../../../pwa/store/traces.js';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 23, 10);
const LONG_AGO = 9_092_181;
const NEXT_YEAR = NOW + 365 * 24 * HOUR;

/**
 * What is left of these traces once the old ones are dropped. Each is [id, visit, phone's clock, received].
 *
 * @param {[string, string|null, number, number|undefined][]} rows
 * @param {string[]} assigned
 */
async function leftOf(rows, assigned = []) {
  const db = new Database(new IDBFactory(), 'traces');
  await db.write(['traces', 'feed'], async (tx) => {
    for (const id of assigned)
      await tx.objectStore('feed').put?.({ kind: 'visit', id, rev: 1, data: {}, generation: 1 });
    for (const [id, visit_id, wall_ms, received_ms] of rows) {
      await tx.objectStore('traces').put?.({ id, visit_id, at: { wall_ms }, received_ms });
    }
    await dropOldTraces(tx, NOW);
  });
  return (await db.read(['traces'], traces)).map(({ id }) => id).sort();
}

test('a trace is as old as the server heard of it, wherever the phone thought it was', async () => {
  const rows = /** @type {[string, string|null, number, number][]} */ ([
    ['set back', 'own-1', LONG_AGO, NOW - HOUR],
    ['set ahead', 'own-2', NEXT_YEAR, NOW - 49 * HOUR],
    ['of the day', null, LONG_AGO, NOW - 47 * HOUR],
    ['of an earlier day', null, NOW - HOUR, NOW - 49 * HOUR],
  ]);
  assert.deepEqual(await leftOf(rows), ['of the day', 'set back']);
});

test('what a visit was opened with stays as long as the newest record about it', async () => {
  const rows = /** @type {[string, string|null, number, number][]} */ ([
    ['opened', 'own', NOW - 60 * HOUR, NOW - 60 * HOUR],
    ['left', 'own', NOW - HOUR, NOW - HOUR],
  ]);
  assert.deepEqual(await leftOf(rows), ['left', 'opened']);
});

test('an assigned visit keeps its traces however old, and one without its time of receipt goes by its own', async () => {
  const rows = /** @type {[string, string|null, number, number|undefined][]} */ ([
    ['assigned', 'v1', NOW - 90 * HOUR, NOW - 90 * HOUR],
    ['of an older app', 'own', NOW - 49 * HOUR, undefined],
  ]);
  assert.deepEqual(await leftOf(rows, ['v1']), ['assigned']);
});
