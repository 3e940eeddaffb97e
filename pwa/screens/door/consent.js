/** An adult at home, and their leave to come in. With only minors there is no way in. MO 4.6. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
import { radios, ticks } from '../../ui/fields.js';
import { html, nothing } from '../../ui/html.js';
import { banner, row } from '../../ui/parts.js';
import { doorWords } from '../../ui/words/door.js';
import { words } from '../../ui/words.js';
import { stopped } from '../visit/stop.js';
import { stop } from '../visit/tasks.js';

const w = doorWords.consent;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function consent(desk) {
  const visit = await desk.visit();
  if (stop(visit)) return stopped(desk);
  const base = `#/visit/${desk.params.visit}`;
  const { state } = visit;
  if (!state.id_shown && !state.id_missing) {
    return {
      title: w.title,
      back: base,
      body: html`<p class="big">${w.noIdFirst}</p>`,
      action: { label: doorWords.next.door, href: `${base}/door` },
    };
  }
  const { adult, enter } = desk.form.values;
  const page = { title: w.title, back: base };
  if (adult === 'no') return { ...page, body: html`${adultAsk(desk)}${minors()}`, action: card(base, 'only_minors') };
  if (enter === 'no')
    return {
      ...page,
      body: html`${adultAsk(desk)}${enterAsk(desk)}<p>${w.declinedText}</p>`,
      action: card(base, 'declined'),
    };
  return {
    ...page,
    body: html`${adultAsk(desk)}${adult ? enterAsk(desk) : nothing}
      ${
        enter
          ? ticks(desk, {
              name: 'home',
              label: w.sheets,
              options: [
                ['sheets', w.sheetsOn],
                ['asks', w.asked],
              ],
            })
          : nothing
      }
      <p class="hint">${w.privacy}</p>${adult ? nothing : html`<ul class="rows">${row(`${base}/emergency`, w.emergency)}</ul>`}`,
    action: { label: w.save, run: () => save(desk) },
  };
}

/** @param {Desk} desk */
function adultAsk(desk) {
  return radios(desk, {
    name: 'adult',
    label: w.adult,
    options: [
      ['yes', words.yes],
      ['no', words.no],
    ],
  });
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

/** @param {Desk} desk */
function save(desk) {
  const { adult, enter, home = [] } = desk.form.values;
  if (
    !desk.check([
      [!adult, 'adult', w.pickAdult],
      [adult === 'yes' && !enter, 'enter', w.pickEnter],
    ])
  )
    return;
  const data = { adult_present: true, consent: true, sheets: home.includes('sheets') };
  return desk.record([{ type: 'access_given', data }], `#/visit/${desk.params.visit}/timer`, w.said);
}
