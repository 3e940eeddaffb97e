/**
 * A concern about the home or a person. Danger now means the telephone first: until they say whether they rang, there is
 * nothing to write. What was written is not shown again, a draft only when it is asked for: somebody in the home may look
 * over a shoulder. HS 004A 8.l.
 */
/** @import {Desk, Known, Page} from '../../ui/shapes.js' */
import { area, named, radios, yesNo } from '../../ui/fill/fields.js';
import { photoField } from '../../ui/fill/photo-field.js';
import { html, nothing } from '../../ui/html.js';
import { banner, ring } from '../../ui/parts.js';
import { dayWords } from '../../ui/words/day.js';
import { insideWords } from '../../ui/words/inside.js';
import { words } from '../../ui/words.js';
import { office } from '../visit/office.js';

const w = insideWords.concern;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function concern(desk) {
  const visit = await desk.visit();
  const base = `#/visit/${desk.params.visit}`;
  const { form } = desk;
  if (form.begunBefore && (form.values.seen || form.values.about)) return begun(desk, base);
  const danger = form.values.danger === 'yes';
  const callsFirst = danger && !form.values.rang;
  return {
    title: w.title,
    back: base,
    body: html`${yesNo(desk, { name: 'danger', label: w.danger })}
      ${danger ? callFirst(desk, visit) : nothing}
      ${callsFirst ? nothing : report(desk)}`,
    action: callsFirst ? null : { label: w.save, run: () => save(desk) },
    second: { label: w.later, run: () => desk.go(base, w.laterSaid) },
  };
}

/** What was begun stays shut until it is asked for. @param {Desk} desk @param {string} base @returns {Page} */
function begun(desk, base) {
  const show = () => {
    desk.form.begunBefore = false;
    desk.changed();
  };
  return {
    title: w.title,
    back: base,
    body: banner('plain', html`<p>${w.begun}</p>`),
    action: { label: w.show, run: show },
    second: { label: w.later, run: () => desk.go(base, w.laterSaid) },
  };
}

/** @param {Desk} desk */
function report(desk) {
  const { values } = desk.form;
  return html`<p>${w.why}</p>
      ${radios(desk, {
        name: 'about',
        label: w.about,
        options: named(w, 'property', 'person'),
      })}
      ${kinds(desk, values.about)}
      ${area(desk, { name: 'seen', label: w.seen, hint: w.seenHint, rows: 5 })}
      ${values.about === 'property' ? photoField(desk, { role: 'concern', label: w.photos, hint: w.photoHint, storage: desk.status.storage }) : nothing}
      <p class="hint">${values.about === 'person' ? w.noPhotos : w.noHazard}</p>
      <p class="hint">${w.talk}</p>`;
}

/** @param {Desk} desk @param {Known} visit */
function callFirst(desk, { assignment }) {
  const calls = html`<p class="big">${w.call}</p><div class="buttons">
    <a class="button button-danger" href="tel:999">${dayWords.help.ring999}</a>
    ${ring(words.ringOffice, office(desk, assignment))}${ring(w.safeguarding, desk.settings?.landlord.safeguarding_phone)}</div>`;
  return html`${banner('danger', calls)}${radios(desk, { name: 'rang', label: w.rang, options: w.rangOptions })}`;
}

/** @param {Desk} desk @param {'property'|'person'|undefined} about */
function kinds(desk, about) {
  return about ? radios(desk, { name: `category-${about}`, label: w.category, options: w.categories[about] }) : nothing;
}

/** @param {Desk} desk */
function save(desk) {
  const { values, photos } = desk.form;
  const { danger, about, seen = '' } = values;
  const category = values[`category-${about}`];
  const fine = desk.check([
    [!danger, 'danger', w.pickDanger],
    [!about, 'about', w.pickAbout],
    [Boolean(about) && !category, `category-${about}`, w.pickCategory],
    [!seen.trim(), 'seen', w.pickSeen],
  ]);
  if (!fine) return;
  const rang = danger === 'yes' ? { rang: values.rang } : {};
  const data = { about, category, seen: seen.trim(), danger_now: danger === 'yes', ...rang };
  const shown = about === 'property' ? photos : [];
  return desk.record([{ type: 'concern_reported', data, photos: shown }], `#/visit/${desk.params.visit}`, w.said);
}
