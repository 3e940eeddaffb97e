/** Help: 999 first, then the office. Works without signal as far as a phone does. MO 4.6. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
import { holdButton } from '../../ui/hold.js';
import { html } from '../../ui/html.js';
import { banner, ring } from '../../ui/parts.js';
import { when } from '../../ui/times.js';
import { dayWords } from '../../ui/words/day.js';
import { words } from '../../ui/words.js';

const w = dayWords.help;

/** @param {Desk} desk @returns {Page} */
export function help(desk) {
  const { settings, params } = desk;
  const raised = openAlarm(desk);
  const fact = { visit_id: whereNow(desk), data: { kind: 'help' } };
  const raise = () => desk.record([{ type: 'alarm_raised', ...fact }], `#/${desk.path}`, w.said);
  return {
    title: w.title,
    back: params.visit ? `#/visit/${params.visit}` : '#/today',
    body: html`<p class="big">${w.leave}</p><div class="buttons"><a class="button button-danger" href="tel:999">${w.ring999}</a>
      ${ring(words.ringOffice, settings?.landlord.phone)}</div>
      ${raised ? standing(desk, raised) : html`${holdButton({ label: w.hold, done: raise })}<p class="hint">${w.holdHint}</p>`}
      <p>${w.honest}</p>`,
    action: null,
  };
}

/** The visit of this page, else the one under way: the office looks for a person at a place. @param {Desk} desk */
function whereNow({ params, visits }) {
  const under = visits.find(({ state }) => state.event_count > 0 && !state.left && !state.cannot_attend);
  return params.visit ?? under?.assignment?.visit_id ?? null;
}

/** @param {Desk} desk */
function openAlarm({ visits, operative }) {
  const alarms = visits.flatMap((row) =>
    row.state.alarms.map((alarm) => ({ ...alarm, visit: row.assignment?.visit_id ?? null })),
  );
  return alarms.filter((alarm) => alarm.stood_down_ms === null && alarm.actor_id === operative?.operative_id).at(-1);
}

/** @param {Desk} desk @param {{event_id: string, wall_ms: number, visit: string|null}} alarm */
function standing(desk, alarm) {
  const waits = desk.rows.some((row) => row.event_id === alarm.event_id);
  const down = () =>
    desk.record([{ type: 'alarm_stood_down', visit_id: alarm.visit, data: {} }], `#/${desk.path}`, w.safeSaid);
  return html`${banner('danger', html`<p class="big">${w.raised(when(alarm.wall_ms, desk.now()))}</p><p>${waits ? w.waiting : w.received}</p>`)}
    <button type="button" class="button button-second" @click=${down}>${w.safe}</button>`;
}
