/**
 * The lone-worker timer. It starts with entry; its deadline is held by the server from the last check-in, and the page
 * says what it cannot promise.
 */
/** @import {Desk, Known, Page} from '../../ui/shapes.js' */
/** @import {RecordInput, Timer} from '../../types.js' */
import { radios } from '../../ui/fill/fields.js';
import { html } from '../../ui/html.js';
import { banner, ring, row } from '../../ui/parts.js';
import { clock, when } from '../../ui/times.js';
import { dayWords } from '../../ui/words/day.js';
import { insideWords } from '../../ui/words/inside.js';
import { words } from '../../ui/words.js';
import { isWaiting, office } from '../visit/office.js';

const w = insideWords.timer;
const LENGTHS = [15, 30, 45, 60, 90, 120];

/** @param {Desk} desk @returns {Promise<Page>} */
export async function timer(desk) {
  const visit = await desk.visit();
  const mine = running(desk, visit.state);
  return mine ? counting(desk, visit, mine) : setting(desk, visit);
}

/** Another length, counted from now. @param {Desk} desk @returns {Promise<Page>} */
export async function timerLength(desk) {
  return setting(desk, await desk.visit());
}

/**
 * The start of the timer that comes with going in, unless this operative's own runs already.
 * @param {Desk} desk @param {Known} visit @returns {RecordInput[]}
 */
export function startsWithEntry(desk, visit) {
  if (running(desk, visit.state)) return [];
  return [{ type: 'timer_started', data: { minutes: usual(desk, visit) } }];
}

/** @param {Desk} desk @param {Known['state']} state */
function running({ operative }, { timers }) {
  const mine = timers.findLast((one) => one.actor_id === operative?.operative_id);
  return mine && !mine.stopped ? mine : null;
}

/** The length that the job or a flag of the home asks for. @param {Desk} desk @param {Known} visit */
function usual({ settings }, { assignment }) {
  return assignment.timer_minutes ?? settings?.timer_default_minutes ?? 60;
}

/** @param {Desk} desk @param {Known} visit @returns {Page} */
function setting(desk, visit) {
  const { form } = desk;
  const asked = usual(desk, visit);
  form.values.minutes ??= String(asked);
  const lengths = [...new Set([...LENGTHS, asked])].sort((a, b) => a - b);
  const base = `#/visit/${desk.params.visit}`;
  const start = () =>
    desk.record(
      [{ type: 'timer_started', data: { minutes: Number(form.values.minutes) } }],
      `${base}/timer`,
      w.saidStart,
    );
  return {
    title: w.title,
    back: base,
    body: html`${radios(desk, { name: 'minutes', label: w.length, options: lengths.map((n) => [String(n), w.minutes(n)]) })}
      <p class="hint">${w.usual(asked)}</p>${banner('plain', html`<p>${w.honest}</p>`)}`,
    action: { label: w.start, run: start },
    second: { label: words.back, href: base },
  };
}

/** @param {Desk} desk @param {Known} visit @param {Timer} mine @returns {Page} */
function counting(desk, visit, mine) {
  const base = `#/visit/${desk.params.visit}`;
  const reached = !timerWaits(desk, visit);
  const late = desk.now() > mine.due_ms;
  const officeAt = mine.due_ms + (desk.settings?.alarm_office_minutes ?? 5) * 60_000;
  return {
    title: w.title,
    back: base,
    corner: html`<a class="corner-help" href="${base}/help">${dayWords.help.title}</a>`,
    body: html`<p class="label">${w.left}</p><p class="number" data-due=${mine.due_ms}><span data-left role="timer"></span></p>
      <p class="big">${late ? w.ask : w.by(when(mine.due_ms, desk.now()))}</p>
      <h2>${w.happens}</h2><ul><li>${w.atDue(clock(mine.due_ms))}</li><li>${w.atText(clock(mine.due_ms))}</li><li>${w.atOffice(clock(officeAt))}</li></ul>
      ${banner(reached ? 'done' : 'caution', html`<p>${reached ? w.reached : w.notReached}</p>`)}
      <div class="buttons"><button type="button" class="button button-second" @click=${() => desk.record([{ type: 'check_in' }], `#/${desk.path}`, w.saidOk)}>${w.ok}</button>
      <a class="button button-second" href="${base}/leave">${w.out}</a>${ring(words.ringOffice, office(desk, visit.assignment))}</div>
      <ul class="rows">${row(`${base}/timer/length`, w.another)}</ul>
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
