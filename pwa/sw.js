// Keeps the app's own files on the phone, so that it opens with the server gone, silent or lying.
// It never touches /api/: records are sent by the page, and by nobody else. A new version waits for the user.

const VERSION = '__VERSION__';
const FILES = JSON.parse('__FILES__'); // [["/app/", "sha-256 in hex"], ...]: the whole set, written by the server

const PREFIX = 'doorstep-shell-';
const SHELL = PREFIX + VERSION;
const HOME = '/app/';
const PATHS = new Set(FILES.map(([path]) => path));

self.addEventListener('install', (event) => event.waitUntil(fillShell()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('message', (event) => event.waitUntil(obey(event)));
self.addEventListener('fetch', (event) => {
  const path = shellPath(event.request);
  if (path) event.respondWith(fromShell(path, event.request));
});

/** All files or none: one that is missing or altered fails the install, and the version before it stays. */
async function fillShell() {
  const cache = await caches.open(SHELL);
  try {
    await Promise.all(FILES.map(([path, hash]) => keep(cache, path, hash)));
  } catch (error) {
    await caches.delete(SHELL);
    throw error;
  }
}

/** A login page, a captive portal's page or half a deployment never passes for a file of ours. */
async function keep(cache, path, hash) {
  const held = await find(SHELL, path);
  if (held && (await digest(held.clone())) === hash) return;
  const answer = await fetch(path, { cache: 'no-cache', credentials: 'omit', redirect: 'error' });
  if (!answer.ok || answer.redirected || answer.type !== 'basic') throw new Error(`${path} did not come whole.`);
  if ((await digest(answer.clone())) !== hash) throw new Error(`${path} is not the file of version ${VERSION}.`);
  await cache.put(path, answer);
}

async function digest(response) {
  const hash = await crypto.subtle.digest('SHA-256', await response.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The first page ever opened is served from now on too; the set before this one stays while a page may need it. */
async function takeOver() {
  await self.clients.claim();
  await dropOldShells();
}

/** Only our prefix, and only when no page of an older version is open. */
async function dropOldShells() {
  if (self.registration.installing || self.registration.waiting) return; // a newer set is not an old one
  const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (open.length > 1) return;
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== SHELL).map((name) => caches.delete(name)),
  );
}

async function obey({ data: order, ports }) {
  if (order === 'take-over') await self.skipWaiting();
  if (order === 'tidy') await dropOldShells();
  if (order === 'version') ports[0].postMessage(VERSION);
}

/** The path under which the shell has it, or null where the request is none of ours. */
function shellPath(request) {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return null;
  if (url.pathname.startsWith('/api/')) return null;
  if (request.mode === 'navigate') return url.pathname === HOME ? HOME : null;
  return PATHS.has(url.pathname) || url.pathname.startsWith('/app/') ? url.pathname : null;
}

/** This version's file; for a page of the version before, what that version had; the network last. */
async function fromShell(path, request) {
  const ours = await find(SHELL, path);
  return ours ?? (await fromOlderShell(path)) ?? fetch(request);
}

async function fromOlderShell(path) {
  for (const name of await caches.keys()) {
    const found = name.startsWith(PREFIX) && (await find(name, path));
    if (found) return found;
  }
  return undefined;
}

function find(cacheName, path) {
  return caches.match(path, { cacheName, ignoreVary: true });
}
