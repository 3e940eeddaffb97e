/** What the core takes from the world: clocks, chance, network. Tests and the simulator pass their own. */

/** @import {Clock, PhoneOptions, Random, Timers} from '../types.js' */

// Not among the types of the language yet.
const { Temporal } = /** @type {any} */ (globalThis);

/** @type {Clock} */
const browserClock = {
  wall: () => Date.now(),
  mono: () => performance.now(),
  zone: () => ({
    tz: Temporal?.Now.timeZoneId() ?? Intl.DateTimeFormat().resolvedOptions().timeZone, // see wallTime
    tz_offset_min: -new Date().getTimezoneOffset(),
  }),
};

/** @type {Random} */
const browserRandom = { bytes: (n) => crypto.getRandomValues(new Uint8Array(n)), unit: () => Math.random() };

/** @type {Timers} */
const browserTimers = {
  after(ms, fn) {
    const id = setTimeout(fn, ms);
    return () => clearTimeout(id);
  },
};

/** Lets a finger be answered in the middle of long work: hashes of short texts are ready at once, so that waiting for
 * two hundred of them one by one is a single task. Where there is no such word, waiting is enough. */
const rest = () => /** @type {any} */ (globalThis).scheduler?.yield?.();

/** @param {PhoneOptions} options */
export function outside(options) {
  const databaseName = options.databaseName ?? 'doorstep';
  const browser = typeof window === 'object' ? window : null;
  const channel = typeof BroadcastChannel === 'function' && browser ? new BroadcastChannel(databaseName) : null;
  return {
    clock: browserClock,
    random: browserRandom,
    timers: browserTimers,
    transport: /** @type {import('../types.js').Transport} */ ((url, init) => fetch(url, init)),
    indexedDB: globalThis.indexedDB,
    rest,
    uploader: /** @type {import('../types.js').Uploader} */ (
      async (job) => (await import('./upload.js')).uploadByTus(job)
    ),
    apiBase: '/api/v1',
    appVersion: '1',
    platform: browser ? browser.navigator.userAgent : 'node',
    storage: browser ? (browser.navigator.storage ?? null) : null,
    locks: browser ? (browser.navigator.locks ?? null) : null,
    channel,
    window: browser,
    ...options,
    databaseName,
  };
}

/** @typedef {ReturnType<typeof outside>} Outside */
