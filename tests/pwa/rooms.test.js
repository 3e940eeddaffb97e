import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const app = fileURLToPath(new URL('../../pwa/', import.meta.url));
const ROOMS = ['domain', 'store', 'sync', 'screens'];

/** @param {string} room @returns {[string, string][]} each file with each room it imports from */
function importsOf(room) {
  const files = readdirSync(join(app, room), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  );
  return files.flatMap((name) => {
    const path = join(room, name);
    const code = readFileSync(join(app, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
    const found = [...code.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)];
    return found.map(
      ([, target]) => /** @type {[string, string]} */ ([path, normalize(join(dirname(path), target)).split('/')[0]]),
    );
  });
}

for (const [floor, room] of ROOMS.entries()) {
  test(`${room} imports nothing from the rooms above it`, () => {
    const above = ROOMS.slice(floor + 1);
    assert.deepEqual(
      importsOf(room).filter(([, target]) => above.includes(target)),
      [],
    );
  });
}

test('the core knows no screen and no document', () => {
  for (const room of ['domain', 'store', 'sync']) {
    assert.deepEqual(
      importsOf(room).filter(([, target]) => target === 'ui'),
      [],
    );
  }
});
