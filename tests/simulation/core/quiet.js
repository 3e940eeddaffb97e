/** The storm is over: everything works again, every phone is opened and syncs until nothing more happens. */

import { ask } from './asking.js';
import { enrol } from './deeds.js';
import { everything } from './storage.js';

/** @import {Phone} from './phone.js' */
/** @import {Run} from './run.js' */

const MOST_ROUNDS = 14;

/** @param {Run} run */
export async function quieten(run) {
  run.note('quiet');
  ask('older', { on: false });
  for (const phone of run.phones) {
    Object.assign(phone, { network: 'good', full: false, hostile: false });
    phone.clocks.asleep = false;
    phone.killAll();
  }
  // What was under way arrives late, or never.
  await run.world.run(25 * 60_000);
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const calm = [];
    for (const phone of run.phones) calm.push(await settled(run, phone, round));
    await run.world.run(6 * 60_000);
    if (round > 3 && calm.every(Boolean)) return;
  }
  run.violated('I-10', `no calm after ${MOST_ROUNDS} rounds`);
}

/** @param {Run} run @param {Phone} phone @param {number} round */
async function settled(run, phone, round) {
  if (round % 3 === 0) phone.killAll();
  const page = await phone.page();
  if (!page?.api) return false;
  const { api } = page;
  if (!api.device() || api.status().connection === 'signed_out') {
    if (!phone.revokedNow()) await enrol(run, phone);
    await run.world.run(60_000);
  }
  api.syncNow().catch((error) => page.dead || run.violated('I-7', `${page.name} could not sync: ${error}`));
  await run.world.run(3 * 60_000);
  const { connection, waiting, photos_waiting } = api.status();
  run.note('calm?', phone.name, connection, waiting, photos_waiting);
  // A phone that was taken out of use hands everything in and is told nothing; it cannot know that it is done.
  if (phone.revokedNow() && connection === 'blocked') return true;
  return waiting === 0 && photos_waiting === 0 && connection === 'up_to_date';
}

/** Hold what phones and server have against what happened. @param {Run} run */
export async function judge(run) {
  const phones = [];
  for (const phone of run.phones) {
    const rows = await phone.during(everything(phone.disk));
    const device = rows.meta?.find(({ key }) => key === 'device')?.value ?? null;
    phones.push({ name: phone.name, device, feed: (rows.feed ?? []).map(({ value }) => value), ...evidence(rows) });
  }
  const events = [...run.ledger.entries.values()].map(({ envelope, true_ms, phone, hostile, promised, lost }) => ({
    envelope,
    true_ms,
    hostile,
    promised,
    phone: phone.name,
    excused: lost !== null && (!lost.on_server || run.restores.some((at) => at >= lost.at)),
  }));
  const photos = [...run.ledger.photos.values()].map(({ sha256, phone, lost }) => ({
    sha256,
    phone: phone.name,
    excused: lost !== null && (!lost.on_server || run.restores.some((at) => at >= lost.at)),
  }));
  const found = ask('judge', { at_ms: run.world.nowMs, phones, events, photos, restores: run.restores.length });
  for (const { invariant, what } of found.violations) run.violated(invariant, what);
}

/** @param {Record<string, any[]>} rows */
function evidence({ events = [], sealed = [], traces = [], drafts = [] }) {
  return {
    outbox: events.map(({ value }) => value),
    sealed: sealed.map(({ value }) => value.hash),
    traces: traces.map(({ value }) => value),
    drafts: drafts.map(({ value }) => value.key),
  };
}
