/**
 * When the phone talks to the server: on opening, on coming back online or into view, after something was recorded,
 * now and then while it is looked at, and after a failure only when its wait is over.
 */

import * as meta from '../store/meta.js';
import { retryDelayMs } from './retry.js';
import { syncOnce } from './sync.js';
import { uploadWaiting } from './upload.js';

/** @import {Core, LastEnd} from './sync.js' */

/** Records of one tap come in a row: let them travel together. */
const AFTER_APPEND_MS = 400;
const WHILE_LOOKED_AT_MS = 60_000;
const AFTER_ANOTHER_MS = 2_000;

/** A text to the tenant leaves soon after the server heard of it, and the person at the door waits to know. */
const WORD_OF_A_TEXT_MS = [5_000, 20_000];

/** A tab that holds the lock and has not tried for this long is frozen. */
const FROZEN_MS = 60_000;

/** @param {Core} core */
export function makeSchedule(core) {
  const { outside } = core;
  /** @type {Promise<LastEnd>|null} */
  let running = null;
  let again = false;
  /** @type {Promise<void>|null} */
  let uploading = null;
  let failures = 0;
  let notBefore = 0;
  let askedUntil = 0;
  const photos = { failures: 0, notBefore: 0, askedUntil: 0 };
  let started = false;
  let handedIn = false;
  let asksForText = false;
  /** @type {number[]} by the monotonic clock */
  let wordDue = [];
  let cancelTimer = () => {};

  /** @param {number} ms */
  function later(ms) {
    cancelTimer();
    cancelTimer = outside.timers.after(ms, () => {
      if (started && isLookedAt()) nudge();
    });
  }

  function isLookedAt() {
    return outside.window?.document.visibilityState !== 'hidden';
  }

  /** Sync, unless it would come too soon after a failure. */
  function nudge() {
    if (!started) return;
    const wait = notBefore - outside.clock.mono();
    if (wait > 0) later(wait);
    else now().catch(() => {});
  }

  /** At once, past our own wait, which says nothing about what is so now; never past what the server asked for. */
  function afresh() {
    failures = 0;
    notBefore = askedUntil;
    nudge();
  }

  /** How long until the next look, after one that went well. */
  function untilNextLook() {
    const mono = outside.clock.mono();
    if (asksForText) wordDue = WORD_OF_A_TEXT_MS.map((ms) => mono + ms);
    asksForText = false;
    wordDue = wordDue.filter((due) => due > mono);
    return Math.min(WHILE_LOOKED_AT_MS, ...wordDue.map((due) => due - mono));
  }

  /** @returns {Promise<LastEnd>} */
  async function now() {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        core.last = await once();
      } while (again && core.last === 'ok');
      return core.last;
    })();
    try {
      return await running;
    } finally {
      running = null;
      core.changed();
    }
  }

  async function once() {
    const end = await exclusively(core, () => attempt(core));
    // Another tab is at it: what it brings shows here as well, but not whether we are in touch.
    if (!end) {
      if (started) later(AFTER_ANOTHER_MS);
      return core.last;
    }
    failures = end.end === 'ok' ? 0 : failures + 1;
    const wait = failures ? retryDelayMs(failures, end.waitMs, outside.random.unit) : untilNextLook();
    notBefore = failures ? outside.clock.mono() + wait : 0;
    askedUntil = outside.clock.mono() + end.waitMs;
    if (started) later(wait);
    // A blocked phone may still hand in its photos. It never hears that they arrived, so it does so once a page load.
    const handsIn = end.end === 'blocked' && !handedIn;
    handedIn ||= handsIn;
    if (end.end === 'ok' || handsIn) sendPhotos();
    return end.end;
  }

  function sendPhotos() {
    if (photos.notBefore > outside.clock.mono()) return;
    uploading ??= upload(core)
      .then(async ({ sent, failed, waitMs }) => {
        photos.failures = failed && !sent.length ? photos.failures + 1 : Math.min(failed, 1);
        const mono = outside.clock.mono();
        photos.notBefore = failed ? mono + retryDelayMs(photos.failures, waitMs, outside.random.unit) : 0;
        photos.askedUntil = mono + waitMs;
        // One more exchange, to hear that they were verified.
        if (sent.length) await now();
      })
      .catch(() => {})
      .finally(() => {
        uploading = null;
        core.changed();
      });
  }

  return {
    /** The tries without a code are no reason to keep waiting who has just given one. */
    enrolled: afresh,
    /** For the person who asks: past our own backoff, never past what the server asked for. */
    async askedFor() {
      photos.notBefore = Math.min(photos.notBefore, photos.askedUntil);
      if (askedUntil <= outside.clock.mono()) await now();
    },
    /** Resolves when nothing is under way, photos included. */
    async quiet() {
      while (running ?? uploading) await (running ?? uploading);
    },
    /** @param {{type: string, data?: any}} fact */
    appended(fact) {
      asksForText ||= isAboutAText(fact);
      if (fact.type === 'alarm_raised') afresh();
      else if (started && notBefore <= outside.clock.mono()) later(AFTER_APPEND_MS);
    },
    start() {
      if (started) return;
      started = true;
      listen(outside.window, 'addEventListener', nudge, afresh);
      nudge();
    },
    stop() {
      started = false;
      cancelTimer();
      listen(outside.window, 'removeEventListener', nudge, afresh);
    },
  };
}

/** Whether the tenant is to get a text because of it. @param {{type: string, data?: any}} fact */
function isAboutAText({ type, data }) {
  if (type === 'told_new_time') return data?.channel === 'sms' || data?.channel === 'push';
  return type === 'travel_started' || type === 'no_access';
}

/** @param {Window|null} window @param {'addEventListener'|'removeEventListener'} verb @param {() => void} nudge @param {() => void} afresh */
function listen(window, verb, nudge, afresh) {
  window?.navigator?.serviceWorker?.[verb]('message', nudge); // the worker got a push while this page is open
  window?.[verb]('online', afresh);
  window?.document[verb]('visibilitychange', nudge);
}

/** @param {Core} core */
async function attempt(core) {
  await core.db.write(['meta'], (tx) => meta.noteContact(tx, { last_try_ms: core.outside.clock.wall() }));
  return syncOnce(core);
}

/** @param {Core} core */
async function upload(core) {
  const device = await core.db.read(['meta'], meta.device);
  const token = device?.operatives.find((person) => person.id === device.actor_id)?.token;
  if (!token) return { sent: [], failed: 0, waitMs: 0 };
  const url = `${core.outside.apiBase}/files`;
  const onStart = (/** @type {string|null} */ sha256) => {
    core.flight.photo = sha256;
    core.changed();
  };
  return uploadWaiting(core.db, { url, token, send: core.outside.uploader, onStart });
}

/**
 * One tab at a time, to save traffic; nothing is wrong if two get through, or if a frozen tab keeps the lock.
 *
 * @template T
 * @param {Core} core
 * @param {() => Promise<T>} work
 * @returns {Promise<T|null>} null where another tab is at it
 */
async function exclusively(core, work) {
  const { locks, databaseName, clock } = core.outside;
  if (!locks) return work();
  const name = `${databaseName}-sync`;
  const held = await ifFree(locks, name, work);
  if (held) return held.result;
  const { last_try_ms } = await core.db.read(['meta'], meta.contact);
  const frozen = last_try_ms === null || Math.abs(clock.wall() - last_try_ms) > FROZEN_MS;
  return frozen ? locks.request(name, { steal: true }, work) : null;
}

/**
 * @template T
 * @param {LockManager} locks
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<{result: T|null}|null>} null where somebody else holds it
 */
async function ifFree(locks, name, work) {
  try {
    return await locks.request(name, { ifAvailable: true }, async (lock) => (lock ? { result: await work() } : null));
  } catch (error) {
    // This tab was frozen, another took the lock away and goes on.
    if (error instanceof DOMException && error.name === 'AbortError') return { result: null };
    throw error;
  }
}
