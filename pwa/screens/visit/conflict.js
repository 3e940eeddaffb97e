/** What changed while the phone was offline: both sides are shown, neither is written over. */
/** @import {Desk, Known, Page} from '../../ui/shapes.js' */
import { radios } from '../../ui/fill/fields.js';
import { html, nothing } from '../../ui/html.js';
import { answer, banner, ring } from '../../ui/parts.js';
import { slotOn, when } from '../../ui/times.js';
import { doorWords } from '../../ui/words/door.js';
import { words } from '../../ui/words.js';
import { office } from './office.js';

const w = doorWords.conflict;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function conflict(desk) {
  const visit = await desk.visit();
  const { changed } = visit.assignment;
  const back = `#/visit/${desk.params.visit}`;
  if (!changed && !visit.state.conflicts.length) return { title: w.title, back, body: html`<p>${w.none}</p>` };
  const mine = ownEvent(visit);
  return {
    title: w.title,
    back,
    body: html`<dl class="summary-list">
        ${answer(w.phone, words.status[visit.state.status])}
        ${changed ? answer(w.office(when(Date.parse(changed.at), desk.now()), changed.by), html`${words.changed[/** @type {keyof typeof words.changed} */ (changed.what)] ?? changed.what} <bdi>${slotOn(visit.assignment, desk.now())}</bdi>`) : nothing}
        ${visit.elsewhere && visit.elsewhere.status !== visit.state.status ? answer(w.other, words.status[visit.elsewhere.status]) : nothing}</dl>
      ${visit.state.conflicts.map((one) => html`<p>${w.both} ${one.what.replaceAll('_', ' ')}.</p>`)}
      ${banner('plain', html`<p>${w.kept}</p>`)}
      ${
        mine
          ? radios(desk, {
              name: 'stands',
              label: w.ask,
              options: [
                ['office', w.theirs],
                ['mine', w.mine],
              ],
            })
          : nothing
      }
      ${ring(words.ringOffice, office(desk, visit.assignment))}`,
    action: mine ? { label: words.continue, run: () => save(desk, mine) } : { label: words.continue, href: back },
  };
}

/** The record that the answer is about: the one in conflict, else the latest. @param {Known} visit */
function ownEvent({ events, state }) {
  const disputed = new Set(state.conflicts.flatMap((one) => one.event_ids));
  return (events.find((event) => disputed.has(event.id)) ?? events.at(-1))?.id;
}

/** @param {Desk} desk @param {string} corrects */
function save(desk, corrects) {
  const { stands } = desk.form.values;
  if (!desk.check([[!stands, 'stands', w.pick]])) return;
  const said = stands === 'mine' ? `${w.said} ${w.ring}` : w.said;
  return desk.record(
    [{ type: 'corrected', corrects, data: { what: 'conflict', stands } }],
    `#/visit/${desk.params.visit}`,
    said,
  );
}
