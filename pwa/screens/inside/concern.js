/**
 * A concern about the home or a person. Danger now means the telephone first. What was written is not shown again:
 * somebody in the home may look over a shoulder. HS 004A 8.l.
 */
/** @import {Desk, Known, Page} from '../../ui/shapes.js' */
import { area, radios } from '../../ui/fill/fields.js';
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
  const { values } = desk.form;
  return {
    title: w.title,
    back: base,
    body: html`${radios(desk, {
      name: 'danger',
      label: w.danger,
      options: [
        ['yes', words.yes],
        ['no', words.no],
      ],
    })}
      ${values.danger === 'yes' ? callFirst(desk, visit) : nothing}
      <p>${w.why}</p>
      ${radios(desk, {
        name: 'about',
        label: w.about,
        options: [
          ['property', w.property],
          ['person', w.person],
        ],
      })}
      ${kinds(desk, values.about)}
      ${area(desk, { name: 'seen', label: w.seen, hint: w.seenHint, rows: 5 })}
      ${values.about === 'property' ? photoField(desk, { role: 'concern', label: w.photos, hint: w.photoHint, storage: desk.status.storage }) : nothing}
      <p class="hint">${w.talk}</p>`,
    action: { label: w.save, run: () => save(desk) },
    second: { label: w.later, run: () => desk.go(base, w.laterSaid) },
  };
}

/** @param {Desk} desk @param {Known} visit */
function callFirst(desk, { assignment }) {
  return banner(
    'danger',
    html`<p class="big">${w.call}</p><div class="buttons">
    <a class="button button-danger" href="tel:999">${dayWords.help.ring999}</a>
    ${ring(words.ringOffice, office(desk, assignment))}${ring(w.safeguarding, desk.settings?.landlord.safeguarding_phone)}</div>`,
  );
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
  const data = { about, category, seen: seen.trim(), danger_now: danger === 'yes' };
  const shown = about === 'property' ? photos : [];
  return desk.record([{ type: 'concern_reported', data, photos: shown }], `#/visit/${desk.params.visit}`, w.said);
}
