/** Everything the office does not have yet. The number in the strip is the number of rows here. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
/** @import {PhoneStatus, UnsentRow} from '../../types.js' */
import { html, nothing } from '../../ui/html.js';
import { banner, row, tag } from '../../ui/parts.js';
import { photoLines } from '../../ui/strip.js';
import { when } from '../../ui/times.js';
import { dayWords } from '../../ui/words/day.js';
import { begunConcerns } from '../visit/begun-concerns.js';

const w = dayWords.unsent;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function unsent(desk) {
  const begun = await begunConcerns(desk);
  const { rows, status, now } = desk;
  const lastTry = status.last_try_ms === null ? w.noTry : w.lastTry(when(status.last_try_ms, now()));
  return {
    title: w.title(rows.length),
    body: html`${begun}${rows.length ? listed(rows) : banner('plain', html`<p>${nothingWaits(status)}</p>`)}
      ${status.connection === 'blocked' ? banner('caution', html`<p>${w.blocked}</p>`) : nothing}
      <p class="muted">${lastTry}</p>${status.waiting || status.photos_waiting ? copyButton(desk) : nothing}`,
    list: rows.length ? { id: 'unsent-rows', items: rows, row: (one) => unsentRow(desk, one) } : undefined,
    action: { label: w.try, run: () => tryNow(desk) },
    places: 'unsent',
  };
}

/** @param {PhoneStatus} status */
function nothingWaits(status) {
  return status.photos_waiting ? `${w.photosOnly} ${photoLines(status).join(' ')}` : w.none;
}

/** @param {UnsentRow[]} rows */
function listed(rows) {
  const waiting = rows.filter((one) => one.status !== 'not_accepted').length;
  return html`<p>${waiting ? w.keep(waiting) : w.notAcceptedOnly}</p><ul class="rows" id="unsent-rows"></ul>`;
}

/** At which home, where the phone still may show it. @param {Desk} desk @param {UnsentRow} one */
export function placeOf({ visits }, { visit_id }) {
  return visits.find((visit) => visit.visit_id === visit_id)?.place ?? '';
}

/** @param {Desk} desk @param {UnsentRow} one */
function unsentRow(desk, one) {
  const place = placeOf(desk, one);
  const progress = one.photos_total
    ? html`<span class="muted">${w.photosOf(one.photos_sent, one.photos_total)}</span>`
    : nothing;
  const label = html`${one.label}${place ? html`, <bdi>${place}</bdi>` : nothing} <span class="muted">${when(one.wall_ms, desk.now())}</span>`;
  if (one.status !== 'not_accepted')
    return row(null, label, html`<span class="muted">${w[one.status]}</span>${progress}`);
  return row(`#/unsent/${one.event_id}`, label, html`${tag('danger', w.not_accepted)} <span>${w.see}</span>`);
}

/** @param {Desk} desk */
async function tryNow(desk) {
  if (desk.form.busy) return;
  desk.form.busy = true;
  desk.changed();
  const status = await desk.phone.syncNow().catch(() => null);
  desk.form.busy = false;
  desk.say(status?.connection === 'up_to_date' ? w.tried : w.noAnswer);
  desk.changed();
}

/** @param {Desk} desk */
function copyButton(desk) {
  const copy = async () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await desk.phone.exportUnsent());
    link.download = `doorstep-unsent-${new Date(desk.now()).toISOString().slice(0, 16).replace(':', '')}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    desk.say(w.copied);
    desk.changed();
  };
  return html`<button type="button" class="button button-second" @click=${copy}>${w.copy}</button>`;
}
