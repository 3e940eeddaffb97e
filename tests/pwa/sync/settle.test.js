import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { firstBatch, lostNumbers } from '../../../pwa/sync/push.js';
import { settle, settled } from '../../../pwa/sync/settle.js';

const START = { seq: 0, hash: '0'.repeat(64) };

/** @param {number[]} numbers @returns {any[]} */
function queued(numbers) {
  return numbers.map((seq) => ({ seq, hash: `hash-${seq}`, body: 'x'.repeat(seq) }));
}

test('the server’s word counts when it names our own hash at its number', () => {
  assert.deepEqual(settle(queued([1, 2, 3]), START, { acked_seq: 2, acked_hash: 'hash-2' }), {
    seq: 2,
    hash: 'hash-2',
  });
});

test('another hash, an old number and a number we never had prove nothing', () => {
  assert.equal(settle(queued([1, 2]), START, { acked_seq: 2, acked_hash: 'hash-1' }), null);
  assert.equal(settle(queued([3]), { seq: 2, hash: 'hash-2' }, { acked_seq: 2, acked_hash: 'hash-2' }), null);
  assert.equal(settle(queued([1, 2]), START, { acked_seq: 9, acked_hash: 'hash-2' }), null);
});

test('a number declared lost is covered by the hash below it', () => {
  const lost = /** @type {[number, number][]} */ ([[3, 4]]);

  assert.deepEqual(settle(queued([1, 2]), START, { acked_seq: 4, acked_hash: 'hash-2' }, lost), {
    seq: 4,
    hash: 'hash-2',
  });
  assert.equal(settle(queued([1, 2]), START, { acked_seq: 5, acked_hash: 'hash-2' }, lost), null);
});

test('what was received before it was lost here is proven by our own head', () => {
  const lost = /** @type {[number, number][]} */ ([
    [1, 1],
    [4, 4],
  ]);
  const head = { seq: 4, hash: 'hash-4' };

  assert.deepEqual(settle(queued([2, 3]), START, { acked_seq: 4, acked_hash: 'hash-4' }, lost, head), head);
  assert.deepEqual(settle(queued([2, 3]), START, { acked_seq: 4, acked_hash: 'hash-3' }, lost, head), {
    seq: 4,
    hash: 'hash-3',
  });
  assert.equal(settle(queued([2, 3]), START, { acked_seq: 4, acked_hash: 'another' }, lost, head), null);
  assert.equal(settle(queued([2, 3]), START, { acked_seq: 5, acked_hash: 'hash-4' }, lost, head), null);
});

test('where the server holds later numbers, its word about our own head counts', () => {
  const answer = { acked_seq: 9, acked_hash: 'hash-9' };
  const head = { seq: 3, hash: 'hash-3' };
  /** @param {any} held @param {any[]} [events] */
  const proven = (held, events = queued([1, 2, 3])) => settle(events, START, { ...answer, held }, [], head);

  assert.deepEqual(proven(head), head);
  assert.deepEqual(proven(head, queued([1, 2])), head);
  assert.deepEqual(proven({ seq: 2, hash: 'hash-2' }), { seq: 2, hash: 'hash-2' });
  for (const held of [{ seq: 3, hash: 'another' }, { seq: 9, hash: 'hash-9' }, { seq: 0, hash: '' }, {}, undefined]) {
    assert.equal(proven(held), null);
  }
});

test('no made-up answer lets an event go that it does not name', () => {
  const hashes = fc.oneof(
    fc.string(),
    fc.integer({ min: 1, max: 40 }).map((seq) => `hash-${seq}`),
  );
  fc.assert(
    fc.property(fc.nat(30), fc.integer({ min: -5, max: 40 }), hashes, (length, acked_seq, acked_hash) => {
      const events = queued(Array.from({ length }, (_, index) => index + 1));
      const isOurs = acked_seq >= 1 && acked_seq <= length && acked_hash === `hash-${acked_seq}`;
      const head = settle(events, START, { acked_seq, acked_hash });
      assert.deepEqual(head, isOurs ? { seq: acked_seq, hash: acked_hash } : null);
    }),
    {
      numRuns: 500,
      examples: [
        [5, 5, 'hash-5'],
        [5, 4, 'hash-5'],
        [5, 5, 'hash-4'],
        [5, 6, 'hash-5'],
      ],
    },
  );
});

test('batches keep the order, fit their limits, and hold at least one event', () => {
  const limits = fc.record({ events: fc.integer({ min: 1, max: 10 }), bytes: fc.integer({ min: 1, max: 9_000 }) });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), limits, (length, limit) => {
      const events = queued(Array.from({ length }, (_, index) => index + 1));
      const batch = firstBatch(events, limit);
      assert.deepEqual(batch, events.slice(0, batch.length));
      assert.ok(batch.length >= 1 && batch.length <= Math.max(1, limit.events));
      const bytes = batch.reduce((sum, event) => sum + event.body.length + 700, 0);
      assert.ok(batch.length === 1 || bytes <= limit.bytes);
    }),
  );
});

test('what is neither held nor lost is nothing', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 40 })), (numbers) => {
      const held = numbers.sort((a, b) => a - b);
      const lost = lostNumbers(1, 40, held).flatMap(([from, to]) =>
        Array.from({ length: to - from + 1 }, (_, index) => from + index),
      );
      assert.deepEqual(
        [...held, ...lost].sort((a, b) => a - b),
        Array.from({ length: 40 }, (_, index) => index + 1),
      );
    }),
  );
});

test('an event of another chain is proven by its own hash, and by an accepting word only', () => {
  const sent = /** @type {any[]} */ ([
    { id: 'a', epoch: 'before', hash: 'hash-a' },
    { id: 'b', epoch: 'before', hash: 'hash-b' },
    { id: 'c', epoch: 'before', hash: 'hash-c' },
    { id: 'd', epoch: 'before', hash: 'hash-d' },
    { id: 'e', epoch: 'now', hash: 'hash-e' },
  ]);
  const results = /** @type {any[]} */ ([
    { id: 'a', seq: 1, status: 'duplicate', hash: 'hash-a' },
    { id: 'b', seq: 2, status: 'duplicate', hash: 'hash-x' },
    { id: 'c', seq: 3, status: 'quarantined', code: 'wrong_device', hash: 'hash-c' },
    { id: 'd', seq: 4, status: 'duplicate' },
    { id: 'e', seq: 1, status: 'accepted', hash: 'hash-e' },
  ]);

  assert.deepEqual(settled(sent, 'now', results), [sent[0]]);
});
