/** The arrival stamp, by one tap at the right door. HS 004A 7.1 h. */
/** @import {Desk, Known, Page} from '../../ui/shapes.js' */
import { radios } from '../../ui/fill/fields.js';
import { html, nothing } from '../../ui/html.js';
import { banner } from '../../ui/parts.js';
import { when } from '../../ui/times.js';
import { doorWords } from '../../ui/words/door.js';
import { promise } from '../visit/promise.js';
import { stopped } from '../visit/stop.js';
import { stop } from '../visit/tasks.js';
import { position } from './position.js';

const w = doorWords.arrive;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function arrive(desk) {
  const visit = await desk.visit();
  if (stop(visit)) return stopped(desk);
  const { assignment, state } = visit;
  const base = `#/visit/${desk.params.visit}`;
  const { start_at } = promise(visit);
  const start = start_at ? Date.parse(start_at) : null;
  return {
    title: w.title,
    back: base,
    body: html`<p class="big">${assignment.home.address.join(', ')}</p><p>${w.check}</p>
      ${start !== null && desk.now() < start ? banner('plain', html`<p>${w.early(when(start, desk.now()))}</p>`) : nothing}
      ${
        assignment.people_required > 1
          ? radios(desk, {
              name: 'both',
              label: w.second,
              options: [
                ['yes', w.secondYes],
                ['no', w.secondNo],
              ],
            })
          : nothing
      }
      ${position(desk)}<p class="hint">${w.parking}</p>`,
    action: state.arrived
      ? { label: doorWords.next.door, href: `${base}/door` }
      : { label: w.save, run: () => save(desk, visit) },
  };
}

/** @param {Desk} desk @param {Known} visit */
function save(desk, { assignment }) {
  const { both, geo } = desk.form.values;
  const two = assignment.people_required > 1;
  if (!desk.check([[two && !both, 'both', w.pick]])) return;
  const base = `#/visit/${desk.params.visit}`;
  const fact = { type: /** @type {const} */ ('arrived'), data: { at_property: true }, ...(geo ? { geo } : {}) };
  if (both === 'no') return desk.record([fact, { type: 'too_few_people' }], `${base}/stop`, doorWords.stop.recorded);
  return desk.record([fact], `${base}/door`, w.said);
}
