import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = normalize(join(dirname(fileURLToPath(import.meta.url)), '../../..'));
const IMPORT = /^(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** @param {string} path @returns {string[]} what a module imports, at once or later */
function importsOf(path) {
  const code = readFileSync(join(ROOT, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
  return [...code.matchAll(IMPORT)].map(([, now, later]) => normalize(join(dirname(path), now ?? later)));
}

/** @param {string} path @param {Set<string>} seen */
function closure(path, seen = new Set()) {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const next of importsOf(path)) closure(next, seen);
  return seen;
}

test('every module of the screens is reached from the app, and every import leads to a file', () => {
  const reached = closure('pwa/app.js');
  const written = readdirSync(join(ROOT, 'pwa'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(screens|ui)\/.*\.js$/.test(path))
    .map((path) => `pwa/${path}`);

  const typesOnly = ['pwa/ui/shapes.js', 'pwa/ui/device/theme-first.js'];
  assert.deepEqual(
    written.filter((path) => !reached.has(path) && !typesOnly.includes(path)),
    [],
  );
  assert.deepEqual(
    [...reached].filter((path) => !existsSync(join(ROOT, path))),
    [],
  );
});
