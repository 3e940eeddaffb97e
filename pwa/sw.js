// Keeps the app's own files on the phone, so that it opens with the server gone, silent or lying.
// It never touches /api/: records are sent by the page, and by nobody else. A new version waits for the user.

const VERSION = '__VERSION__';
const FILES = JSON.parse('__FILES__'); // [["/app/", "128 bits of SHA-256 in hex"], ...]: the whole set, by the server

const PREFIX = 'doorstep-shell-';
const SHELL = PREFIX + VERSION;
const PAGES = 'doorstep-pages'; // which set each page began with that is older than ours
const HOME = '/app/';
const PATHS = new Set(FILES.map(([path]) => path));

self.addEventListener('install', (event) => event.waitUntil(fillShell()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('message', (event) => event.waitUntil(obey(event)));
self.addEventListener('push', (event) => event.waitUntil(wake(event)));
self.addEventListener('notificationclick', (event) => event.waitUntil(openApp(event)));
self.addEventListener('fetch', (event) => {
  const path = shellPath(event.request);
  if (path) event.respondWith(fromShell(path, event));
});

/** A page in view asks by itself. Else the phone says that there is something new; never what, and never whose home. */
async function wake({ data }) {
  const pages = await self.clients.matchAll({ type: 'window' });
  for (const page of pages) page.postMessage('sync');
  if (pages.some((page) => page.visibilityState === 'visible')) return;
  const { title, body, tag } = data.json();
  await self.registration.showNotification(title, { body, tag, icon: '/static/icons/doorstep-192.png' });
}

async function openApp({ notification }) {
  notification.close();
  const [page] = await self.clients.matchAll({ type: 'window' });
  await (page ? page.focus() : self.clients.openWindow(HOME));
}

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

/**
 * A login page, a captive portal's page or half a deployment never passes for a file of ours.
 * What an older version holds byte for byte is not fetched again; the page is, because of its headers.
 */
async function keep(cache, path, hash) {
  for (const name of path === HOME ? [] : await shells()) {
    const held = await find(name, path);
    if (held && (await digest(held.clone())).startsWith(hash)) return cache.put(path, held);
  }
  const answer = await fetch(path, { cache: 'no-cache', credentials: 'omit', redirect: 'error' });
  if (!answer.ok || answer.redirected || answer.type !== 'basic') throw new Error(`${path} did not come whole.`);
  if (!(await digest(answer.clone())).startsWith(hash))
    throw new Error(`${path} is not the file of version ${VERSION}.`);
  return cache.put(path, answer);
}

async function digest(response) {
  const hash = await crypto.subtle.digest('SHA-256', await response.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The first page ever opened is served from now on too; the set before this one stays while a page may need it. */
async function takeOver() {
  await noteOlderPages();
  await self.clients.claim();
  await dropOldShells();
}

/** A page that stands goes on with the files of its own version, also with those it has not asked for yet. */
async function noteOlderPages() {
  const before = (await shells()).filter((name) => name !== SHELL).at(-1);
  if (!before) return;
  const notes = await caches.open(PAGES);
  for (const { id } of await openPages()) {
    if (!(await notes.match(noteOf(id)))) await notes.put(noteOf(id), new Response(before));
  }
}

function noteOf(pageId) {
  return `/app/of-page/${pageId}`;
}

function openPages() {
  return self.clients.matchAll({ type: 'window', includeUncontrolled: true });
}

/** The sets on this phone, oldest first. */
async function shells() {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX));
}

/** Only our prefix, and only what no open page began with. */
async function dropOldShells() {
  if (self.registration.installing || self.registration.waiting) return; // a newer set is not an old one
  const used = await Promise.all((await openPages()).map(({ id }) => shellOfPage(id)));
  const old = (await shells()).filter((name) => name !== SHELL && !used.includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
  if (used.every((name) => name === null)) await caches.delete(PAGES);
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

/** This version's file; for a page of an older version, what that one had; the network last. */
async function fromShell(path, { request, clientId }) {
  const own = await shellOfPage(clientId);
  return (own && (await find(own, path))) ?? (await find(SHELL, path)) ?? fetch(request);
}

/** Null for a page of our own version. */
async function shellOfPage(id) {
  const note = id && (await caches.match(noteOf(id), { cacheName: PAGES }));
  return note ? note.text() : null;
}

function find(cacheName, path) {
  return caches.match(path, { cacheName, ignoreVary: true });
}
