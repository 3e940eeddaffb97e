/** The phone as the screens know it: record, read, sync, and say honestly how things stand. */

import { hex, uuid7 } from '../domain/bytes.js';
import { shownTime } from '../domain/shown-time.js';
import { Database, isFull } from '../store/db.js';
import { draftAt, draftKeys } from '../store/drafts.js';
import { HeldEvents, HeldFeed } from '../store/held.js';
import * as meta from '../store/meta.js';
import { setAside } from '../store/refusals.js';
import { inWords } from './in-words.js';
import { outside as outsideOf } from './outside.js';
import { NOTHING, SILENT_MS, STORES, snapshot, statusOf } from './status.js';
import { unsentRows } from './unsent.js';
import { ownMessages, visitRows, visitView } from './views.js';

/** @import {ChangeKind, Phone, PhoneOptions, UnsentRow} from '../types.js' */
/** @import {Outside} from './outside.js' */
/** @import {Snapshot} from './status.js' */
/** @import {Core} from './sync.js' */
/** @typedef {ReturnType<typeof import('./schedule.js').makeSchedule>} Schedule */

/** With less room than this, a photo may not save. */
const LOW_BYTES = 50_000_000;

/** Until the server has said otherwise. */
const TIME_ZONE = 'Europe/London';

/**
 * `now` is the last snapshot: the screens ask it without waiting, and every change makes a new one.
 * @typedef {{core: Core, schedule: () => Promise<Schedule>, now: Snapshot,
 *   listeners: Set<() => void>, refresh: () => Promise<void>, deafen: () => void}} Open
 */

/** @param {PhoneOptions} [options] @returns {Promise<Phone>} */
export async function openPhone(options = {}) {
  const outside = outsideOf(options);
  const db = new Database(outside.indexedDB, outside.databaseName);
  const core = newCore(outside, db);
  /** @type {Promise<Schedule>|undefined} */
  let schedule;
  /** @type {Open} */
  const open = {
    core,
    async schedule() {
      schedule ??= core.work().then(({ makeSchedule }) => makeSchedule(core));
      return schedule.catch((error) => {
        schedule = undefined;
        throw error;
      });
    },
    now: NOTHING,
    listeners: new Set(),
    deafen: () => {},
    async refresh() {
      open.now = await db.read(STORES, (tx) => snapshot(tx, core));
      for (const listener of open.listeners) listener();
    },
  };
  announceChanges(open);
  // A browser that keeps nothing must be able to say so before the first visit.
  await open.refresh().catch(() => {
    core.storage = 'refused';
  });
  void weighStorage(open); // it may answer late: the first list does not wait to know how full the phone is
  return { ...identity(open), ...reading(open), ...writing(open), ...sending(open) };
}

/** @param {Outside} outside @param {Database} db @returns {Core} */
function newCore(outside, db) {
  return {
    outside,
    db,
    contextId: hex(outside.random.bytes(16)),
    own: new HeldEvents(),
    feed: new HeldFeed(),
    last: null,
    heard_ms: outside.clock.mono(),
    storage: 'ok',
    told: new Set(),
    passedOver: new Set(),
    key: undefined,
    swept: false,
    flight: { ids: new Set(), photo: null, since_ms: null },
    newId: () => uuid7(outside.clock.wall(), outside.random.bytes(16)),
    changed: () => {},
    tellOthers: () => {},
    work: () => import('./work.js'),
  };
}

/** Many small changes in a row are read once, and other tabs hear of them; one that slept, or whose browser has no way
 * to tell it, looks when it is looked at.
 * @param {Open} open */
function announceChanges(open) {
  const { core } = open;
  const { channel, timers, window } = core.outside;
  let due = false;
  async function refreshSoon() {
    if (due) return;
    due = true;
    await Promise.resolve();
    due = false;
    await open.refresh().catch(() => {});
  }
  core.tellOthers = () => channel?.postMessage('changed');
  core.changed = () => {
    refreshSoon();
    core.tellOthers();
    if (core.flight.since_ms !== null || core.last === null) timers.after(SILENT_MS, refreshSoon);
  };
  if (channel) channel.onmessage = refreshSoon;
  window?.document.addEventListener('visibilitychange', refreshSoon);
  timers.after(SILENT_MS, refreshSoon); // a part of the app that did not come asks nobody: the screen must say so
  open.deafen = () => {
    channel?.close();
    window?.document.removeEventListener('visibilitychange', refreshSoon);
  };
}

/** @param {Open} open */
async function weighStorage({ core, listeners }) {
  const room = await core.outside.storage?.estimate?.().catch(() => null);
  if (!room?.quota || core.storage === 'full' || core.storage === 'refused') return;
  const found = room.quota - (room.usage ?? 0) < LOW_BYTES ? 'low' : 'ok';
  if (found === core.storage) return;
  core.storage = found;
  for (const listener of listeners) listener();
}

/** @param {Open} open */
function statusNow({ core, now }) {
  return statusOf(core, now, rowsOf(now, core.flight));
}

/** @type {WeakMap<Snapshot, {ids: Set<string>, photo: string|null, rows: UnsentRow[]}>} */
const counted = new WeakMap();

/** The unsent rows, which every screen asks for several times.
 * @param {Snapshot} now @param {Core['flight']} flight */
function rowsOf(now, flight) {
  const { ids, photo } = flight;
  const known = counted.get(now);
  if (known?.ids === ids && known.photo === photo) return known.rows;
  const rows = unsentRows(now, flight);
  counted.set(now, { ids, photo, rows });
  return rows;
}

/** @param {Open} open */
function identity(open) {
  const { core } = open;
  return {
    device() {
      const { device } = open.now;
      if (!device) return null;
      const { device_id, server_epoch, signing, capabilities, operatives, actor_id } = device;
      const { token, ...operative } = operatives.find(({ id }) => id === actor_id) ?? operatives[0];
      return { device_id, operative, server_epoch: server_epoch ?? '', signing, capabilities };
    },
    operatives: () => (open.now.device?.operatives ?? []).map(({ id, name }) => ({ id, name })),
    /** @param {string} operativeId */
    async actAs(operativeId) {
      await core.db.write(['meta'], async (tx) => {
        const device = await meta.device(tx);
        const known = device?.operatives.some(({ id }) => id === operativeId);
        if (device && known) await meta.putDevice(tx, { ...device, actor_id: operativeId });
      });
      await open.refresh();
      core.tellOthers();
    },
    /** @param {Parameters<Phone['enrol']>[0]} input */
    async enrol(input) {
      await (await core.work()).enrolPhone(core, input);
      core.last = null;
      core.heard_ms = core.outside.clock.mono();
      await open.refresh();
      core.changed();
      (await open.schedule()).enrolled();
    },
    newId: core.newId,
  };
}

/** @param {Open} open */
function reading(open) {
  const { db, flight, own } = open.core;
  /** @param {ChangeKind} kind @param {string|undefined} id */
  const one = async (kind, id) => open.now.feed.one(kind, id ?? '');
  return {
    status: () => statusNow(open),
    visits: async () => (statusNow(open).hidden ? [] : visitRows(open.now, own)),
    visit: async (/** @type {string} */ id) => (statusNow(open).hidden ? null : visitView(open.now, own, id, flight)),
    flag: (/** @type {string} */ id) => one('flag', id),
    settings: () => one('settings', 'settings'),
    operative: () => one('operative', open.now.device?.actor_id),
    messages: async () => ownMessages(open.now),
    unsent: async () => inWords(rowsOf(open.now, flight)),
    photo: (/** @type {string} */ sha256) =>
      db.read(['photos'], async (tx) => (await tx.objectStore('photos').get(sha256)) ?? null),
    shownTime: (/** @type {import('../types.js').VisitEvent} */ event) =>
      shownTime(event.at, open.now.contact.measures, open.now.settings?.time_zone ?? TIME_ZONE),
    subscribe(/** @type {() => void} */ listener) {
      open.listeners.add(listener);
      return () => void open.listeners.delete(listener);
    },
  };
}

/** @param {Open} open */
function writing(open) {
  const { core } = open;
  return {
    async record(/** @type {import('../types.js').RecordInput} */ input) {
      try {
        const recorded = await (await core.work()).recordFact(core, input);
        if (!recorded.photos_saved) core.storage = 'full';
        await open.refresh();
        core.tellOthers();
        (await open.schedule()).appended(input);
        return recorded;
      } catch (error) {
        if (isFull(error)) core.storage = 'full';
        throw error;
      }
    },
    async setAside(/** @type {string} */ eventId) {
      await core.db.write(['refusals'], (tx) => setAside(tx, eventId));
      await open.refresh();
      core.tellOthers();
    },
    draft: (/** @type {string} */ key) => draftAt(core.db, ownKey(open, key)),
    begun: async (/** @type {string[]} */ keys) => {
      const kept = new Set(await draftKeys(core.db));
      return keys.filter((key) => kept.has(ownKey(open, key)));
    },
    exportUnsent: async () => (await core.work()).unsentFile(core.db),
  };
}

/** Each person's drafts are their own. Whoever had the phone to themselves has the keys as they were then.
 * @param {Open} open @param {string} key */
function ownKey({ now: { device } }, key) {
  const first = device?.first_actor_id ?? device?.operatives[0].id;
  return device?.actor_id === first ? key : `${device?.actor_id} ${key}`;
}

/** Where the rest of the app could not be fetched yet, the next thing that needs it asks again.
 * @param {Open} open @param {(schedule: Schedule) => void} then */
function begun(open, then) {
  return open.schedule().then(then, () => {});
}

/** @param {Open} open */
function sending(open) {
  const { core } = open;
  return {
    async syncNow() {
      const schedule = await open.schedule();
      await schedule.askedFor();
      await schedule.quiet();
      await weighStorage(open);
      await open.refresh();
      return statusNow(open);
    },
    quiet: async () => (await open.schedule()).quiet(),
    wakes: async () => (await core.work()).stateOfWakes(core),
    turnOnWakes: async () => (await core.work()).turnOnWakes(core),
    turnOffWakes: async () => (await core.work()).turnOffWakes(core),
    makeCalendar: async () => (await core.work()).makeCalendar(core),
    endCalendar: async () => (await core.work()).endCalendar(core),
    calendarFile: async () => (await core.work()).calendarFile(core),
    start: () => void begun(open, (schedule) => schedule.start()),
    stop: () => void begun(open, (schedule) => schedule.stop()),
    close() {
      begun(open, (schedule) => schedule.stop());
      open.deafen();
      core.db.close();
    },
  };
}
