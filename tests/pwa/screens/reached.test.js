import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = normalize(join(dirname(fileURLToPath(import.meta.url)), '../../..'));
const IMPORT = /^(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** @param {string} path @returns {{now: string[], later: string[]}} what a module needs before it runs, and after */
function importsOf(path) {
  const code = readFileSync(join(ROOT, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const found = [...code.matchAll(IMPORT)];
  const at = (/** @type {string} */ to) => normalize(join(dirname(path), to));
  return {
    now: found.flatMap(([, to]) => (to ? [at(to)] : [])),
    later: found.flatMap(([, , to]) => (to ? [at(to)] : [])),
  };
}

/** @param {string} path @param {'now'|'all'} how @param {Set<string>} seen */
function closure(path, how, seen = new Set()) {
  if (seen.has(path)) return seen;
  seen.add(path);
  const { now, later } = importsOf(path);
  for (const next of how === 'all' ? [...now, ...later] : now) closure(next, how, seen);
  return seen;
}

/** @param {string} path */
const address = (path) => (path.startsWith('pwa/') ? `/app/${path.slice(4)}` : `/${path}`);

test('the page asks at once for all that the first screen imports, and for nothing more', () => {
  const page = readFileSync(join(ROOT, 'pwa/index.html'), 'utf8');
  const asked = [...page.matchAll(/<link rel="modulepreload" href="([^"]+)">/g)].map(([, href]) => href);
  const needed = [...closure('pwa/app.js', 'now')]
    .map(address)
    .filter((path) => path !== '/app/app.js')
    .sort();

  const lines = needed.map((path) => `    <link rel="modulepreload" href="${path}">`).join('\n');
  assert.deepEqual(asked, needed, `pwa/index.html should list:\n${lines}\n`);
});

test('every module of the screens is reached from the app, and every import leads to a file', () => {
  const reached = closure('pwa/app.js', 'all');
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
