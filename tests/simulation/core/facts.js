/** What people record, drawn at random: every type, some poison, some from a newer app, photos large and small. */

/** @import {Run} from './run.js' */

/** @type {Record<string, (run: Run) => any>} */
const TYPES = {
  arrived: () => ({ at_property: true }),
  id_shown: () => ({}),
  access_given: (run) => ({ adult_present: run.chance.happens(0.9), consent: true }),
  no_access: (run) => ({ reason: run.chance.pick(['nobody_in', 'declined', 'no_id']), card_left: true }),
  customer_told: (run) => ({ about: text(run) }),
  message_answered: (run) => ({ message_id: 'message-1', text: text(run) || 'Yes' }),
  tenant_remark: (run) => ({ text: text(run) }),
  damage_reported: (run) => ({ item: text(run), room: 'kitchen', made_good: false }),
  concern_reported: (run) => ({ about: run.chance.pick(['property', 'person']), category: 'damp', seen: text(run) }),
  work_done: () => ({}),
  work_not_done: () => ({ reason: 'no part' }),
  timer_started: () => ({ minutes: 60 }),
  check_in: () => ({}),
  left: () => ({ cleaned_up: true }),
  told_new_time: () => ({ new_start: '2026-11-23T14:00:00Z', channel: 'phone' }),
  witness_code: () => ({ code: '123456' }),
  meter_read: () => ({ reading: 7 }),
  photo_taken: () => ({ role: 'before' }),
};
const OF_THE_DAY = ['check_in', 'timer_started', 'photo_taken'];

/** @param {Run} run @param {string} _operative @returns {any} */
export function draw(run, _operative) {
  const { chance } = run;
  const type = chance.happens(0.05) ? 'visit_opened' : chance.pick(Object.keys(TYPES));
  if (type === 'visit_opened') return { type, visit_id: ownVisit(run, 0.4), data: { reason: text(run) } };
  const known = chance.pick(run.visits ?? []).visit_id;
  const place = chance.happens(0.1) ? ownVisit(run, 0.7) : known;
  const visit_id = OF_THE_DAY.includes(type) && chance.happens(0.3) ? null : place;
  const photos = chance.happens(type.includes('photo') || type.includes('reported') ? 0.8 : 0.05) ? pictures(run) : [];
  return { type, visit_id, data: TYPES[type](run), photos };
}

/** @param {Run} run */
function pictures({ chance, seed }) {
  return Array.from({ length: chance.whole(1, 2) }, () => {
    // Now and then the same photo is taken into a second record.
    const bytes = chance.happens(0.15) ? new Uint8Array(900).fill(seed & 255) : chance.bytes(chance.whole(1, 2_500));
    return { bytes: bytes.buffer, mime: 'image/jpeg', role: 'damage', source: 'camera' };
  });
}

/** @param {Run} run */
function text({ chance }) {
  const long = 'x'.repeat(chance.whole(1, 400));
  return chance.pick([
    'hot water',
    'кран',
    '\u202eevil',
    'a\u0000b',
    '\ud83d',
    '👍🏽',
    '9007199254740993',
    '',
    long,
    'ok',
    'ok',
  ]);
}

/** A visit that no office made: a new one, or one that somebody has recorded on or opened before.
 * @param {Run} run @param {number} share of those that were there before */
function ownVisit(run, share) {
  if (run.ownVisits.length && run.chance.happens(share)) return run.chance.pick(run.ownVisits);
  run.ownVisits.push(uuid(run));
  return run.ownVisits[run.ownVisits.length - 1];
}

/** @param {Run} run */
function uuid({ chance }) {
  const hex = Array.from(chance.bytes(16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
