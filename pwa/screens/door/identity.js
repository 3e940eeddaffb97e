/** Held up at the door: photo, name, firm, code, reason. The screen stays on while it shows. HS 004A 8.a, MO 4.6. */
/** @import {Desk, Known, Page} from '../../ui/shapes.js' */

import { keepAwake } from '../../ui/device/awake.js';
import { html, nothing } from '../../ui/html.js';
import { list, ring, row } from '../../ui/parts.js';
import { dialled } from '../../ui/phone-number.js';
import { clock } from '../../ui/times.js';
import { doorWords } from '../../ui/words/door.js';
import { phoneWords } from '../../ui/words/phone.js';
import { words } from '../../ui/words.js';
import { names, takesTexts } from '../visit/office.js';
import { promise } from '../visit/promise.js';
import { stopped } from '../visit/stop.js';
import { stop } from '../visit/tasks.js';

const w = doorWords.identity;

/** Each in its own script, so that a tenant can point to theirs. */
const LANGUAGES = [
  ['ur', 'rtl', 'اردو'],
  ['bn', 'ltr', 'বাংলা'],
  ['pl', 'ltr', 'Polski'],
  ['zh', 'ltr', '中文'],
  ['hi', 'ltr', 'हिन्दी'],
];

/** @param {Desk} desk @returns {Promise<Page>} */
export async function identity(desk) {
  const visit = await desk.visit();
  if (stop(visit)) return stopped(desk);
  const base = `#/visit/${desk.params.visit}`;
  const { state, assignment } = visit;
  const done = state.id_shown !== null;
  return {
    title: w.title,
    back: base,
    body: html`${card(desk, visit)}
      <p>${w.say({ ...names(desk, assignment), reason: assignment.reason_line, code: takesTexts(assignment) ? assignment.visit_code : '' })}</p>
      <p>${w.time} ${w.ring} <bdi class="big">${dialled(desk.settings?.landlord.phone ?? '')}</bdi>.</p><p class="hint">${w.ringNote}</p>
      <p class="label" id="languages">${w.languages}</p><ul class="languages" aria-labelledby="languages">${LANGUAGES.map(([lang, dir, name]) => html`<li lang=${lang} dir=${dir}>${name}</li>`)}</ul>
      ${ring(phoneWords.more.interpreter, desk.settings?.interpreter_phone)}
      ${assignment.needs.length ? html`<h2>${doorWords.visit.needs}</h2>${list(assignment.needs)}` : nothing}
      <ul class="rows">${row(`${base}/witness`, w.witness)}${state.id_missing || done ? nothing : row(`${base}/no-id`, w.missing)}${row(`${base}/no-access`, doorWords.visit.noAccess)}</ul>`,
    action: done ? { label: words.continue, href: `${base}/consent` } : { label: w.next, run: () => save(desk, visit) },
    enter: () =>
      keepAwake((kept) => {
        desk.form.values.awake = kept;
        desk.changed();
      }),
  };
}

/** @param {Desk} desk @param {Known} visit */
function card(desk, visit) {
  const { assignment } = visit;
  const until = Date.parse(promise(visit).end_at ?? '');
  const { name, firm, landlord } = names(desk, assignment);
  const { operative, form } = desk;
  return html`<section class="identity">
    ${operative?.photo ? html`<img src=${operative.photo} alt=${name} width="160" height="160">` : html`<div class="no-photo">${w.noPhoto}</div>`}
    <p class="name">${name}</p><p class="big first-capital">${operative?.trade ? `${operative.trade}, ` : ''}${firm}</p><p>${w.for(landlord)}</p>
    ${operative?.badge_number ? html`<p>${w.badge} <bdi>${operative.badge_number}</bdi></p>` : nothing}
    ${assignment.visit_code ? html`<p class="label">${w.code}</p><p class="number code"><bdi>${assignment.visit_code}</bdi></p>` : nothing}
    ${until > desk.now() ? html`<p class="muted">${w.until(clock(until))}</p>` : nothing}
    <p class="muted" role="status">${form.values.awake === undefined ? nothing : form.values.awake ? w.kept : w.notKept}</p></section>`;
}

/** Somebody who opens this page without having said "I have arrived" has arrived. @param {Desk} desk @param {Known} visit */
function save(desk, { state }) {
  const arrived = state.arrived ? [] : [{ type: /** @type {const} */ ('arrived'), data: { at_property: true } }];
  return desk.record([...arrived, { type: 'id_shown' }], `#/visit/${desk.params.visit}/consent`, w.said);
}
