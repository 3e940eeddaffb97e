/** One visit as a list of things to do, each with its state; the next one is the button. */
/** @import {Desk, Known, Page} from '../../ui/shapes.js' */
/** @import {VisitEvent} from '../../types.js' */
/** @import {Progress, Step} from './tasks.js' */
import { html, nothing } from '../../ui/html.js';
import { banner, list, ring, row, tag, tel } from '../../ui/parts.js';
import { slotOn, span, when } from '../../ui/times.js';
import { dayWords } from '../../ui/words/day.js';
import { doorWords } from '../../ui/words/door.js';
import { words } from '../../ui/words.js';
import { begunConcerns } from './begun-concerns.js';
import { office } from './office.js';
import { promise } from './promise.js';
import { nextStep, staleFor, stop, tasks } from './tasks.js';
import { newTimeText } from './text-left.js';

const w = doorWords.visit;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function visit(desk) {
  const visit = await desk.visit();
  const begun = await begunConcerns(desk, desk.params.visit);
  const base = `#/visit/${desk.params.visit}`;
  const { assignment } = visit;
  return {
    title: assignment.home.address[0],
    back: '#/today',
    corner: html`<a class="corner-help" href="${base}/help">${dayWords.help.title}</a>`,
    body: html`${warnings(desk, visit, base)}${heading(visit, desk.now())}${contact(visit)}
      ${begun}
      <h2>${w.list}</h2><ul class="rows">${tasks(visit).map((task) => taskRow(task, base))}</ul>
      <ul class="rows">${others(desk, visit, base)}</ul>`,
    ...actions(desk, visit, base),
  };
}

/** @param {Desk} desk @param {Known} visit @param {string} base */
function warnings(desk, visit, base) {
  const { settings, now } = desk;
  const stale = settings && staleFor(visit.flags, settings.flags_stale_hours, now(), desk.status.list_at_ms);
  const why = stop(visit);
  const changed = visit.assignment.changed;
  return html`${why && why !== 'unread_flag' ? banner('danger', html`<p><a href="${base}/stop">${doorWords.stop[why]}</a></p>`) : nothing}
    ${stale && !visit.state.access ? html`${banner('caution', html`<p>${words.today.stale(span(stale))}</p>`)}${ring(words.ringOffice, office(desk, visit.assignment))}` : nothing}
    ${changed || visit.state.conflicts.length ? banner('caution', html`<p><a href="${base}/conflict">${visit.state.event_count ? w.conflict : w.seeConflict}</a></p>`) : nothing}
    ${visit.state.arrived ? nothing : newTimeText(desk, visit)}
    ${visit.assignment.prior_not_kept >= 2 ? banner('caution', html`<p>${words.today.repeat}</p>`) : nothing}
    ${visit.waiting ? html`<p class="muted">${w.waits(visit.waiting)}</p>` : nothing}`;
}

/** @param {Known} visit @param {number} nowMs */
function heading({ assignment, state, elsewhere }, nowMs) {
  const { home, tenant, job_number, status } = assignment;
  const held = promise({ assignment, state, elsewhere });
  const moved = held.start_at !== assignment.start_at;
  const off = status === 'booked' && state.status === 'cannot_attend' ? state.status : status;
  return html`<p class="big">${assignment.description}</p>
    <p><bdi>${slotOn(assignment, nowMs) || w.unplanned}</bdi>${job_number ? html` &nbsp; ${w.ref} <bdi>${job_number}</bdi>` : nothing}
      ${off === 'booked' ? nothing : tag('caution', words.status[off])}</p>
    ${moved ? html`<p>${w.told} <bdi class="big">${slotOn(held, nowMs)}</bdi></p>` : nothing}
    <p><bdi>${whole(home)}</bdi></p>
    ${
      tenant
        ? html`<p>${tenant.name}${tenant.language === 'en' ? nothing : html` - ${w.speaks} ${language(tenant.language)}`}
      ${tenant.interpreter ? html`<br>${w.interpreter}` : nothing}</p>`
        : nothing
    }
    ${assignment.needs.length ? html`<h2>${w.needs}</h2>${list(assignment.needs)}` : nothing}
    ${home.access_note ? html`<h2>${w.access}</h2><p>${home.access_note}</p>` : nothing}`;
}

/** A visit opened on the phone has a place and no postcode. @param {Known['assignment']['home']} home */
function whole({ address, postcode }) {
  return [...address, postcode].filter(Boolean).join(', ');
}

/** @param {string} code */
function language(code) {
  try {
    return new Intl.DisplayNames('en-GB', { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** @param {Known} visit */
function contact({ assignment: { home, tenant } }) {
  const place = encodeURIComponent(whole(home));
  const map = /iPhone|iPad/.test(navigator.userAgent) ? `maps:?q=${place}` : `geo:0,0?q=${place}`;
  return html`<div class="buttons buttons-pair">
    ${tenant?.phone ? html`<a class="button button-second" href=${tel(tenant.phone)}>${w.call(tenant.name)}</a>` : nothing}
    <a class="button button-second" href=${map}>${w.map}</a></div>
    <p class="hint">${w.mapHint}</p>`;
}

/** @param {Step} step @param {string} base */
export function stepPath(step, base) {
  return `${base}/${step === 'safe' ? 'leave' : step}`;
}

/** Finished steps stay open to be looked at; those that cannot start are no links. @param {{step: Step, progress: Progress}} task @param {string} base */
function taskRow({ step, progress }, base) {
  const state = html`<span class=${progress === 'done' ? '' : 'muted'}>${doorWords.progress[progress]}</span>`;
  return row(progress === 'later' ? null : stepPath(step, base), doorWords.steps[step], state);
}

/** @param {Desk} desk @param {Known} visit @param {string} base */
function others(desk, { state, events }, base) {
  const open = !state.left && !state.access && !state.no_access;
  return html`${open ? html`${row(`${base}/late`, w.late)}${row(`${base}/cannot`, w.cannot)}` : nothing}
    ${events.filter((event) => event.type === 'concern_reported').map((event) => row(null, concernLine(desk, event)))}
    ${row(`${base}/recorded`, w.record)}`;
}

/** Never what was written: somebody in the home may look over a shoulder. @param {Desk} desk @param {VisitEvent} event */
function concernLine({ rows, now }, event) {
  if (rows.some((one) => one.event_id === event.id)) return w.concernSaved(when(event.at.wall_ms, now()));
  return w.concernSent(when(event.received_ms ?? event.at.wall_ms, now()));
}

/** @param {Desk} desk @param {Known} visit @param {string} base @returns {Pick<Page, 'action'|'second'>} */
function actions(desk, visit, base) {
  const why = stop(visit);
  if (why === 'unread_flag') return { action: { label: doorWords.next.flag, href: `${base}/flag` } };
  if (why) return { action: { label: words.ringOffice, href: tel(office(desk, visit.assignment) ?? '') } };
  const step = nextStep(visit);
  const waiting = !visit.state.access && !visit.state.no_access && visit.state.arrived;
  return {
    action: step
      ? { label: doorWords.next[/** @type {keyof typeof doorWords.next} */ (step)], href: stepPath(step, base) }
      : null,
    second: waiting ? { label: w.noAccess, href: `${base}/no-access` } : null,
  };
}
