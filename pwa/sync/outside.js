/** What the core takes from the world: clocks, chance, network. Tests and the simulator pass their own. */

/** @import {Clock, PhoneOptions, Random, Timers} from '../types.js' */

/** @type {Clock} */
const browserClock = {
  wall: () => Date.now(),
  mono: () => performance.now(),
  zone: () => ({
    tz: Intl.DateTimeFormat().resolvedOptions().timeZone,
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
