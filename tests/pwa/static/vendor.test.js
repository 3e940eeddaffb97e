import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { freshFiles } from '../../../static/vendor/refresh.mjs';

test('the pinned modules are what the locked packages make', async () => {
  for (const { file, bytes } of await freshFiles()) {
    const committed = await readFile(new URL(`../../../static/vendor/${file}`, import.meta.url));
    assert.ok(committed.equals(bytes), `${file} differs: run npm ci && npm run vendor`);
  }
});
