import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from '../../../pwa/domain/bytes.js';
import { sealedFor } from '../../../pwa/domain/seal.js';
import { FakeServer } from '../fakes/server.js';
import { FakeWorld } from '../fakes/world.js';

test('sealing many texts rests now and then, and keeps their order', async () => {
  const server = await new FakeServer(new FakeWorld()).prepare();
  const keys = /** @type {CryptoKeyPair} */ (server.sealKeys);
  const publicKey = await crypto.subtle.exportKey('jwk', keys.publicKey);
  const texts = Array.from({ length: 50 }, (_, index) => JSON.stringify({ index }));
  let rests = 0;

  const boxes = await sealedFor(texts.map(utf8), publicKey, () => {
    rests += 1;
  });

  assert.ok(rests >= 3);
  assert.deepEqual(
    await Promise.all(boxes.map((box) => server.open(box))),
    texts.map((text) => JSON.parse(text)),
  );
});
