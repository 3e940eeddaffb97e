/**
 * Record what today's client sends, for the folder of its version: `node tests/client_versions/record.mjs 2`.
 * Each release adds a folder; none is ever changed, because phones of that version are out there.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { aPhone, aPhoto } from '../pwa/fakes/phones.js';

const VISIT = '01a20000-0000-7000-8000-000000000001';
const OPENED = '01a20000-0000-7000-8000-000000000002';

/** @type {[string, string|null, Record<string, any>][]} */
const FACTS = [
  ['day_started', null, { uniform: true, badge: true }],
  ['flag_acknowledged', VISIT, { flag_id: 'LW00500', version: 1, can_follow: true }],
  ['travel_started', VISIT, { eta: '2026-11-22T10:05:00Z' }],
  ['told_new_time', VISIT, { new_start: '2026-11-22T10:30:00Z', new_end: '2026-11-22T12:30:00Z', channel: 'phone' }],
  ['arrived', VISIT, { at_property: true }],
  ['id_shown', VISIT, {}],
  ['id_missing', VISIT, {}],
  ['witness_code', VISIT, { code: '123456' }],
  ['access_given', VISIT, { adult_present: true, consent: true }],
  ['no_access', VISIT, { reason: 'nobody_in', card_left: true, card_number: 'C1' }],
  ['too_few_people', VISIT, {}],
  ['timer_started', VISIT, { minutes: 60 }],
  ['timer_extended', VISIT, { minutes: 30 }],
  ['check_in', VISIT, {}],
  ['alarm_raised', VISIT, { kind: 'hold' }],
  ['alarm_stood_down', VISIT, {}],
  ['customer_told', VISIT, { about: 'the water goes off — кран' }],
  ['damage_reported', VISIT, { item: 'door', room: 'hall', made_good: false, customer_told: true, remedy: 'plane it' }],
  ['concern_reported', VISIT, { about: 'property', category: 'damp', seen: 'black spots 👍🏽', danger_now: false }],
  ['photo_taken', VISIT, { role: 'before' }],
  ['key_signed_out', VISIT, { key: 'K1' }],
  ['key_signed_in', VISIT, { key: 'K1' }],
  ['work_not_done', VISIT, { reason: 'no part' }],
  ['follow_on_needed', VISIT, { trade: 'joiner', notes: 'new frame' }],
  ['work_done', VISIT, {}],
  ['summary_agreed', VISIT, { dealt_with: 'tap', agreed: true, not_agreed: '', next: 'joiner', by: 'tenant' }],
  ['tenant_remark', VISIT, { text: 'thanks\u0000' }],
  ['left', VISIT, { cleaned_up: true }],
  ['back_safe', VISIT, {}],
  ['cannot_attend', VISIT, { reason: 'van' }],
  ['visit_opened', OPENED, { reason: 'next door asked' }],
];

const { phone, server } = await aPhone();
/** @type {any} */
let enrolment = null;
server.faults.push(({ path, request }) => {
  if (path === '/enrol') enrolment = request;
  return null;
});
await phone.enrol({ code: 'A', deviceName: 'Sam’s phone', selfTest: {} });
let last = null;
for (const [type, visit_id, data] of FACTS) {
  const photos = type === 'photo_taken' ? [aPhoto(32)] : [];
  last = await phone.record({ type: /** @type {any} */ (type), visit_id, data, photos });
}
await phone.record({ type: 'corrected', visit_id: VISIT, data: { reason: 'wrong room' }, corrects: last?.event.id });
await phone.syncNow();
const request = server.requests[0];
const folder = new URL(`./${process.argv[2]}/`, import.meta.url);
mkdirSync(folder, { recursive: true });
const recorded = { operative_id: 'OP-A', visit_id: VISIT, public_key_jwk: enrolment.public_key_jwk, request };
writeFileSync(new URL('batch.json', folder), `${JSON.stringify(recorded, null, 1)}\n`);
phone.close();
