/**
 * A phone without database or network, for looking at screens: it remembers what it was told until the page goes.
 * `?phone=` in the address sets its standing, such as {"connection":"offline"}. Served in place of the real one by
 * tests/pwa/screens/serve.py and by nothing else.
 */
import { foldVisit } from '../../../pwa/domain/visit.js';
import { aFlag, anAssignment, aStatus } from './a-visit.js';

const dials = JSON.parse(new URLSearchParams(location.search).get('phone') ?? '{}');
const HOUR = 3_600_000;
const today = new Date().toISOString().slice(0, 10);
/** @param {number} hours from the present one */
const at = (hours) => new Date(Math.floor(Date.now() / HOUR) * HOUR + hours * HOUR).toISOString();

const FACE = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#789"/><circle cx="5" cy="4" r="2" fill="#fed"/><rect x="2" y="7" width="6" height="3" fill="#fed"/></svg>')}`;

const assignments = [
  anAssignment({ day: today, start_at: at(0), end_at: at(2), visit_code: '4821', prior_not_kept: 2 }),
  anAssignment({
    visit_id: 'v2',
    day: today,
    start_at: at(3),
    end_at: null,
    flag_ids: ['LW1'],
    people_required: 2,
    home: { uprn: '2', address: ['2 Elm Court'], postcode: 'IP33 2BB', access_note: 'Side gate' },
  }),
  anAssignment({
    visit_id: 'v3',
    day: today,
    start_at: at(4),
    end_at: at(6),
    home: { uprn: '3', address: ['Flat 1209, Llanfairpwllgwyngyll House'], postcode: 'IP33 2BB', access_note: null },
    status: 'moved',
    changed: { at: at(-1), by: 'J. Shah', what: 'Moved to the afternoon.' },
  }),
  anAssignment({ visit_id: 'v4', day: '2099-01-02', start_at: '2099-01-02T09:00:00Z', end_at: '2099-01-02T11:00:00Z' }),
];
const flags = [
  aFlag({
    kind: dials.alone ? 'two_people' : 'information',
    checked_at: dials.stale ? '2026-01-01T00:00:00Z' : new Date().toISOString(),
  }),
];
if (!dials.alone) assignments[1].people_required = 1;

/** @type {any[]} */
const events = [];
/** @type {Map<string, any>} */
const drafts = new Map();
/** @type {Set<() => void>} */
const listeners = new Set();
const tell = () =>
  listeners.forEach((fn) => {
    fn();
  });
const received = new Set();
const of = (/** @type {string|null} */ id) => events.filter((event) => event.visit_id === id);
const flagsOf = (/** @type {any} */ assignment) => flags.filter((flag) => assignment.flag_ids.includes(flag.flag_id));
const row = (/** @type {any} */ assignment) => ({
  visit_id: assignment.visit_id,
  assignment,
  place: assignment.home.address[0],
  state: foldVisit(of(assignment.visit_id)),
  waiting: 0,
});

/** @param {any} fact */
async function record({ type, visit_id = null, data = {}, photos = [], corrects, geo }) {
  if (dials.broken) throw new Error('Storage does not answer.');
  const wall_ms = Date.now();
  const blobs = photos.map((/** @type {any} */ p, /** @type {number} */ i) => ({
    sha256: `${events.length}-${i}`,
    size: p.bytes.byteLength,
    mime: p.mime,
    role: p.role,
  }));
  const event = {
    id: crypto.randomUUID(),
    device_id: 'd',
    epoch: 'e',
    seq: events.length + 1,
    v: 1,
    type,
    visit_id,
    actor_id: 'op1',
    at: { wall_ms, mono_ms: wall_ms, tz: 'Europe/London', tz_offset_min: 0, context_id: 'c', anchor_id: null },
    blobs,
    corrects,
    geo,
    data,
  };
  events.push(event);
  if (!dials.connection) received.add(event.id);
  tell();
  return { event, saved_at_ms: wall_ms, photos_saved: dials.storage !== 'full', photo_error: null };
}

const unsent = async () => [
  ...events
    .filter((event) => !received.has(event.id))
    .map((event) => ({
      event_id: event.id,
      seq: event.seq,
      type: event.type,
      visit_id: event.visit_id,
      label: event.type.replaceAll('_', ' '),
      status: 'waiting',
      code: null,
      message: null,
      photos_total: event.blobs.length,
      photos_sent: 0,
      wall_ms: event.at.wall_ms,
    })),
  ...(dials.refused
    ? [
        {
          event_id: 'r1',
          seq: 1,
          type: 'left',
          visit_id: 'v2',
          label: 'Visit finished, 2 Elm Court',
          status: 'not_accepted',
          code: 'not_assigned',
          message: null,
          photos_total: 0,
          photos_sent: 0,
          wall_ms: Date.now(),
        },
      ]
    : []),
];

export async function openPhone() {
  return {
    device: () =>
      dials.fresh
        ? null
        : {
            device_id: 'dev-1',
            operative: { id: 'op1', name: 'Sam Reed' },
            server_epoch: 's',
            signing: true,
            capabilities: {
              storage: true,
              persistent: false,
              camera: true,
              clock: true,
              push: false,
              worker: true,
              awake: true,
              position: true,
            },
          },
    operatives: () => [
      { id: 'op1', name: 'Sam Reed' },
      { id: 'op2', name: 'Dee Okafor' },
    ],
    actAs: async () => {},
    enrol: async () => {
      dials.fresh = false;
    },
    status: () => ({
      ...aStatus({
        list_at_ms: Date.now() - (dials.age ?? 0) * HOUR,
        last_contact_ms: Date.now(),
        last_try_ms: Date.now(),
      }),
      ...dials,
    }),
    visits: async () => (dials.empty ? [] : assignments.map(row)),
    visit: async (/** @type {string} */ id) => {
      const assignment = assignments.find((one) => one.visit_id === id);
      return assignment
        ? {
            ...row(assignment),
            flags: flagsOf(assignment),
            events: of(id),
            photos: of(id).flatMap((e) => e.blobs.map((/** @type {any} */ b) => ({ ...b, status: 'waiting' }))),
            elsewhere: null,
          }
        : null;
    },
    flag: async (/** @type {string} */ id) => flags.find((flag) => flag.flag_id === id) ?? null,
    settings: async () => ({
      landlord: {
        name: 'Havebury Homes',
        phone: '0300 555 0100',
        out_of_hours_phone: '0300 555 0199',
        safeguarding_phone: '0300 555 0133',
      },
      tolerance_seconds: 600,
      wait_seconds: 300,
      flags_stale_hours: 12,
      hide_after_hours: 48,
      timer_default_minutes: 60,
      interpreter_phone: '0300 555 0142',
      time_zone: 'Europe/London',
    }),
    operative: async () => ({
      operative_id: 'op1',
      name: 'Sam Reed',
      firm_name: 'Brook Heating',
      trade: 'Plumber',
      badge_number: 'BH-114',
      photo: FACE,
    }),
    messages: async () => [
      { message_id: 'm', text: 'Parking at Elm Court is closed today.', sent_at: at(-1), visit_id: 'v2' },
    ],
    record,
    unsent,
    setAside: async () => {
      dials.refused = false;
      tell();
    },
    photo: async () => null,
    syncNow: async () => ({ ...aStatus(), connection: dials.connection ?? 'up_to_date' }),
    start() {},
    stop() {},
    close() {},
    subscribe: (/** @type {() => void} */ fn) => {
      listeners.add(fn);
      return () => listeners.delete(fn);
    },
    draft: (/** @type {string} */ key) => ({
      read: async () => structuredClone(drafts.get(key)),
      save: async (/** @type {any} */ v) => void drafts.set(key, structuredClone(v)),
      drop: async () => void drafts.delete(key),
    }),
    begun: async (/** @type {string[]} */ keys) => keys.filter((key) => drafts.has(key)),
    exportUnsent: async () => new Blob([JSON.stringify(events)], { type: 'application/json' }),
    shownTime: (/** @type {any} */ event) => ({
      text: new Date(event.at.wall_ms).toISOString().slice(11, 16),
      trust: 'phone clock agreed with ours within 2 s',
    }),
    newId: () => crypto.randomUUID(),
  };
}
