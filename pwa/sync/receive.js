/** Taking in a proven answer: everything it changes, in one transaction, or nothing. */

import { utf8 } from '../domain/bytes.js';
import { envelopeHash, GENESIS, opened } from '../domain/envelope.js';
import { sealedFor } from '../domain/seal.js';
import { takeChanges } from '../store/changes.js';
import { ALL, isFull } from '../store/db.js';
import * as meta from '../store/meta.js';
import { dropReceived, noteHandedIn as notePhoto } from '../store/photos.js';
import { letGo, newChain, noteHandedIn, release, stepBack } from '../store/release.js';
import { noteResults } from '../store/results.js';
import { dropOldBoxes } from '../store/sealed.js';
import { assignedVisits, dropOldTraces, traces } from '../store/traces.js';
import { measured } from './clock.js';
import { settle, settled } from './settle.js';

/** @import {Envelope, Head, SyncAnswer, VisitEvent} from '../types.js' */
/** @import {Tx} from '../store/db.js' */
/** @import {Device} from '../store/meta.js' */
/** @import {Plan} from './plan.js' */
/** @import {Core} from './sync.js' */

/** So many hashes are a task that no finger notices. */
const RESTS_AFTER = 16;

/**
 * @param {Core} core
 * @param {Plan} plan
 * @param {SyncAnswer} answer
 * @param {{monoAfter: number, raw?: boolean}} how
 * @returns {Promise<{moved: boolean, tookList: boolean}>} whether more is proven to be there; whether the list was taken
 */
export async function receive(core, plan, answer, { monoAfter, raw = false }) {
  const { lot, situation } = plan;
  // A server that was put back is sent boxes, whose hashes prove as much as the events did.
  const boxed = situation?.left ? [] : (situation?.sealed ?? []);
  const offered = [...boxed, ...lot.queue].sort((a, b) => a.seq - b.seq);
  const head = settle(offered, lot.chain.acked, answer, situation?.lost, lot.chain.head);
  const acked = head ?? lot.chain.acked;
  const others = settled(plan.events, lot.chain.epoch, answer.results);
  const covered = [...(situation?.unsealed ?? []), ...lot.queue.filter((event) => event.seq <= acked.seq), ...others];
  const boxes = await boxesFor(covered, situation?.device.seal_key_jwk ?? null, core.outside.rest);
  const news = { acked, others, boxes, monoAfter, takesList: !raw, freshEpoch: core.newId() };
  let tookList = true;
  try {
    await core.db.write(ALL, (tx) => takeIn(tx, core, plan, answer, news));
  } catch (error) {
    if (!isFull(error)) throw error;
    // No room for boxes or a list: note what is proven, let the photos go that make room, and seal another time.
    core.storage = 'full';
    tookList = false;
    const bare = { ...news, boxes: new Map(), takesList: false };
    await core.db.write(ALL, (tx) => takeIn(tx, core, plan, answer, bare));
  }
  core.swept = true;
  for (const { id } of answer.results) core.told.add(id);
  return { moved: head !== null, tookList };
}

/**
 * @param {Tx} tx
 * @param {Core} core
 * @param {Plan} plan
 * @param {SyncAnswer} answer
 * @param {{acked: Head, others: Envelope[], boxes: Map<string, string>, monoAfter: number, takesList: boolean,
 *   freshEpoch: string}} news
 */
async function takeIn(tx, core, plan, answer, { acked, others, boxes, monoAfter, takesList, freshEpoch }) {
  const { lot, request, events } = plan;
  await dropReceived(tx, answer.blobs_verified);
  for (const needed of answer.blobs_needed ?? []) await notePhoto(tx, needed, false);
  await noteAnswer(tx, core, plan, answer, monoAfter);
  await noteResults(tx, answer.results, new Map(events.map((event) => [event.id, event])));
  if (takesList) await takeChanges(tx, answer, request.cursor);
  // After the changes: of a visit that they took away no trace is kept.
  const visits = await visitsHere(tx, [...lot.queue, ...others]);
  const keepTrace = (/** @type {VisitEvent} */ event) => visits.has(event.visit_id);
  const how = { boxes, keepTrace, nowMs: answer.t_send };
  await release(tx, lot.chain, { acked, server: answer.server_epoch, ...how });
  await letGo(tx, others, how);
  if (plan.situation?.left?.isLast) await noteHandedIn(tx, plan.situation.left.epoch, answer.server_epoch);
  const forked = answer.results.some((result) => result.status === 'forked');
  if (forked) await forkAway(tx, lot.chain.epoch, freshEpoch, core.outside.clock.wall());
  if (core.swept) return;
  await dropOldBoxes(tx, answer.t_send);
  await dropOldTraces(tx, answer.t_send);
}

/** Only bytes that still hash to their own name are worth keeping as what the server has.
 * @param {Envelope[]} envelopes @param {JsonWebKey|null} serverKey @param {() => unknown} rest */
async function boxesFor(envelopes, serverKey, rest) {
  /** @type {Map<string, string>} */
  const boxes = new Map();
  if (!serverKey) return boxes;
  const sound = [];
  for (const [index, envelope] of envelopes.entries()) {
    if ((await envelopeHash(envelope)) === envelope.hash) sound.push(envelope);
    if (index % RESTS_AFTER === 0) await rest();
  }
  const texts = sound.map((envelope) => utf8(JSON.stringify(envelope)));
  const sealed = await sealedFor(texts, serverKey, rest);
  sound.forEach((envelope, index) => {
    boxes.set(envelope.hash, sealed[index]);
  });
  return boxes;
}

/** The visits assigned to this phone, those it opened itself, and the day without a visit.
 * @param {Tx} tx @param {Envelope[]} queue */
async function visitsHere(tx, queue) {
  const own = [...(await traces(tx)), ...queue.map(opened)].filter(({ type }) => type === 'visit_opened');
  return new Set([null, ...(await assignedVisits(tx)), ...own.map(({ visit_id }) => visit_id)]);
}

/** @param {Tx} tx @param {Core} core @param {Plan} plan @param {SyncAnswer} answer @param {number} monoAfter */
async function noteAnswer(tx, core, { request, token }, answer, monoAfter) {
  const measure = measured(request.clock, monoAfter, answer);
  const nowMs = core.outside.clock.wall();
  const list = answer.more ? {} : { list_at_ms: nowMs };
  await meta.noteContact(tx, { last_contact_ms: nowMs, upgrade: answer.upgrade ?? 'none', ...list }, measure);
  const device = await meta.device(tx);
  if (device) await meta.putDevice(tx, afterAnswer(device, token, answer));
}

/** A rotated token belongs to the person whose token the request carried.
 * @param {Device} device @param {string} used @param {SyncAnswer} answer @returns {Device} */
function afterAnswer(device, used, answer) {
  const { token } = answer;
  const operatives = device.operatives.map((person) =>
    token && person.token === used ? { ...person, token } : person,
  );
  return { ...device, operatives, server_epoch: answer.server_epoch ?? device.server_epoch };
}

/** Somebody else wrote under our numbers (this phone was copied, or restored): go on under a name of our own.
 * @param {Tx} tx @param {string} epoch @param {string} freshEpoch @param {number} nowMs */
async function forkAway(tx, epoch, freshEpoch, nowMs) {
  const device = await meta.device(tx);
  if (!device || device.epoch !== epoch) return;
  await tx.objectStore('chains').put?.(newChain(device.device_id, freshEpoch, nowMs));
  await meta.putDevice(tx, { ...device, epoch: freshEpoch });
}

/**
 * The server was restored from a backup: count from where it stands now, and take its whole list anew.
 *
 * @param {Core} core
 * @param {Plan} plan
 * @param {{server_epoch: string, acked_seq: number, acked_hash: string}} answer
 */
export async function stepBackTo(core, { lot }, { server_epoch, acked_seq, acked_hash }) {
  const { epoch } = lot.chain;
  core.told.clear();
  core.passedOver.clear();
  await core.db.write(ALL, async (tx) => {
    const row =
      (await tx.objectStore('sealed').get([epoch, acked_seq])) ??
      (await tx.objectStore('events').get([epoch, acked_seq])) ??
      (lot.chain.acked.seq === acked_seq ? lot.chain.acked : null);
    const ours = acked_seq === 0 ? GENESIS : row?.hash;
    // Where its hash is not ours, nothing of what it holds is proven: offer everything again.
    await stepBack(tx, epoch, ours === acked_hash ? { seq: acked_seq, hash: acked_hash } : { seq: 0, hash: GENESIS });
    const device = await meta.device(tx);
    if (!device) return;
    await meta.putDevice(tx, { ...device, server_epoch });
    await meta.startFeedAnew(tx);
  });
}
