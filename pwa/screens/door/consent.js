/** An adult at home, and their leave to come in. With only minors there is no way in. MO 4.6. */
/** @import {Desk, Known, Page} from '../../ui/shapes.js' */
import { radios, ticks, yesNo } from '../../ui/fill/fields.js';
import { html, nothing } from '../../ui/html.js';
import { banner, row } from '../../ui/parts.js';
import { doorWords } from '../../ui/words/door.js';
import { startsWithEntry } from '../inside/timer.js';
import { stopped } from '../visit/stop.js';
import { stop } from '../visit/tasks.js';

const w = doorWords.consent;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function consent(desk) {
  const visit = await desk.visit();
  if (stop(visit)) return stopped(desk);
  const base = `#/visit/${desk.params.visit}`;
  const { id_shown, id_missing } = visit.state;
  const show = id_shown || id_missing ? asked(desk, visit, base) : idFirst(base);
  return { title: w.title, back: base, ...show };
}

/** @typedef {Pick<Page, 'body'|'action'>} Shown */

/** @param {string} base @returns {Shown} */
function idFirst(base) {
  const body = html`<p class="big">${w.noIdFirst}</p>`;
  return { body, action: { label: doorWords.next.door, href: `${base}/door` } };
}

/**
 * With no adult at home, or without their leave, the only way on is a card.
 * @param {Desk} desk @param {Known} visit @param {string} base @returns {Shown}
 */
function asked(desk, visit, base) {
  const { adult, enter } = desk.form.values;
  if (adult === 'no') return { body: html`${adultAsk(desk)}${minors()}`, action: card(base, 'only_minors') };
  const both = html`${adultAsk(desk)}${adult ? enterAsk(desk) : nothing}`;
  if (enter === 'no') return { body: html`${both}<p>${w.declinedText}</p>`, action: card(base, 'declined') };
  return {
    body: html`${both}${enter ? inTheHome(desk) : nothing}<p class="hint">${w.privacy}</p>
      ${adult ? nothing : html`<ul class="rows">${row(`${base}/emergency`, w.emergency)}</ul>`}`,
    action: { label: w.save, run: () => save(desk, visit) },
  };
}

/** @param {Desk} desk */
function inTheHome(desk) {
  return ticks(desk, {
    name: 'home',
    label: w.sheets,
    options: [
      ['sheets', w.sheetsOn],
      ['asks', w.asked],
    ],
  });
}

/** @param {Desk} desk */
function adultAsk(desk) {
  return yesNo(desk, { name: 'adult', label: w.adult });
}

/** @param {Desk} desk */
function enterAsk(desk) {
  return radios(desk, {
    name: 'enter',
    label: w.enter,
    options: [
      ['yes', w.entered],
      ['no', w.declined],
    ],
  });
}

function minors() {
  return banner('danger', html`<p class="big">${w.minors}</p><p>“${w.minorsSay}”</p>`);
}

/** @param {string} base @param {string} reason */
function card(base, reason) {
  return { label: w.card, href: `${base}/no-access/${reason}` };
}

/** The timer starts with entry. @param {Desk} desk @param {Known} visit */
function save(desk, visit) {
  const { adult, enter, home = [] } = desk.form.values;
  if (
    !desk.check([
      [!adult, 'adult', w.pickAdult],
      [adult === 'yes' && !enter, 'enter', w.pickEnter],
    ])
  )
    return;
  const data = { adult_present: true, consent: true, sheets: home.includes('sheets') };
  const facts = [{ type: /** @type {const} */ ('access_given'), data }, ...startsWithEntry(desk, visit)];
  return desk.record(facts, `#/visit/${desk.params.visit}/timer`, w.said);
}
