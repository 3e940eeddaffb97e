import assert from 'node:assert/strict';
import { test } from 'node:test';
import 'fake-indexeddb/auto';
import { takeChanges } from '../../../pwa/store/changes.js';
import { Database } from '../../../pwa/store/db.js';
import { HeldFeed } from '../../../pwa/store/held.js';
import { startFeedAnew } from '../../../pwa/store/meta.js';

/** @typedef {import('../../../pwa/types.js').Change} Change */
/** @typedef {import('../../../pwa/types.js').SyncAnswer} SyncAnswer */

/** @param {string} id @returns {Change} */
function putFlag(id, version = 1) {
  return /** @type {Change} */ ({ op: 'put', kind: 'flag', id, rev: 1, data: { flag_id: id, version } });
}

/** A phone's database, how it takes a page of changes, and what is held of it. */
function aFeed() {
  const db = new Database(new IDBFactory(), 'feed');
  const held = new HeldFeed();
  return {
    db,
    now: () => db.read(['meta', 'feed'], (tx) => held.now(tx)),
    /** @param {string|null} asked @param {string} cursor @param {Change[]} changes */
    take(asked, cursor, changes, reset = false) {
      const answer = /** @type {SyncAnswer} */ ({ cursor, changes, more: false, reset });
      return db.write(['meta', 'feed', 'drafts', 'traces', 'photo_notes'], (tx) => takeChanges(tx, answer, asked));
    },
  };
}

test('what the server sent is read again only once it sent something', async () => {
  const { now, take } = aFeed();
  await take(null, 'c1', [putFlag('f1')]);
  const first = await now();
  await take('c1', 'c1', []);
  assert.equal(await now(), first);
  assert.deepEqual(first.one('flag', 'f1'), { flag_id: 'f1', version: 1 });
  assert.equal(first.one('flag', 'f2'), null);
  assert.deepEqual(first.every('visit'), []);
});

test('changes that leave the cursor where it was are seen as well', async () => {
  const { now, take } = aFeed();
  await take(null, 'c1', [putFlag('f1')]);
  await now();
  await take('c1', 'c1', [putFlag('f1', 2)]);
  assert.equal((await now()).one('flag', 'f1').version, 2);
});

test('after a whole new list the old one is gone', async () => {
  const { db, now, take } = aFeed();
  await take(null, 'c1', [putFlag('f1'), putFlag('f2')]);
  await now();
  await db.write(['meta'], startFeedAnew);
  await take(null, 'c1', [putFlag('f2')], true);
  assert.deepEqual((await now()).every('flag'), [{ flag_id: 'f2', version: 1 }]);
});
