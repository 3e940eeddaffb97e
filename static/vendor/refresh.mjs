/**
 * Make the pinned browser modules again from node_modules: `npm ci && npm run vendor`.
 * The product serves the files as they are committed; a test makes them again and compares.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, '../../node_modules');
const require = createRequire(import.meta.url);

/** @type {{file: string, from: string, source: string}[]} */
const MODULES = [
  { file: 'idb.js', from: 'idb', source: `export { wrap } from 'idb';` },
  { file: 'lit-html.js', from: 'lit-html', source: `export { html, nothing, render } from 'lit-html';` },
  {
    file: 'tus-js-client.js',
    from: 'tus-js-client',
    // As its authors wrote it: what the package offers first is the same, translated for browsers of 2009.
    source: `export { Upload } from 'tus-js-client/lib/browser/index.js';`,
  },
];

/** The browser's own addresses in place of a library for browsers without; ours may stand without a host. */
const ownAddresses = {
  name: 'own-addresses',
  /** @param {import('esbuild').PluginBuild} task */
  setup(task) {
    task.onResolve({ filter: /^url-parse$/ }, ({ path }) => ({ path, namespace: 'own' }));
    task.onLoad({ filter: /./, namespace: 'own' }, () => ({
      contents: `export default class extends URL {
        constructor(link, base) { super(link, new URL(base, globalThis.location?.href)); }
      }`,
    }));
  },
};

/** @param {(typeof MODULES)[number]} module */
async function bundled({ file, source }) {
  const made = await build({
    stdin: { contents: source, resolveDir: here },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['production'],
    legalComments: 'inline',
    plugins: [ownAddresses],
  });
  return { file, bytes: Buffer.from(made.outputFiles[0].contents) };
}

/** Everything that stands in this folder, made afresh. */
export async function freshFiles() {
  const files = await Promise.all(MODULES.map(bundled));
  files.push({ file: 'htmx.js', bytes: await readFile(join(packages, 'htmx.org/dist/htmx.min.js')) });
  const sources = [...MODULES, { file: 'htmx.js', from: 'htmx.org' }];
  const manifest = files.map(({ file, bytes }) => {
    const from = sources.find((module) => module.file === file)?.from ?? '';
    const { version, license } = require(join(packages, from, 'package.json'));
    const sha384 = `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
    return { file, package: from, version, license, bytes: bytes.length, sha384 };
  });
  files.push({ file: 'manifest.json', bytes: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) });
  files.push({ file: 'LICENSES.txt', bytes: Buffer.from(await licences(new Set(sources.map(({ from }) => from)))) });
  return files;
}

/** @param {Set<string>} names */
async function licences(names) {
  const texts = [];
  for (const name of [...names].sort()) {
    texts.push(`${name}\n\n${(await readFile(join(packages, name, 'LICENSE'), 'utf8')).trim()}\n`);
  }
  return texts.join(`\n${'-'.repeat(72)}\n\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { file, bytes } of await freshFiles()) await writeFile(join(here, file), bytes);
}
