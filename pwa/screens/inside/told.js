/** What the customer was told to expect. HS 004A 8.j. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
import { line, ticks } from '../../ui/fill/fields.js';
import { html, nothing } from '../../ui/html.js';
import { list } from '../../ui/parts.js';
import { insideWords } from '../../ui/words/inside.js';

const w = insideWords.told;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function told(desk) {
  const { state } = await desk.visit();
  return {
    title: w.title,
    back: `#/visit/${desk.params.visit}`,
    body: html`${state.told_customer.length ? html`<h2>${w.before}</h2>${list(state.told_customer.map((one) => one.about))}` : nothing}
      ${ticks(desk, { name: 'about', label: w.ask, hint: w.hint, options: w.options })}
      ${line(desk, { name: 'other', label: w.other })}`,
    action: { label: w.save, run: () => save(desk) },
  };
}

/** @param {Desk} desk */
function save(desk) {
  const { about = [], other = '' } = desk.form.values;
  const all = [...about, other.trim()].filter(Boolean);
  if (!desk.check([[!all.length, 'about', w.pick]])) return;
  return desk.record(
    [{ type: 'customer_told', data: { about: all.join('; ') } }],
    `#/visit/${desk.params.visit}`,
    w.said,
  );
}
