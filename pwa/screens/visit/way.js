/** "On my way": says whether the tenant was really told. WH 2.9, HS 004A 7.1. */
/** @import {Desk, Known, Page} from '../../ui/shapes.js' */
import { radios } from '../../ui/fill/fields.js';
import { html, nothing } from '../../ui/html.js';
import { banner, ring } from '../../ui/parts.js';
import { clock, iso, when } from '../../ui/times.js';
import { doorWords } from '../../ui/words/door.js';
import { words } from '../../ui/words.js';
import { warning } from './late.js';
import { names, takesTexts } from './office.js';
import { promise } from './promise.js';
import { textLeft } from './text-left.js';

const w = doorWords.way;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function way(desk) {
  const visit = await desk.visit();
  return visit.state.travel_started ? told(desk, visit) : ask(desk, visit);
}

/** @param {Desk} desk @param {Known} visit @returns {Page} */
function ask(desk, visit) {
  const { assignment } = visit;
  const { form, params, status } = desk;
  const base = `#/visit/${params.visit}`;
  const minutes = form.values.minutes;
  const at = minutes && minutes !== 'other' ? expected(desk, minutes) : null;
  const warned = at && warning(desk, promise(visit), at);
  const newTime = { label: doorWords.visit.late, href: `${base}/late` };
  const texts = takesTexts(assignment);
  const offline = status.connection !== 'up_to_date';
  return {
    title: w.title,
    back: base,
    body: html`${radios(desk, {
      name: 'minutes',
      label: w.ask,
      options: [
        ['15', w.in15],
        ['30', w.in30],
        ['60', w.in60],
        ['other', w.other],
      ],
    })}
      ${warned || nothing}${texts && at ? html`<h2>${w.get}</h2><p class="quote">${w.text({ ...names(desk, assignment), at: clock(at) })}</p>` : nothing}
      ${texts ? banner(offline ? 'caution' : 'plain', html`<p>${offline ? w.notSent : w.truth}</p>`) : banner('caution', html`<p>${doorWords.text.held}</p>`)}
      ${ring(words.ringCustomer, assignment.tenant?.phone)}`,
    action: minutes === 'other' ? newTime : { label: texts ? w.send : doorWords.next.way, run: () => save(desk) },
    second: warned ? newTime : null,
  };
}

/** @param {Desk} desk */
function save(desk) {
  const { minutes } = desk.form.values;
  if (!desk.check([[!minutes, 'minutes', w.pick]])) return;
  const eta = iso(expected(desk, minutes));
  return desk.record([{ type: 'travel_started', data: { eta } }], `#/${desk.path}`, w.said);
}

/** @param {Desk} desk @param {string} minutes */
function expected(desk, minutes) {
  return desk.now() + Number(minutes) * 60_000;
}

/** @param {Desk} desk @param {Known} visit @returns {Page} */
function told(desk, visit) {
  const { assignment, state } = visit;
  const started = state.travel_started;
  const base = `#/visit/${desk.params.visit}`;
  return {
    title: w.title,
    back: base,
    body: html`<p>${w.told} <bdi>${started ? when(started.wall_ms, desk.now()) : nothing}</bdi></p>
      ${started ? textLeft(desk, visit, started.event_id) : nothing}
      ${ring(words.ringCustomer, assignment.tenant?.phone)}`,
    action: { label: doorWords.next.arrive, href: `${base}/arrive` },
    second: { label: doorWords.visit.late, href: `${base}/late` },
  };
}
