/** Concerns that were put off until later, outside: where, and never what was written. */
/** @import {Desk} from '../../ui/shapes.js' */
import { html } from '../../ui/html.js';
import { words } from '../../ui/words.js';

/** Of all visits, or of one. @param {Pick<Desk, 'phone'|'visits'>} desk @param {string} [only] */
export async function begunConcerns({ phone, visits }, only) {
  const asked = visits.filter(({ visit_id }) => !only || visit_id === only);
  const keys = await phone.begun(asked.map(keyOf));
  const drafts = await Promise.all(keys.map((key) => phone.draft(key).read()));
  const begun = keys.filter((_, i) => drafts[i]?.seen || drafts[i]?.about || drafts[i]?.danger === 'yes');
  return asked
    .filter((visit) => begun.includes(keyOf(visit)))
    .map(
      (visit) =>
        html`<p><a class="button button-second" href="#/${keyOf(visit)}"><span>${words.begunConcern}${only ? '' : html`, <bdi>${visit.place}</bdi>`}</span></a></p>`,
    );
}

/** @param {{visit_id: string}} visit */
function keyOf({ visit_id }) {
  return `visit/${visit_id}/concern`;
}
