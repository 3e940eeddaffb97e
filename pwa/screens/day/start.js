/** The start of the day: uniform, badge, and what is on the phone. HS 004A 4.e. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
import { named, ticks } from '../../ui/fill/fields.js';
import { html } from '../../ui/html.js';
import { listAge } from '../../ui/strip.js';
import { words } from '../../ui/words.js';

const w = words.today;

/** @param {Desk} desk @returns {Page} */
export function start(desk) {
  const { form } = desk;
  const worn = form.values.worn ?? [];
  const save = () =>
    desk.record(
      [
        {
          type: 'day_started',
          visit_id: null,
          data: { uniform: worn.includes('uniform'), badge: worn.includes('badge') },
        },
      ],
      '#/today',
      w.started,
    );
  return {
    title: w.startTitle,
    back: '#/today',
    body: html`<p>${listAge(desk.status, desk.now()).text}</p>
      ${ticks(desk, {
        name: 'worn',
        label: w.startAsk,
        options: named(w, 'uniform', 'badge'),
      })}`,
    action: { label: w.start, run: save },
  };
}
