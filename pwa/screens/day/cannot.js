/** "I can't make it": one visit or all that are left; the office tells the customers. HS 004A 5.b, MO 4.9. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
/** @import {VisitRow} from '../../types.js' */
import { area, named, radios } from '../../ui/fill/fields.js';
import { html } from '../../ui/html.js';
import { banner, ring } from '../../ui/parts.js';
import { dayOf } from '../../ui/times.js';
import { dayWords } from '../../ui/words/day.js';
import { words } from '../../ui/words.js';

const w = dayWords.cannot;

/** @param {Desk} desk @returns {Page} */
export function cannot(desk) {
  const { form, params, status, settings } = desk;
  const open = openToday(desk);
  const offline = status.connection !== 'up_to_date';
  const back = params.visit ? `#/visit/${params.visit}` : '#/today';
  if (!open.length && !params.visit) return { title: w.title, back, body: html`<p>${w.none}</p>` };
  return {
    title: w.title,
    back,
    body: html`${params.visit ? which(desk, open.length) : html`<p>${w.all(open.length)}</p>`}
      ${radios(desk, {
        name: 'reason',
        label: w.reason,
        options: named(w, 'ill', 'vehicle', 'overrun', 'other'),
      })}
      ${area(desk, { name: 'more', label: w.more, hint: w.moreHint, rows: 2 })}
      ${banner(offline ? 'caution' : 'plain', html`<p>${w.truth}</p>${offline ? html`<p>${w.offline}</p>` : ''}`)}
      ${ring(words.ringOffice, settings?.landlord.phone)}`,
    action: { label: w.save, run: () => save(desk, form.values.which === 'all' || !params.visit ? open : [], back) },
  };
}

/** @param {Desk} desk @param {number} count */
function which(desk, count) {
  return radios(desk, {
    name: 'which',
    label: w.which,
    options: [
      ['one', w.one],
      ['all', w.all(count)],
    ],
  });
}

/** @param {Desk} desk @returns {VisitRow[]} */
function openToday({ visits, now }) {
  const day = dayOf(now());
  return visits.filter(
    ({ assignment, state }) =>
      assignment?.day === day &&
      assignment.status !== 'cancelled' &&
      !state.left &&
      !state.access &&
      !state.no_access &&
      !state.cannot_attend,
  );
}

/** @param {Desk} desk @param {VisitRow[]} all @param {string} then */
function save(desk, all, then) {
  const { values } = desk.form;
  const fine = desk.check([
    [Boolean(desk.params.visit) && !values.which, 'which', w.pickWhich],
    [!values.reason, 'reason', w.pickReason],
  ]);
  if (!fine) return;
  // Which visits were meant stands in the draft, so that a page killed half-way goes on with the same list.
  const ids = values.ids ?? (all.length ? all.map((row) => row.assignment?.visit_id) : [desk.params.visit]);
  desk.form.set('ids', ids);
  const data = { reason: values.reason, more: values.more ?? null };
  return desk.record(
    ids.map((/** @type {string} */ id) => ({ type: 'cannot_attend', visit_id: id, data })),
    then,
    w.said,
  );
}
