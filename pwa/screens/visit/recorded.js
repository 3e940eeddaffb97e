/** What was recorded here, each with its time and how far that can be trusted; corrections stand beside. */
/** @import {Desk, Known, Page} from '../../ui/shapes.js' */
/** @import {VisitEvent} from '../../types.js' */
import { labelOf } from '../../domain/labels.js';
import { area } from '../../ui/fill/fields.js';
import { pictureUrl } from '../../ui/fill/photo-field.js';
import { html, nothing } from '../../ui/html.js';
import { list } from '../../ui/parts.js';
import { doorWords } from '../../ui/words/door.js';
import { chosen } from './chosen.js';
import { receipt } from './receipt.js';

const w = doorWords.recorded;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function recorded(desk) {
  const visit = await desk.visit();
  const pictures = await Promise.all(
    visit.photos.map(async (photo) => ({ ...photo, kept: await desk.phone.photo(photo.sha256) })),
  );
  const base = `#/visit/${desk.params.visit}`;
  return {
    title: w.title,
    back: base,
    body: html`${visit.events.length ? nothing : html`<p>${w.none}</p>`}
      <ol class="timeline" id="recorded-rows"></ol>
      ${pictures.length ? html`<h2>${doorWords.visit.photosHere}</h2><ul class="photos">${pictures.map(picture)}</ul>` : nothing}`,
    list: {
      id: 'recorded-rows',
      items: [...visit.events].reverse(),
      row: (event) => entry(desk, visit, event),
    },
  };
}

/** @param {Desk} desk @param {Known} visit @param {VisitEvent} event */
function entry(desk, visit, event) {
  const { text, trust } = desk.phone.shownTime(event);
  const said = chosen(event);
  const base = `#/visit/${desk.params.visit}`;
  return html`<li><p><strong>${labelOf(event.type)}</strong> <bdi>${text}</bdi></p>${said.length ? list(said) : nothing}
    <p class="hint first-capital">${trust}. ${receipt(desk, visit, event.id)}.</p>
    ${event.type === 'corrected' ? nothing : html`<a class="row" href="${base}/correct/${event.id}">${w.correct}<span class="visually-hidden">: ${labelOf(event.type)}</span></a>`}</li>`;
}

/** @param {{sha256: string, role: string, status: 'waiting'|'sending'|'received', kept: {bytes: ArrayBuffer, mime: string}|null}} photo @param {number} i */
function picture({ status, kept }, i) {
  const canShow = kept?.mime === 'image/jpeg';
  return html`<li>${kept && canShow ? html`<img src=${pictureUrl(kept.bytes, kept.mime)} alt=${doorWords.photo.alt(i + 1)}>` : html`<p>${doorWords.photo.alt(i + 1)}</p>`}
    <p class="hint">${doorWords.photo[status]}</p></li>`;
}

/** @param {Desk} desk @returns {Page} */
export function correct(desk) {
  const base = `#/visit/${desk.params.visit}`;
  const save = () => {
    const text = (desk.form.values.text ?? '').trim();
    if (!desk.check([[!text, 'text', w.pick]])) return;
    return desk.record(
      [{ type: 'corrected', corrects: desk.params.event, data: { text } }],
      `${base}/recorded`,
      w.said,
    );
  };
  return {
    title: w.correctTitle,
    back: `${base}/recorded`,
    body: html`<p>${w.rule}</p>${area(desk, { name: 'text', label: w.what })}`,
    action: { label: w.save, run: save },
  };
}
