/** A visit that the phone opens itself: no appointment, so no ten-minute test. MO 4.6. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
import { area, line } from '../../ui/fill/fields.js';
import { html } from '../../ui/html.js';
import { phoneWords } from '../../ui/words/phone.js';

const w = phoneWords.unplanned;

/** @param {Desk} desk @returns {Page} */
export function unplanned(desk) {
  return {
    title: w.title,
    back: '#/more',
    body: html`<p>${w.text}</p>${line(desk, { name: 'place', label: w.place })}${area(desk, { name: 'reason', label: w.reason, rows: 3 })}`,
    action: { label: w.save, run: () => save(desk) },
  };
}

/** @param {Desk} desk */
function save(desk) {
  const { place = '', reason = '' } = desk.form.values;
  if (
    !desk.check([
      [!place.trim(), 'place', w.pickPlace],
      [!reason.trim(), 'reason', w.pickReason],
    ])
  )
    return;
  const visit_id = desk.form.values.id ?? desk.phone.newId();
  desk.form.set('id', visit_id);
  return desk.record(
    [
      { type: 'visit_opened', visit_id, data: { reason: reason.trim(), place: place.trim() } },
      { type: 'arrived', visit_id, data: { at_property: true } },
    ],
    `#/visit/${visit_id}/door`,
    w.said,
  );
}
