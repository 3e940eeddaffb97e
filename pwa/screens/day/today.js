/** The day: what comes next first, then the rest, with the honest age of the list. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
/** @import {VisitRow, Assignment} from '../../types.js' */
import { html, nothing } from '../../ui/html.js';
import { banner, ring, row, tag } from '../../ui/parts.js';
import { listAge } from '../../ui/strip.js';
import { clock, dayName, dayOf, slot, span } from '../../ui/times.js';
import { words } from '../../ui/words.js';
import { begunConcerns } from '../visit/begun-concerns.js';
import { openedVisits } from '../visit/opened.js';
import { isUnderWay, nextVisit, unreadFlags } from '../visit/tasks.js';

/** @typedef {VisitRow & {assignment: Assignment, flagged: 'unread'|'read'|null}} Row */
/** @typedef {VisitRow & {assignment: Assignment}} Booked */

const w = words.today;
const THREE_DAYS = 3 * 24 * 3_600_000;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function today(desk) {
  const [rows, messages, begun] = await Promise.all([
    desk.status.hidden ? [] : flagged(desk),
    desk.phone.messages(),
    begunConcerns(desk),
  ]);
  const day = dayOf(desk.now());
  const news = messages.filter((one) => dayOf(Date.parse(one.sent_at)) === day).length;
  return {
    title: w.title(dayName(desk.now())),
    corner: desk.operative ? desk.operative.name.split(' ')[0] : nothing,
    body: html`${notices(desk)}${begun}${desk.status.hidden ? hidden(desk) : html`${listOf(desk, rows, day, news)}${extra(openedVisits(desk.visits))}`}`,
    places: 'today',
  };
}

/** @param {Desk} desk @returns {Promise<Row[]>} */
function flagged({ phone, visits }) {
  const mine = /** @type {Booked[]} */ (visits.filter((visit) => visit.assignment));
  return Promise.all(
    mine.map(async (visit) => {
      const found = await Promise.all(visit.assignment.flag_ids.map((id) => phone.flag(id)));
      const flags = found.filter((flag) => flag !== null);
      const unread =
        unreadFlags({ flags, state: visit.state }).length || flags.length < visit.assignment.flag_ids.length;
      return { ...visit, flagged: visit.assignment.flag_ids.length ? (unread ? 'unread' : 'read') : null };
    }),
  );
}

/** @param {Desk} desk */
function notices({ status, app, now }) {
  const age = listAge(status, now());
  const oldest = status.oldest_waiting_ms === null ? 0 : now() - status.oldest_waiting_ms;
  return html`${app.waiting() ? banner('plain', html`<p>${w.update} <a href="#/more/update">${w.updateLink}</a></p>`) : nothing}
    ${status.list_at_ms === null ? nothing : age.old ? banner('caution', html`<p>${age.text}</p>`) : html`<p class="muted">${age.text}</p>`}
    ${oldest > THREE_DAYS ? banner('caution', html`<p>${w.oldUnsent(span(oldest))}</p>`) : nothing}
    ${storage(status.storage)}`;
}

/** @param {string} state */
export function storage(state) {
  if (state === 'low') return banner('caution', html`<p>${words.storage.low}</p>`);
  if (state === 'refused') return banner('danger', html`<p>${words.storage.refused}</p>`);
  if (state === 'full') return banner('danger', html`<p>${words.storage.full}</p>`);
  return nothing;
}

/** @param {Desk} desk */
function hidden({ settings }) {
  return html`<h2>${words.hiddenTitle}</h2><p>${words.hidden}</p>${ring(words.ringOffice, settings?.landlord.phone)}`;
}

/** @param {Desk} desk @param {Row[]} rows @param {string} day @param {number} news messages of today */
function listOf(desk, rows, day, news) {
  const now = rows.filter((visit) => visit.assignment.day === day);
  const next = nextVisit(now);
  const rest = now.filter((visit) => visit !== next);
  const coming = rows.filter((visit) => visit.assignment.day > day);
  const earlier = rows.filter((visit) => visit.assignment.day < day && !visit.state.left);
  return html`${now.length ? nothing : empty(desk)}${next ? card(next) : nothing}
    ${section(w.later, rest)}${section(w.coming, coming, true)}${section(w.earlier, earlier, true)}
    <ul class="rows">${row('#/day/start', w.startTitle)}${row('#/messages', w.messages(news))}${row('#/cannot', w.cannot)}</ul>`;
}

/** @param {VisitRow[]} opened */
function extra(opened) {
  if (!opened.length) return nothing;
  return html`<h2>${w.opened}</h2><ul class="rows">${opened.map(({ visit_id, place }) => row(`#/visit/${visit_id}`, place))}</ul>`;
}

/** No list is not a list of none: whoever has had no list yet may have visits. @param {Desk} desk */
function empty({ phone, settings, status, now }) {
  const none = status.list_at_ms === null;
  if (none && status.connection === 'sending') return html`<p class="big">${w.onTheirWay}</p>`;
  return html`<p class="big">${none ? listAge(status, now()).text : w.empty}</p><p>${w.emptyNext}</p><div class="buttons">
    <button type="button" class="button button-second" @click=${() => phone.syncNow()}>${w.check}</button>
    ${ring(words.ringOffice, settings?.landlord.phone)}</div>`;
}

/** @param {Row} visit */
function card({ assignment, state, flagged }) {
  return html`<section class="card" aria-labelledby="next-title">
    <h2 id="next-title">${isUnderWay({ state }) ? w.under_way : w.next} <bdi>${slot(assignment)}</bdi></h2>
    <p class="big"><bdi>${assignment.home.address.join(', ')}</bdi></p>
    <p>${assignment.description}</p>
    ${changed(assignment)}${mark(flagged)}
    ${assignment.people_required > assignment.assigned.length ? html`<p>${tag('danger', w.alone)}</p>` : nothing}
    ${assignment.prior_not_kept >= 2 ? banner('caution', html`<p>${w.repeat}</p>`) : nothing}
    <a class="button" href="#/visit/${assignment.visit_id}${flagged === 'unread' ? '/flag' : ''}">${w.open}</a>
  </section>`;
}

/** @param {Row['flagged']} flagged */
function mark(flagged) {
  if (!flagged) return nothing;
  return html`<p>${flagged === 'unread' ? tag('danger', w.flag) : tag('info', w.flagRead)}</p>`;
}

/** What the office did to it since it was planned: called off, moved, or given to this phone in mid-shift. @param {Assignment} assignment */
function changed({ status, changed: change }) {
  if (status !== 'booked') return html`<p>${tag('caution', words.status[status])}</p>`;
  return change ? html`<p>${tag('caution', news(change))}</p>` : nothing;
}

/** @param {NonNullable<Assignment['changed']>} change */
function news({ what, at }) {
  return w.changed(words.changed[/** @type {keyof typeof words.changed} */ (what)] ?? what, clock(Date.parse(at)));
}

/** @param {string} title @param {Row[]} visits @param {boolean} [withDay] */
function section(title, visits, withDay = false) {
  if (!visits.length) return nothing;
  return html`<h2>${title}</h2><ul class="rows">${visits.map((visit) => visitRow(visit, withDay))}</ul>`;
}

/** @param {Row} visit @param {boolean} withDay */
function visitRow({ assignment, state, flagged }, withDay) {
  const start = assignment.start_at && withDay ? `${dayName(Date.parse(assignment.start_at))}, ` : '';
  const label = html`${start}<bdi>${slot(assignment)}</bdi> <bdi>${assignment.home.address[0]}</bdi>`;
  const status = assignment.status === 'booked' ? words.status[state.status] : words.status[assignment.status];
  return row(
    `#/visit/${assignment.visit_id}${flagged === 'unread' ? '/flag' : ''}`,
    label,
    html`${assignment.status === 'booked' ? changed(assignment) : nothing}${flagged === 'unread' ? mark(flagged) : nothing}<span class="muted">${status}</span>`,
  );
}
