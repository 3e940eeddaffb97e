/** The calling card: number, time called, who, company, why, how to reach us. Made here, with or without signal. */
/** @import {Desk, Known, Page} from '../../ui/shapes.js' */
import { html, nothing } from '../../ui/html.js';
import { dialled } from '../../ui/phone-number.js';
import { when } from '../../ui/times.js';
import { cardWords as w } from '../../ui/words/card.js';
import { doorWords } from '../../ui/words/door.js';
import { names } from '../visit/office.js';

/** @param {Desk} desk @returns {Promise<Page>} */
export async function card(desk) {
  const visit = await desk.visit();
  const base = `#/visit/${desk.params.visit}`;
  const leave = { label: doorWords.next.leave, href: `${base}/leave` };
  if (!visit.state.no_access?.card_left)
    return { title: w.title, back: base, body: html`<p>${w.none}</p>`, action: leave };
  return {
    title: w.title,
    back: base,
    body: html`${paper(desk, visit)}<p class="unprinted">${w.copy}</p>`,
    action: leave,
    second: { label: w.print, run: () => window.print() },
  };
}

/** The time called is the arrival, not the writing. @param {Desk} desk @param {Known} visit */
function paper(desk, { assignment, state }) {
  const called = state.arrived?.wall_ms ?? state.no_access?.wall_ms ?? desk.now();
  const { name, firm, landlord } = names(desk, assignment);
  const phone = assignment.firm.phone ?? desk.settings?.landlord.phone ?? '';
  const night = assignment.firm.out_of_hours_phone ?? desk.settings?.landlord.out_of_hours_phone;
  return html`<article class="card calling-card">
    <p>${landlord}</p>
    <h2>${w.heading}</h2>
    <dl class="summary-list">
      ${pair(w.number, html`<bdi class="big">${state.no_access?.card_number ?? ''}</bdi>`)}
      ${pair(w.called, when(called, 0))}
      ${pair(w.who, name)}
      ${pair(w.company, firm)}
      ${pair(w.why, w.reasons[state.no_access?.reason ?? ''] ?? '')}
      ${pair(w.contact, w.ring(dialled(phone)))}
    </dl>
    ${night ? html`<p>${w.night(dialled(night))}</p>` : nothing}
  </article>`;
}

/** @param {string} title @param {any} said */
function pair(title, said) {
  return html`<div><dt>${title}</dt><dd>${said}</dd></div>`;
}
