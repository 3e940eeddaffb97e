/** The app as a thing on the phone: its worker, its new versions, its place on the home screen. */
/** @import {AppCare} from '../shapes.js' */

/** @typedef {Event & {prompt(): Promise<unknown>}} InstallPrompt */

/** @type {InstallPrompt|null} */
let offer = null;
/** @type {ServiceWorkerRegistration|null} */
let registration = null;

/** An app that is left open for days looks for a new version when it is looked at again. */
const LOOK_AGAIN_MS = 3_600_000;
let lookedAt = 0;

/** @param {() => void} changed @returns {AppCare} */
export function careForApp(changed) {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer = /** @type {InstallPrompt} */ (event);
    changed();
  });
  return {
    keep: () => register(changed),
    installable: () => offer !== null,
    install,
    waiting: () => Boolean(registration?.waiting),
    update,
    version,
  };
}

/** The version that serves this page, from the worker itself; null where there is none. @returns {Promise<string|null>} */
function version() {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return Promise.resolve(null);
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(() => resolve(null), 1000);
    worker.postMessage('version', [port2]);
  });
}

async function install() {
  await offer?.prompt();
  offer = null;
}

/**
 * Called once the first screen stands, because filling the set asks for every file and would hold that screen up.
 * Without a worker the app still works while it is open; the self-test says so.
 * @param {() => void} changed
 */
async function register(changed) {
  if (!('serviceWorker' in navigator)) return;
  try {
    registration = await navigator.serviceWorker.register('/app/sw.js', { scope: '/app/', updateViaCache: 'none' });
    watch(registration, changed);
    navigator.serviceWorker.controller?.postMessage('tidy');
    document.addEventListener('visibilitychange', () => look().catch(() => {}));
    await look();
  } catch {
    // No signal at the check for a new version: the one on the phone is used.
  }
  changed();
}

/** @param {ServiceWorkerRegistration} of @param {() => void} changed */
function watch(of, changed) {
  of.addEventListener('updatefound', () => of.installing?.addEventListener('statechange', changed));
}

async function look() {
  if (document.visibilityState === 'hidden' || Date.now() - lookedAt < LOOK_AGAIN_MS) return;
  lookedAt = Date.now();
  if (registration?.active) await registration.update();
}

/** Only by the user's tap. This page starts anew; another that is open goes on with what it has. */
function update() {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  registration?.waiting?.postMessage('take-over');
}
