/** The lone-worker timer: decided on the server from the last check-in; the page says what it cannot promise. */
/** @import {Desk, Known, Page} from '../../ui/shapes.js' */
/** @import {Timer} from '../../types.js' */
import { radios } from '../../ui/fill/fields.js';
import { html } from '../../ui/html.js';
import { banner, ring } from '../../ui/parts.js';
import { clock, when } from '../../ui/times.js';
import { dayWords } from '../../ui/words/day.js';
import { insideWords } from '../../ui/words/inside.js';
import { words } from '../../ui/words.js';
import { isWaiting, office } from '../visit/office.js';

const w = insideWords.timer;
const LENGTHS = [15, 30, 45, 60, 90, 120];
const OFFICE_AFTER_MS = 5 * 60_000;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function timer(desk) {
  const visit = await desk.visit();
  const mine = visit.state.timers.findLast((one) => one.actor_id === desk.operative?.operative_id);
  return mine && !mine.stopped ? running(desk, visit, mine) : setting(desk, visit);
}

/** @param {Desk} desk @param {Known} visit @returns {Page} */
function setting(desk, { assignment }) {
  const { form, settings } = desk;
  const usual = assignment.timer_minutes ?? settings?.timer_default_minutes ?? 60;
  form.values.minutes ??= String(usual);
  const lengths = [...new Set([...LENGTHS, usual])].sort((a, b) => a - b);
  const base = `#/visit/${desk.params.visit}`;
  const start = () =>
    desk.record([{ type: 'timer_started', data: { minutes: Number(form.values.minutes) } }], base, w.saidStart);
  return {
    title: w.title,
    back: base,
    body: html`${radios(desk, { name: 'minutes', label: w.length, options: lengths.map((n) => [String(n), w.minutes(n)]) })}
      ${banner('plain', html`<p>${w.honest}</p>`)}`,
    action: { label: w.start, run: start },
    second: { label: w.skip, href: base },
  };
}

/** @param {Desk} desk @param {Known} visit @param {Timer} mine @returns {Page} */
function running(desk, visit, mine) {
  const base = `#/visit/${desk.params.visit}`;
  const reached = !timerWaits(desk, visit);
  const late = desk.now() > mine.due_ms;
  return {
    title: w.title,
    back: base,
    corner: html`<a class="corner-help" href="${base}/help">${dayWords.help.title}</a>`,
    body: html`<p class="label">${w.left}</p><p class="number" data-due=${mine.due_ms}><span data-left role="timer"></span></p>
      <p class="big">${late ? w.ask : w.by(when(mine.due_ms, desk.now()))}</p>
      <h2>${w.happens}</h2><ul><li>${w.atDue(clock(mine.due_ms))}</li><li>${w.atOffice(clock(mine.due_ms + OFFICE_AFTER_MS))}</li></ul>
      ${banner(reached ? 'done' : 'caution', html`<p>${reached ? w.reached : w.notReached}</p>`)}
      <div class="buttons"><button type="button" class="button button-second" @click=${() => desk.record([{ type: 'check_in' }], `#/${desk.path}`, w.saidOk)}>${w.ok}</button>
      <a class="button button-second" href="${base}/leave">${w.out}</a>${ring(words.ringOffice, office(desk, visit.assignment))}</div>
      <p class="hint">${w.honest}</p>`,
    action: {
      label: w.more,
      run: () => desk.record([{ type: 'timer_extended', data: { minutes: 15 } }], `#/${desk.path}`, w.saidMore),
    },
  };
}

/** @param {Desk} desk @param {Known} visit */
function timerWaits(desk, { events }) {
  return events.some(
    (event) => ['timer_started', 'timer_extended', 'check_in'].includes(event.type) && isWaiting(desk, event.id),
  );
}
