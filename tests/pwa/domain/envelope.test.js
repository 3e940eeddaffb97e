import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { base64url, sha256, utf8, uuid7 } from '../../../pwa/domain/bytes.js';
import { envelopeHash, GENESIS, opened, sealInChain } from '../../../pwa/domain/envelope.js';

const event = {
  id: '01936f4e-0000-7000-8000-000000000001',
  device_id: 'device-1',
  epoch: 'epoch-1',
  body: '{"v":1,"type":"arrived","note":"Straße 😀"}',
};

test('the hash of a known event is the one the server makes', async () => {
  // The same two figures stand in tests/domain/test_chain.py.
  assert.equal(await sha256(utf8(event.body)), '2065cf018bb01c14c7431639bf0afb3f911786c6af2e8d162cbf87eaa978eb8c');
  const envelope = await sealInChain(event, { seq: 0, hash: GENESIS });
  assert.equal(envelope.hash, '85b66dfc0ead7fb827756f425045a6d6ca685e8c208ccd5c941f7ceb148d25c7');
  assert.deepEqual([envelope.seq, envelope.prev], [1, GENESIS]);
});

test('a changed letter of the body changes the hash', async () => {
  const envelope = await sealInChain(event, { seq: 0, hash: GENESIS });

  assert.notEqual(await envelopeHash({ ...envelope, body: envelope.body.replace('Stra', 'stra') }), envelope.hash);
});

test('an opened event is its body beside its numbers', async () => {
  const envelope = await sealInChain(event, { seq: 4, hash: 'a'.repeat(64) });
  const { body, ...numbers } = event;

  assert.deepEqual(opened(envelope), { ...JSON.parse(body), ...numbers, seq: 5 });
});

test('ids carry their version, and later ones sort later', () => {
  const chance = fc.uint8Array({ minLength: 16, maxLength: 16 });
  const moments = fc.integer({ min: 0, max: 2 ** 47 });
  fc.assert(
    fc.property(moments, chance, chance, (wall, one, other) => {
      const [first, then] = [uuid7(wall, one), uuid7(wall + 1, other)];
      assert.match(first, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      assert.ok(first < then);
    }),
  );
});

test('bytes spell themselves as base64url without padding', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      assert.equal(base64url(bytes), Buffer.from(bytes).toString('base64url'));
    }),
  );
});
