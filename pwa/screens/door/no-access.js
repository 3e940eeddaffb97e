/** Nobody let us in: what was tried, how long to wait, the card. HS 004A 5.c; leaving is always possible. */
/** @import {Desk, Known, Page} from '../../ui/shapes.js' */
import { area, line, named, radios, ticks } from '../../ui/fill/fields.js';
import { photoField } from '../../ui/fill/photo-field.js';
import { html, nothing } from '../../ui/html.js';
import { banner, ring } from '../../ui/parts.js';
import { dialled } from '../../ui/phone-number.js';
import { when } from '../../ui/times.js';
import { cardWords as cw } from '../../ui/words/card.js';
import { doorWords } from '../../ui/words/door.js';
import { words } from '../../ui/words.js';
import { names, office } from '../visit/office.js';
import { promise } from '../visit/promise.js';
import { textLeft } from '../visit/text-left.js';
import { leavingEarly, mayLeaveAt } from './wait.js';

const w = doorWords.noAccess;
const REASONS = /** @type {const} */ (['nobody_in', 'only_minors', 'declined', 'no_id']);

/** @param {Desk} desk @returns {Promise<Page>} */
export async function noAccess(desk) {
  const visit = await desk.visit();
  const base = `#/visit/${desk.params.visit}`;
  const { state } = visit;
  if (state.no_access)
    return {
      title: w.title,
      back: base,
      body: html`<p>${w[/** @type {'declined'} */ (state.no_access.reason)]}. ${w.kept(when(state.no_access.wall_ms, desk.now()))}</p>${textLeft(desk, visit, state.no_access.event_id)}
        ${state.no_access.card_left ? html`<p><a class="button button-second" href="${base}/card">${cw.show}</a></p>` : nothing}`,
      action: { label: doorWords.next.leave, href: `${base}/leave` },
    };
  if (!state.arrived)
    return {
      title: w.title,
      back: base,
      body: html`<p>${w.arriveFirst}</p>`,
      action: { label: doorWords.next.arrive, href: `${base}/arrive` },
    };
  const reason = chosen(desk);
  return {
    title: w.title,
    back: base,
    body: html`${radios(reasonFirst(desk, reason), { name: 'reason', label: w.what, options: REASONS.map((one) => [one, w[one]]) })}
      ${reason === 'no_id' ? banner('danger', html`<p>${w.noIdWarn}</p>${ring(words.ringOffice, office(desk, visit.assignment))}`) : nothing}
      ${reason === 'nobody_in' ? tried(desk, visit) : nothing}
      ${reason ? waiting(desk, visit, reason) : nothing}${card(desk, visit)}
      ${photoField(desk, { role: 'card', label: w.role.photo, hint: w.role.hint, storage: desk.status.storage })}
      <p class="hint">${w.next}</p>`,
    action: { label: w.save, run: () => save(desk, visit) },
  };
}

/** The reason chosen here, else the one that the page before gave. @param {Desk} desk @returns {string|undefined} */
function chosen({ form, params }) {
  return form.values.reason ?? params.reason;
}

/** @param {Desk} desk @param {string|undefined} reason */
function reasonFirst(desk, reason) {
  desk.form.values.reason = reason;
  return desk;
}

/** @param {Desk} desk @param {Known} visit */
function tried(desk, { assignment }) {
  return html`${ticks(desk, {
    name: 'tried',
    label: w.tried,
    hint: w.house,
    options: named(w, 'knocked', 'rang', 'phoned'),
  })}
    ${ring(words.ringCustomer, assignment.tenant?.phone)}`;
}

/** @param {Desk} desk @param {Known} visit @param {string} reason */
function until({ settings }, visit, reason) {
  const arrivedMs = visit.state.arrived?.wall_ms ?? Number.POSITIVE_INFINITY;
  return mayLeaveAt(promise(visit), { arrivedMs, reason, toleranceMs: (settings?.tolerance_seconds ?? 600) * 1000 });
}

/** Shown on the way out too. @param {Desk} desk @param {Known} visit @param {string} reason */
export function waiting(desk, visit, reason) {
  const untilMs = until(desk, visit, reason);
  const { start_at } = promise(visit);
  const warning = leavingEarly(desk.now(), start_at ? Date.parse(start_at) : null, untilMs);
  if (!warning || untilMs === null) return nothing;
  return banner(
    'caution',
    html`<p class="big">${warning}</p>
    <p data-due=${untilMs}>${w.wait(when(untilMs, desk.now()))} (<span data-left role="timer"></span> ${w.left}). ${w.anyway}</p>`,
  );
}

/** @param {Desk} desk @param {Known} visit */
function card(desk, visit) {
  const { values } = desk.form;
  return html`${radios(desk, {
    name: 'card',
    label: w.card,
    options: [
      ['yes', w.cardYes],
      ['no', w.cardNo],
    ],
  })}
    ${
      values.card === 'yes'
        ? html`<h2>${w.write}</h2><p class="quote">${cardWords(desk, visit)}</p>
      ${line(desk, { name: 'printed', label: cw.printed, hint: cw.printedHint, short: true })}
      <p>${cw.own} <bdi class="big">${cardNumber(desk)}</bdi></p>`
        : nothing
    }
    ${values.card === 'no' ? area(desk, { name: 'why', label: w.why, rows: 2 }) : nothing}`;
}

/** The time called is the arrival, not the writing. @param {Desk} desk @param {Known} visit */
function cardWords(desk, { assignment, state }) {
  const called = state.arrived?.wall_ms ?? desk.now();
  return w.cardText({
    ...names(desk, assignment),
    at: when(called, 0),
    phone: dialled(assignment.firm.phone ?? desk.settings?.landlord.phone ?? ''),
  });
}

/** Short enough to write by hand; made once and kept with the form. @param {Desk} desk */
function cardNumber({ form, phone }) {
  if (!form.values.number) form.set('number', phone.newId().slice(-6).toUpperCase());
  return form.values.number;
}

/** @param {Desk} desk @param {Known} visit */
function save(desk, visit) {
  const { values, photos } = desk.form;
  const reason = chosen(desk);
  const cardLeft = values.card === 'yes';
  const fine = desk.check([
    [!reason, 'reason', w.pickReason],
    [reason === 'nobody_in' && !values.tried?.length, 'tried', w.pickTried],
    [!values.card, 'card', w.pickCard],
    [values.card === 'no' && !values.why?.trim(), 'why', w.pickWhy],
  ]);
  if (!fine || !reason) return;
  const untilMs = until(desk, visit, reason);
  const data = {
    reason,
    card_left: cardLeft,
    card_number: cardLeft ? printed(values) || values.number : null,
    no_card_reason: cardLeft ? null : values.why.trim(),
    tried: values.tried ?? [],
    warned_early: untilMs !== null && desk.now() < untilMs,
  };
  const then = `#/visit/${desk.params.visit}/${cardLeft ? 'card' : 'leave'}`;
  return desk.record([{ type: 'no_access', data, photos }], then, w.said);
}

/** As it stands on the paper, however it was typed. @param {Record<string, any>} values @returns {string} */
function printed({ printed: typed = '' }) {
  return typed.replace(/\s/g, '').toUpperCase();
}
