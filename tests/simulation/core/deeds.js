/** What may happen in a run, each deed by its name with its weight: people, phones, networks, the office, the server. */

import { ask } from './asking.js';
import { draw } from './facts.js';
import { everything, lose } from './storage.js';

/** @import {Phone} from './phone.js' */
/** @import {Run} from './run.js' */

const HOUR = 3_600_000;

/** @type {Record<string, [number, (run: Run, phone: Phone) => any]>} */
export const DEEDS = {
  record: [40, record],
  sync: [22, sync],
  network: [
    12,
    (run, phone) => {
      phone.network = run.chance.weighted({ good: 2, fair: 3, bad: 5, captive: 1, off: 3 });
      run.note('network', phone.name, phone.network);
    },
  ],
  kill_at_write: [
    9,
    async (run, phone) => {
      const page = await phone.page();
      if (page) page.killAt = page.writes + run.chance.whole(1, 25);
    },
  ],
  kill: [4, (_run, phone) => phone.killAll()],
  second_tab: [3, (_run, phone) => (phone.pages.length < 2 ? phone.open() : null)],
  lose_connection: [
    3,
    async (run, phone) => {
      const page = await phone.page();
      if (page) page.loseConnectionAt = page.transactions + run.chance.whole(1, 6);
    },
  ],
  set_clock: [
    4,
    (run, phone) => {
      const { clocks } = phone;
      const to = run.chance.pick([-2 * HOUR, HOUR, -10_000, 365 * 24 * HOUR, 1_000_000 - clocks.wallMs]);
      clocks.wallMs = Math.max(1_000_000, clocks.wallMs + to);
    },
  ],
  right_clock: [
    3,
    (run, phone) => {
      phone.clocks.wallMs = run.world.nowMs;
    },
  ],
  sleep: [
    5,
    (run, phone) => {
      phone.clocks.asleep = true;
      run.world.after(run.chance.span(HOUR, 9 * HOUR), () => {
        phone.clocks.asleep = false;
      });
    },
  ],
  zone: [
    1,
    (run, phone) => {
      phone.clocks.tz = run.chance.pick(['Europe/London', 'Europe/Paris']);
    },
  ],
  full_disk: [
    2,
    (run, phone) => {
      phone.full = run.chance.happens(0.5);
    },
  ],
  backup_phone: [2, (_run, phone) => phone.takeBackup()],
  old_phone: [1.5, (run, phone) => changedDisk(run, phone, () => phone.goBack())],
  evict: [1.5, (run, phone) => changedDisk(run, phone, () => phone.evict())],
  lose_rows: [1.5, (run, phone) => changedDisk(run, phone, () => loseRows(run, phone))],
  update_app: [
    2,
    (_run, phone) => {
      phone.killAll();
      phone.version = 2;
    },
  ],
  office: [10, office],
  revoke: [
    0.4,
    (run, phone) => {
      if (phone.deviceId === null) return;
      ask('office', { what: 'revoke', device_id: phone.deviceId, at_ms: run.world.nowMs });
      run.revoked.add(phone.deviceId);
    },
  ],
  backup_server: [4, (run) => ask('backup', { at_ms: run.world.nowMs })],
  restore_server: [
    3,
    (run) => {
      if (ask('restore', { at_ms: run.world.nowMs }).restored) run.restores.push(run.world.nowMs);
    },
  ],
  older_server: [2, (run) => ask('older', { on: run.chance.happens(0.6) })],
  person: [3, person],
};

/** @param {Run} run @param {Phone} phone */
async function record(run, phone) {
  const page = await phone.page();
  const device = page?.api?.device();
  if (!page?.api || !device) return enrol(run, phone);
  for (let times = run.chance.whole(1, run.chance.happens(0.1) ? 30 : 3); times > 0; times--) {
    const input = draw(run, device.operative.id);
    page.recording += 1;
    page.api
      .record(input)
      .then((recorded) => run.ledger.promised(page, recorded, input.photos ?? []))
      .catch((error) => {
        if (!page.dead) run.violated('I-7', `${page.name} could not record: ${error.name} ${error.message}`);
      })
      .finally(() => {
        page.recording -= 1;
      });
    if (run.chance.happens(0.8)) await run.world.settle();
    if (page.dead) return;
  }
  await run.world.settle();
}

/** @param {Run} run @param {Phone} phone */
async function sync(run, phone) {
  const page = await phone.page();
  if (!page?.api) return;
  if (!page.api.device()) return enrol(run, phone);
  if (run.chance.happens(0.4)) page.api.start();
  else page.api.syncNow().catch((error) => page.dead || run.violated('I-7', `${page.name} could not sync: ${error}`));
  await run.world.settle();
}

/** @param {Run} run @param {Phone} phone */
export async function enrol(run, phone, operative = phone.operative) {
  const page = await phone.page();
  if (!page?.api) return;
  const { api } = page;
  const { code } = ask('code', { operative, at_ms: run.world.nowMs });
  const wish = { code, deviceName: phone.name, selfTest: {} };
  api.enrol(wish).then(
    () => {
      phone.deviceId = api.device()?.device_id ?? phone.deviceId;
      run.note('enrolled', phone.name);
    },
    (error) => run.note('not enrolled', phone.name, error.code ?? error.name),
  );
  await run.world.settle();
}

/** Another person signs on to the same phone, or takes over. @param {Run} run @param {Phone} phone */
async function person(run, phone) {
  const page = await phone.page();
  if (!page?.api?.device()) return;
  const others = page.api.operatives().filter(({ id }) => id !== page.api?.device()?.operative.id);
  if (others.length) await phone.during(page.api.actAs(run.chance.pick(others).id)).catch(() => {});
  else if (run.chance.happens(0.3)) await enrol(run, phone, run.chance.pick(run.operatives ?? []));
}

/** @param {Run} run */
function office(run) {
  const { appointment_id } = run.chance.pick(run.visits ?? []);
  const what = run.chance.weighted({ reassign: 4, add: 3, move: 2, cancel: 1, flag: 2, wording: 2 });
  const late_ms = run.chance.happens(0.6) ? run.chance.span(120_000, 900_000) : 0;
  const facts = { what, appointment_id, operative: run.chance.pick(run.operatives ?? []), late_ms };
  run.note('office', what, appointment_id, facts.operative, late_ms);
  ask('office', { ...facts, at_ms: run.world.nowMs });
}

/** @param {Run} run @param {Phone} phone @param {() => any} change */
async function changedDisk(run, phone, change) {
  await change();
  if (!phone.pages.length) {
    const page = await phone.open();
    if (!page) return;
  }
  run.ledger.missed(phone, await phone.during(everything(phone.disk)));
}

/** @param {Run} run @param {Phone} phone */
async function loseRows(run, phone) {
  phone.killAll();
  if (!(await phone.open())) return;
  const { events = [] } = await phone.during(everything(phone.disk));
  const keys = events.filter(() => run.chance.happens(0.3)).map(({ key }) => key);
  await phone.during(lose(phone.disk, 'events', keys));
}
