/** Help: 999 first, then the office. Works without signal as far as a phone does. MO 4.6. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
import { holdButton } from '../../ui/fill/hold.js';
import { html, nothing } from '../../ui/html.js';
import { banner, ring } from '../../ui/parts.js';
import { when } from '../../ui/times.js';
import { dayWords } from '../../ui/words/day.js';
import { words } from '../../ui/words.js';
import { office } from '../visit/office.js';
import { isUnderWay } from '../visit/tasks.js';

const w = dayWords.help;

/** @typedef {{wall_ms: number, visit_id: string|null}} Raised kept beside the records: an alarm may belong to no visit */

/** @param {Desk} desk @returns {Promise<Page>} */
export async function help(desk) {
  const { settings, params } = desk;
  /** @type {Raised|undefined} */
  const raised = await kept(desk).read();
  const landlord = settings?.landlord.phone ?? null;
  const number = office(desk, here(desk)) ?? landlord;
  return {
    title: w.title,
    back: params.visit ? `#/visit/${params.visit}` : '#/today',
    body: html`<p class="big">${w.leave}</p><div class="buttons"><a class="button button-danger" href="tel:999">${w.ring999}</a>
      ${ring(words.ringOffice, number)}${landlord === number ? nothing : ring(settings?.landlord.name ?? '', landlord)}</div>
      ${raised ? standing(desk, raised) : html`${holdButton({ label: w.hold, done: () => raise(desk) })}<p class="hint">${w.holdHint}</p>`}
      <p>${w.honest}</p><h2>${w.quietTitle}</h2><p>${w.quiet}</p>`,
    second: raised ? null : { label: w.drill, run: () => drill(desk) },
  };
}

/** @param {Desk} desk */
function kept({ phone, operative }) {
  return phone.draft(`alarm/${operative?.operative_id ?? ''}`);
}

/** @param {Desk} desk */
async function raise(desk) {
  const visit_id = whereNow(desk);
  const saved = await desk.record(
    [{ type: 'alarm_raised', visit_id, data: { kind: 'help' } }],
    `#/${desk.path}`,
    w.said,
  );
  if (saved) await kept(desk).save({ wall_ms: desk.now(), visit_id });
  desk.changed();
}

/** @param {Desk} desk */
function here({ params, visits }) {
  return visits.find(({ assignment }) => assignment?.visit_id === params.visit)?.assignment ?? undefined;
}

/** The same way, with a word that nobody is in danger. INDG73: try it regularly. @param {Desk} desk */
function drill(desk) {
  const fact = { type: /** @type {const} */ ('alarm_raised'), visit_id: whereNow(desk), data: { kind: 'drill' } };
  return desk.record([fact], `#/${desk.path}`, w.drillSaid);
}

/** The visit of this page, else the one under way: the office looks for a person at a place. @param {Desk} desk */
function whereNow({ params, visits }) {
  return params.visit ?? visits.find(isUnderWay)?.assignment?.visit_id ?? null;
}

/** @param {Desk} desk @param {Raised} raised */
function standing(desk, raised) {
  const waits = desk.rows.some((row) => row.type === 'alarm_raised');
  const down = async () => {
    const fact = { type: /** @type {const} */ ('alarm_stood_down'), visit_id: raised.visit_id, data: {} };
    if (await desk.record([fact], `#/${desk.path}`, w.safeSaid)) await kept(desk).drop();
    desk.changed();
  };
  const text = html`<p class="big">${w.raised(when(raised.wall_ms, desk.now()))}</p><p>${waits ? w.waiting : w.received}</p>`;
  return html`${banner('danger', text)}<button type="button" class="button button-second" @click=${down}>${w.safe}</button>`;
}
