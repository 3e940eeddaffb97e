/** One report that the office did not accept: why, and the way out. It stays until somebody has dealt with it. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
import { html, nothing } from '../../ui/html.js';
import { answer, banner, ring } from '../../ui/parts.js';
import { when } from '../../ui/times.js';
import { dayWords } from '../../ui/words/day.js';
import { words } from '../../ui/words.js';
import { placeOf } from './unsent.js';

const w = dayWords.refused;

/** @param {Desk} desk @returns {Page} */
export function refused(desk) {
  const { rows, params, settings, now } = desk;
  const one = rows.find((row) => row.event_id === params.event);
  if (!one) return { title: w.title, back: '#/unsent', body: html`<p>${w.gone}</p>` };
  const why = one.message ?? w.other;
  const place = placeOf(desk, one);
  return {
    title: w.title,
    back: '#/unsent',
    body: html`<dl class="summary-list">${answer(w.what, one.label)}${place ? answer(w.where, place) : nothing}${answer(w.recorded, when(one.wall_ms, now()))}
        ${answer(w.reason, why)}${answer(w.reference, html`<bdi>${one.event_id}</bdi>`)}</dl>
      ${banner('plain', html`<p>${w.kept}</p>`)}${ring(words.ringOffice, settings?.landlord.phone)}`,
    second: { label: w.aside, href: `#/unsent/${one.event_id}/aside` },
  };
}

/** Asked once, on a page of its own, because it takes something out of sight. @param {Desk} desk @returns {Page} */
export function setAside(desk) {
  const id = desk.params.event;
  const one = desk.rows.find((row) => row.event_id === id);
  const aside = async () => {
    await desk.phone.setAside(id);
    desk.go('#/unsent', w.done);
  };
  return {
    title: w.asideTitle,
    back: `#/unsent/${id}`,
    body: html`<p class="big">${one ? [one.label, placeOf(desk, one)].filter(Boolean).join(', ') : nothing}</p><p>${w.asideText}</p>`,
    action: one ? { label: w.asideDo, run: aside, danger: true } : null,
    second: { label: w.asideBack, href: `#/unsent/${id}` },
  };
}
