import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IDBFactory } from 'fake-indexeddb';
import { everything, fill } from '../../simulation/core/storage.js';
import { anEnrolledPhone, recordMany } from '../fakes/phones.js';

/** A phone with `before` events that wait, which then records and syncs `after` more, and is put back to before that.
 * @param {number} before @param {number} after */
async function putBack(before, after) {
  const { phone, server, reopen, options } = await anEnrolledPhone();
  await recordMany(phone, before);
  const backup = await everything(/** @type {IDBFactory} */ (options.indexedDB));
  await recordMany(phone, after);
  await phone.syncNow();
  const indexedDB = new IDBFactory();
  (await reopen({ indexedDB })).close();
  await fill(indexedDB, backup);
  return { phone: await reopen({ indexedDB }), server };
}

test('a phone put back from an old backup knows as sent what the server holds, though it holds more', async () => {
  const { phone, server } = await putBack(2, 3);
  assert.equal(phone.status().waiting, 2);

  await phone.syncNow();

  assert.equal(phone.status().waiting, 0);
  assert.equal(phone.status().connection, 'up_to_date');
  assert.equal(server.journal.size, 5);
});

test('what it records then is kept under a chain of its own', async () => {
  const { phone, server } = await putBack(2, 3);
  await phone.syncNow();
  await recordMany(phone, 1);

  await phone.syncNow();

  assert.equal(phone.status().waiting, 0);
  assert.equal(new Set([...server.journal.values()].map(({ envelope }) => envelope.hash)).size, server.journal.size);
});

test('one that wrote on before it heard knows as sent what lies below its fork', async () => {
  const { phone, server } = await putBack(2, 3);
  await recordMany(phone, 3);

  await phone.syncNow();

  assert.deepEqual(
    (await phone.unsent()).map(({ seq, status, code }) => [seq, status, code]),
    [3, 4, 5].map((seq) => [seq, 'not_accepted', 'forked']),
  );
  assert.equal(phone.status().waiting, 0);
  assert.equal(server.journal.size, 5);
});

test('a head that another record stands at is proven by nothing', async () => {
  const { phone, server } = await putBack(2, 3);
  server.answerFault = (answer) => {
    answer.held = { seq: 2, hash: 'f'.repeat(64) };
    return null;
  };

  await phone.syncNow();

  assert.equal(phone.status().waiting, 2);
});
