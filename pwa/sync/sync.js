/**
 * The order of a sync: a head beacon where more waits than fits one request, the events in their order, pulling until
 * there is no more. An ordinary sync is one round trip. Photos go after, by themselves.
 */

import { utf8 } from '../domain/bytes.js';
import { exchange, newRequestId } from './exchange.js';
import { nextRequest } from './plan.js';
import { FULL_BATCH } from './push.js';
import { receive, stepBackTo } from './receive.js';

/** @import {Envelope} from '../types.js' */
/** @import {Database} from '../store/db.js' */
/** @import {HeldEvents, HeldFeed} from '../store/held.js' */
/** @import {Outcome, Refused} from './exchange.js' */
/** @import {Outside} from './outside.js' */
/** @import {Plan} from './plan.js' */

/**
 * What the parts of one open phone share. `told`: events that the server named in this page load; they wait only for
 * its proof. `passedOver`: hashes of boxes that are not offered again in this page load, because the server could not
 * read them or one below them. `flight`: what is under way, for the screens. `heard_ms`: when this page was opened, was
 * signed on or last had an answer, by the monotonic clock.
 * @typedef {{outside: Outside, db: Database, contextId: string, own: HeldEvents, feed: HeldFeed, last: LastEnd,
 *   storage: import('../types.js').PhoneStatus['storage'], told: Set<string>, passedOver: Set<string>,
 *   key: CryptoKeyPair|null|undefined, heard_ms: number,
 *   swept: boolean, newId: () => string, flight: Flight,
 *   changed: () => void, tellOthers: () => void, work: () => Promise<typeof import('./work.js')>}} Core
 * @typedef {'ok'|'offline'|'signed_out'|'blocked'|null} LastEnd how the last try ended; null before the first
 * @typedef {{ids: Set<string>, photo: string|null, since_ms: number|null}} Flight
 * @typedef {{limits: import('./push.js').Limits, mostSealed: number, beaconed: boolean, pulled: boolean,
 *   restores: number, handedIn: Map<string, number>}} Run
 * @typedef {{end: 'ok'|'offline'|'signed_out'|'blocked', waitMs: number}} End
 */

/** A server that keeps saying that it was restored is not one to talk to now. */
const MOST_RESTORES = 3;

/** How many boxes a request holds at most. */
const MOST_SEALED = 200;

/** @param {Core} core @returns {Promise<End>} */
export async function syncOnce(core) {
  /** @type {Run} */
  const run = {
    limits: { ...FULL_BATCH },
    mostSealed: MOST_SEALED,
    beaconed: false,
    pulled: false,
    restores: 0,
    handedIn: new Map(),
  };
  for (;;) {
    const plan = await nextRequest(core, run);
    if (!plan) return run.pulled ? { end: 'ok', waitMs: 0 } : { end: 'signed_out', waitMs: 0 };
    const { request, token } = plan;
    const outcome = await inFlight(core, plan, () =>
      exchange(core.outside, { path: '/sync', token, asked: request, body: JSON.stringify(request) }),
    );
    const end = await take(core, run, plan, outcome);
    core.changed();
    if (end) return end;
  }
}

/** @template T @param {Core} core @param {Plan} plan @param {() => Promise<T>} work */
async function inFlight(core, plan, work) {
  core.flight.ids = new Set(plan.events.map((event) => event.id));
  core.flight.since_ms = core.outside.clock.mono();
  core.changed();
  try {
    return await work();
  } finally {
    core.flight.ids = new Set();
    core.flight.since_ms = null;
  }
}

/** Null to go on.
 * @param {Core} core @param {Run} run @param {Plan} plan @param {Outcome} outcome @returns {Promise<End|null>} */
async function take(core, run, plan, outcome) {
  if (outcome.kind === 'silence') return { end: 'offline', waitMs: outcome.waitMs };
  core.heard_ms = core.outside.clock.mono();
  if (outcome.kind === 'status') return afterStatus(core, run, plan, outcome);
  const { answer } = outcome;
  const known = plan.situation?.device.server_epoch;
  if (outcome.kind === 'restored' || (known && answer.server_epoch !== known)) {
    await stepBackTo(core, plan, answer);
    run.restores += 1;
    return run.restores > MOST_RESTORES ? { end: 'offline', waitMs: 0 } : null;
  }
  const { moved, tookList } = await receive(core, plan, answer, outcome);
  const { left } = plan.situation ?? {};
  if (left?.boxes.length) run.handedIn.set(left.epoch, left.boxes[left.boxes.length - 1].seq);
  if (core.passedOver.size) for (const { hash } of plan.request.sealed) core.passedOver.add(hash);
  run.beaconed = true;
  run.limits.events = Math.min(FULL_BATCH.events, run.limits.events * 2);
  run.mostSealed = Math.min(MOST_SEALED, run.mostSealed * 2);
  // With events a phone out of use is answered 200: only a request without any says that its access has ended.
  const isShut = answer.results.some(({ code }) => code === 'actor_revoked');
  run.pulled = !isShut && (!answer.more || !tookList || answer.cursor === plan.request.cursor);
  return stuck(core, plan, moved) ? { end: 'offline', waitMs: 0 } : null;
}

/** An answer that says nothing of what we sent would have us send it for ever.
 * @param {Core} core @param {Plan} plan @param {boolean} moved */
function stuck(core, { events, request, situation }, moved) {
  if (moved || situation?.left) return false;
  return (
    (request.sealed.length > 0 && !core.passedOver.size) ||
    (events.length > 0 && !events.some((event) => core.told.has(event.id)))
  );
}

/** @param {Core} core @param {Run} run @param {Plan} plan @param {Refused} refused @returns {Promise<End|null>} */
async function afterStatus(core, run, plan, { status, limits, waitMs }) {
  if (status === 400 || status === 413) return narrowed(core, run, plan, limits);
  // A blocked device may still hand in what it holds: leave the beacon out and send the events themselves.
  const mayStillPush = status === 403 && !run.beaconed && plan.leaves > 0;
  run.beaconed = true;
  return mayStillPush ? null : { end: status === 403 ? 'blocked' : 'signed_out', waitMs };
}

/**
 * Something in the request could not be read, or it was too large: halve it until one event is found that no batch
 * can carry; that one goes by itself, and stops nothing.
 *
 * @param {Core} core
 * @param {Run} run
 * @param {Plan} plan
 * @param {{max_events?: number, max_bytes?: number}} told
 * @returns {Promise<End|null>}
 */
async function narrowed(core, run, plan, { max_events, max_bytes }) {
  const { events, request } = plan;
  if (max_bytes && max_bytes > 0) run.limits.bytes = Math.min(run.limits.bytes, Math.floor(max_bytes * 0.9));
  if (request.sealed.length) return fewerBoxes(core, run, plan);
  if (events.length === 1) return sendRaw(core, plan, events[0]);
  if (!events.length) {
    const mayStillPush = !run.beaconed && plan.leaves > 0;
    run.beaconed = true;
    return mayStillPush ? null : { end: 'offline', waitMs: 0 };
  }
  const half = Math.floor(events.length / 2);
  run.limits.events = max_events && max_events > 0 ? Math.min(max_events, half) : half;
  return null;
}

/** Boxes without events first, then half of them, then one: that one is passed over and stays on the phone.
 * @param {Core} core @param {Run} run @param {Plan} plan */
function fewerBoxes(core, run, { events, request: { sealed } }) {
  if (events.length) run.mostSealed = sealed.length;
  else if (sealed.length > 1) run.mostSealed = Math.floor(sealed.length / 2);
  else core.passedOver.add(sealed[0].hash);
  return null;
}

/** @param {Core} core @param {Plan} plan @param {Envelope} event @returns {Promise<End|null>} */
async function sendRaw(core, plan, event) {
  const request_id = newRequestId(core.outside);
  const { device_id, epoch } = plan.request;
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Sync-Request-Id': request_id,
    'Event-Device': event.device_id,
    'Event-Epoch': event.epoch,
    'Event-Seq': String(event.seq),
    'Event-Id': event.id,
    'Event-Prev': event.prev,
    'Event-Hash': event.hash,
  };
  const asked = { request_id, device_id, epoch: event.device_id === device_id ? epoch : event.epoch };
  const { token } = plan;
  const outcome = await inFlight(core, plan, () =>
    exchange(core.outside, { path: '/sync/raw', token, asked, headers, body: utf8(event.body) }),
  );
  if (outcome.kind === 'silence') return { end: 'offline', waitMs: outcome.waitMs };
  // Whatever the server made of it, it is not tried again in this page load, and it stays in the outbox.
  core.told.add(event.id);
  if (outcome.kind === 'answer') await receive(core, plan, outcome.answer, { monoAfter: outcome.monoAfter, raw: true });
  return outcome.kind === 'status' && outcome.status === 401 ? { end: 'signed_out', waitMs: 0 } : null;
}
