/** A new time, earlier or later, and how the tenant hears of it. HS 004A 7.1 h, MO 4.6. */
/** @import {Desk, Known, Page} from '../../ui/shapes.js' */
import { line, named, radios } from '../../ui/fill/fields.js';
import { html, nothing } from '../../ui/html.js';
import { banner, ring } from '../../ui/parts.js';
import { clock, instantAt, iso, slotOn } from '../../ui/times.js';
import { doorWords } from '../../ui/words/door.js';
import { words } from '../../ui/words.js';
import { takesTexts } from './office.js';
import { outside } from './outside.js';
import { promise } from './promise.js';
import { newTimeText } from './text-left.js';

const w = doorWords.late;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function late(desk) {
  const visit = await desk.visit();
  const { assignment } = visit;
  const held = promise(visit);
  const { form, params, status } = desk;
  const texts = takesTexts(assignment);
  const sms = texts && form.values.channel === 'sms';
  return {
    title: w.title,
    back: `#/visit/${params.visit}`,
    body: html`<p>${w.now} <bdi>${slotOn(held, desk.now())}</bdi></p>${newTimeText(desk, visit)}
      ${line(desk, { name: 'time', label: w.ask, type: 'time', short: true, live: true })}
      ${meaning(desk, held, instantAt(assignment.day, form.values.time ?? ''))}
      <p>${w.choice}</p>${ring(words.ringCustomer, assignment.tenant?.phone)}
      ${radios(desk, {
        name: 'channel',
        label: w.how,
        options: named(w, 'phone', 'in_person', ...(texts ? ['sms'] : [])),
      })}
      ${sms ? banner('caution', html`<p>${w.smsHint}</p>${status.connection === 'up_to_date' ? nothing : html`<p>${doorWords.way.notSent}</p>`}`) : nothing}`,
    action: { label: w.save, run: () => save(desk, assignment) },
  };
}

/** What an arrival at this moment means, where there is an agreed time. @param {Desk} desk @param {ReturnType<typeof promise>} held @param {number|null} at */
function meaning(desk, held, at) {
  if (at === null || !held.start_at) return nothing;
  return warning(desk, held, at) ?? banner('plain', html`<p>${w.fine}</p>`);
}

/** Null within the agreed time and its tolerance. @param {Desk} desk @param {ReturnType<typeof promise>} held @param {number} at */
export function warning({ settings, now }, held, at) {
  const side = outside(held, at, settings?.tolerance_seconds ?? 600);
  if (!side || !held.start_at) return null;
  const start = Date.parse(held.start_at);
  const by = side === 'late' ? Date.parse(held.end_at ?? held.start_at) : Math.min(at, start);
  return banner(
    'caution',
    html`<p>${w.warn(w[side], clock(by))}</p>${now() > by ? html`<p>${w.passed}</p>` : nothing}`,
  );
}

/** @param {Desk} desk @param {Known['assignment']} assignment */
function save(desk, assignment) {
  const { time, channel } = desk.form.values;
  const at = instantAt(assignment.day, time ?? '');
  if (
    !desk.check([
      [at === null, 'time', w.pickTime],
      [!channel || (channel === 'sms' && !takesTexts(assignment)), 'channel', w.pickHow],
    ]) ||
    at === null
  )
    return;
  const data = { new_start: iso(at), new_end: null, channel };
  return desk.record(
    [{ type: 'told_new_time', data }],
    `#/visit/${desk.params.visit}`,
    channel === 'sms' ? w.said.sms : w.said.spoken,
  );
}
