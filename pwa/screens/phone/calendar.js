/** The operative's own visits in a calendar program: when, by an address; where, only in a file of one's own. */
/** @import {Desk, Page} from '../../ui/shapes.js' */

import { html, nothing } from '../../ui/html.js';
import { banner } from '../../ui/parts.js';
import { phoneWords } from '../../ui/words/phone.js';

const w = phoneWords.calendar;

/** What the office said last; an address is said once and kept nowhere.
 * @type {{address?: string, problem?: boolean, ended?: boolean}} */
let last = {};

/** @param {Desk} desk @returns {Page} */
export function calendar(desk) {
  const { address, problem, ended } = last;
  return {
    title: w.title,
    back: '#/more',
    body: html`<p>${w.why}</p>
      ${problem ? banner('caution', html`<p>${w.noAnswer}</p>`) : nothing}
      ${ended ? banner('done', html`<p>${w.ended}</p>`) : nothing}
      ${address ? html`<div role="status">${banner('done', html`<p>${w.made}</p><p><bdi>${address}</bdi></p>`)}</div>` : nothing}
      <div class="buttons">
        ${address ? html`<a class="button button-second" href=${address.replace(/^https?:/, 'webcal:')}>${w.open}</a>` : nothing}
        <button type="button" class="button button-second" @click=${() => then(desk, save(desk))}>${w.file}</button>
        <button type="button" class="button button-second" @click=${() => then(desk, end(desk))}>${w.end}</button>
      </div>
      <p class="hint">${w.fileHint}</p>`,
    action: { label: address ? w.another : w.make, run: () => then(desk, make(desk)) },
    places: 'more',
  };
}

/** @param {Desk} desk */
async function make({ phone }) {
  const address = await phone.makeCalendar();
  return address ? { address } : { problem: true };
}

/** @param {Desk} desk */
async function end({ phone }) {
  return (await phone.endCalendar()) ? { ended: true } : { problem: true };
}

/** @param {Desk} desk */
async function save({ phone }) {
  const file = await phone.calendarFile();
  if (!file) return { problem: true };
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = 'visits.ics';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return last;
}

/** @param {Desk} desk @param {Promise<typeof last>} done */
async function then(desk, done) {
  last = await done;
  desk.changed();
}
