/** What the next request says: read in one transaction, so that it is true of one moment. */

import * as meta from '../store/meta.js';
import { chains, range, waiting } from '../store/outbox.js';
import { photosWaiting } from '../store/photos.js';
import { refusals } from '../store/refusals.js';
import { sealedAbove, sealedNumbers } from '../store/sealed.js';
import { readClock } from './clock.js';
import { newRequestId } from './exchange.js';
import { firstBatch, lostNumbers, withSignature } from './push.js';

/** @import {Envelope, SyncRequest} from '../types.js' */
/** @import {Tx} from '../store/db.js' */
/** @import {Chain} from '../store/outbox.js' */
/** @import {Core, Run} from './sync.js' */

/** @typedef {Awaited<ReturnType<typeof situation>>} Situation */
/** @typedef {{situation: Situation, lot: Lot, queue: Envelope[], events: Envelope[], leaves: number,
 *   request: SyncRequest, token: string}} Plan */
/** @typedef {{chain: Chain, queue: Envelope[]}} Lot */

const MOST_WANTED = 100;

/** @type {import('../store/db.js').StoreName[]} */
const STORES = ['meta', 'chains', 'events', 'photo_notes', 'sealed', 'refusals'];

/**
 * Null where the phone is not enrolled, or the sync is over: everything told, everything pulled.
 *
 * @param {Core} core
 * @param {Run} run
 * @returns {Promise<Plan|null>}
 */
export async function nextRequest(core, run) {
  const now = await core.db.read(STORES, (tx) => situation(tx, core, run));
  if (!now?.device) return null;
  const { device, lot, queue } = now;
  const token = device.operatives.find((person) => person.id === device.actor_id)?.token;
  if (!lot || token === undefined) return null;
  const batch = now.sealed.length < run.mostSealed ? firstBatch(queue, run.limits) : [];
  const needsBeacon = !run.beaconed && queue.length > batch.length;
  const events = needsBeacon ? [] : batch;
  if (run.pulled && !events.length && !now.sealed.length && !now.unheard) return null;
  const key = lot.chain.epoch === device.epoch ? await signingKey(core) : undefined;
  const signed = await withSignature(events, key);
  const request = requestOf(core, now, lot, signed);
  return { situation: now, lot, queue, events, leaves: queue.length - events.length, request, token };
}

/** @param {Core} core */
async function signingKey(core) {
  core.key ??= (await meta.signingKey(core.db)) ?? null;
  return core.key?.privateKey;
}

/** @param {Tx} tx @param {Core} core @param {Run} run */
async function situation(tx, core, run) {
  const device = await meta.device(tx);
  if (!device) return null;
  const refused = new Set((await refusals(tx)).map((row) => row.event_id));
  /** @type {Lot[]} */
  const lots = [];
  for (const chain of await chains(tx)) lots.push({ chain, queue: await waiting(tx, chain) });
  const own = lots.filter(({ chain }) => chain.device_id === device.device_id);
  const untold = (/** @type {Envelope} */ event) => !core.told.has(event.id);
  const current = own.find(({ chain }) => chain.epoch === device.epoch);
  // Another life of the server may have less of a chain than it had; it says so when it is asked.
  const isUnheard = (/** @type {Lot} */ { chain }) => chain.heard_by !== device.server_epoch && chain.head.seq > 0;
  const lot =
    own.find(({ queue }) => queue.some(untold)) ?? own.find((one) => one !== current && isUnheard(one)) ?? current;
  // What an earlier sign-in of this phone left behind goes along last; it stays here, because no answer proves it.
  const strays = lots.filter((one) => !own.includes(one));
  const stray = strays.flatMap((one) => one.queue.filter((event) => isUnheard(one) || !refused.has(event.id)));
  const fresh = lot?.queue.filter(untold) ?? [];
  const queue = fresh.length ? fresh : stray.filter(untold);
  const boxes = { most: run.mostSealed, passedOver: core.passedOver };
  const under = await below(tx, lot, boxes);
  const behind = under.sealed.length || queue.length ? undefined : strays.find(isUnheard);
  const left = await leftBehind(tx, behind, { ...boxes, run });
  return {
    device,
    lot,
    queue,
    ...under,
    sealed: left?.boxes ?? under.sealed,
    left,
    unheard: lot !== current && lot !== undefined && isUnheard(lot),
    place: await meta.feedPlace(tx),
    photos: await photosWaiting(tx),
  };
}

/** The boxes of a chain from an earlier sign-in, which a server that was put back may have lost as well.
 * @param {Tx} tx @param {Lot|undefined} lot @param {{most: number, passedOver: Set<string>, run: Run}} which */
async function leftBehind(tx, lot, { most, passedOver, run }) {
  if (!lot) return null;
  const { epoch } = lot.chain;
  const boxes = await sealedAbove(tx, lot.chain, { most, passedOver, from: run.handedIn.get(epoch) ?? 0 });
  return { epoch, boxes, isLast: boxes.length < most };
}

/** What lies under the queue: boxes that a restored server lacks, numbers nobody holds, rows that await their box.
 * @param {Tx} tx @param {Lot|undefined} lot @param {{most: number, passedOver: Set<string>}} which */
async function below(tx, lot, which) {
  if (!lot) return { sealed: [], lost: [], unsealed: [] };
  const { chain, queue } = lot;
  const above = await sealedNumbers(tx, chain);
  const missing = chain.head.seq - chain.acked.seq - queue.length - above.length;
  const held = [...above, ...queue.map((event) => event.seq)].sort((a, b) => a - b);
  return {
    sealed: above.length ? await sealedAbove(tx, chain, which) : [],
    lost: missing > 0 ? lostNumbers(chain.acked.seq + 1, chain.head.seq, held) : [],
    unsealed: /** @type {Envelope[]} */ (await tx.objectStore('events').getAll(range(chain.epoch, 1, chain.acked.seq))),
  };
}

/**
 * @param {Core} core
 * @param {NonNullable<Situation>} now
 * @param {Lot} lot
 * @param {Envelope[]} events
 * @returns {SyncRequest}
 */
function requestOf(core, { device, place, photos, sealed, lost }, { chain, queue }, events) {
  return {
    protocol: 1,
    app_version: core.outside.appVersion,
    request_id: newRequestId(core.outside),
    device_id: device.device_id,
    epoch: chain.epoch,
    server_epoch: device.server_epoch,
    acked: chain.acked.seq ? chain.acked : null,
    clock: readClock(core.outside.clock, core.contextId),
    head: chain.head,
    pending: { events: queue.length, blobs: photos.length, oldest_seq: queue[0]?.seq ?? null },
    events: events.map(wireOf),
    lost,
    sealed,
    cursor: place.cursor,
    scope: null,
    want: photos.slice(0, MOST_WANTED).map((note) => note.sha256),
  };
}

/** @param {Envelope} envelope @returns {Envelope} */
function wireOf({ id, device_id, epoch, seq, prev, body, hash, sig }) {
  const plain = { id, device_id, epoch, seq, prev, body, hash };
  return sig ? { ...plain, sig } : plain;
}
