/** Entry without leave: only with a type, a reason and who was called. MO 4.6 b1. */
/** @import {Desk, Known, Page} from '../../ui/shapes.js' */
import { area, line, named, radios, yesNo } from '../../ui/fill/fields.js';
import { html } from '../../ui/html.js';
import { ring } from '../../ui/parts.js';
import { dayWords } from '../../ui/words/day.js';
import { doorWords } from '../../ui/words/door.js';
import { words } from '../../ui/words.js';
import { startsWithEntry } from '../inside/timer.js';
import { office } from '../visit/office.js';

const w = doorWords.emergency;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function emergency(desk) {
  const visit = await desk.visit();
  const { assignment } = visit;
  return {
    title: w.title,
    back: `#/visit/${desk.params.visit}/consent`,
    body: html`<p>${w.text}</p><div class="buttons"><a class="button button-danger" href="tel:999">${dayWords.help.ring999}</a>
        ${ring(words.ringOffice, office(desk, assignment))}</div>
      ${radios(desk, {
        name: 'kind',
        label: w.type,
        options: named(w, 'maintenance', 'medical'),
      })}
      ${area(desk, { name: 'reason', label: w.reason, rows: 3 })}
      ${line(desk, { name: 'called', label: w.called, hint: w.calledHint })}
      ${yesNo(desk, { name: 'adult', label: w.adult })}`,
    action: { label: w.save, run: () => save(desk, visit) },
  };
}

/** The timer starts with entry. @param {Desk} desk @param {Known} visit */
function save(desk, visit) {
  const { kind, reason = '', called = '', adult } = desk.form.values;
  const fine = desk.check([
    [!kind, 'kind', w.pickType],
    [!reason.trim(), 'reason', w.pickReason],
    [!called.trim(), 'called', w.pickCalled],
    [!adult, 'adult', w.pickAdult],
  ]);
  if (!fine) return;
  const data = {
    adult_present: adult === 'yes',
    consent: false,
    emergency: { type: kind, reason: reason.trim(), called: called.trim() },
  };
  const facts = [{ type: /** @type {const} */ ('access_given'), data }, ...startsWithEntry(desk, visit)];
  return desk.record(facts, `#/visit/${desk.params.visit}/timer`, w.said);
}
