/**
 * Takes photos: the camera by one button, the gallery by another, because a phone asked for the camera never
 * offers the gallery. Bytes are read, shrunk and kept in the draft at once.
 */
/** @import {PhotoInput} from '../../types.js' */
/** @import {Filling} from './fields.js' */
import { html, nothing } from '../html.js';
import { photos as photosWord } from '../strip.js';
import { doorWords } from '../words/door.js';
import { words } from '../words.js';
import { shrink, size } from './shrink.js';

const w = doorWords.photo;

/** @type {WeakMap<ArrayBuffer, string>} */
const shown = new WeakMap();

/** @param {ArrayBuffer} bytes @param {string} mime */
export function pictureUrl(bytes, mime) {
  let url = shown.get(bytes);
  if (!url) {
    url = URL.createObjectURL(new Blob([bytes], { type: mime }));
    shown.set(bytes, url);
  }
  return url;
}

/** @param {Filling & {path: string}} at @param {{role: string, label: string, hint?: string, storage: string}} asked */
export function photoField(at, { role, label, hint = w.hint, storage }) {
  const { form } = at;
  const mine = form.photos.filter((photo) => photo.role === role);
  const total = mine.reduce((sum, photo) => sum + photo.bytes.byteLength, 0);
  const room = storage === 'full' ? words.storage.full : storage === 'low' ? words.storage.low : '';
  return html`<div class="field" role="group" aria-labelledby="${role}-label"><p class="label" id="${role}-label">${label}</p>
    <p class="hint">${hint}</p>
    ${room ? html`<div class="banner banner-caution"><p>${room}</p></div>` : nothing}
    ${mine.length ? html`<ul class="photos">${mine.map((photo, i) => kept(at, photo, i))}</ul>` : nothing}
    <p class="hint" role="status">${form.notes[role] ?? (mine.length ? w.kept(photosWord(mine.length), size(total)) : nothing)}</p>
    <div class="buttons">${source(at, role, 'camera', w.take)}${source(at, role, 'gallery', w.gallery)}</div>
    <p class="hint">${w.galleryNote}</p></div>`;
}

/** @param {Filling} at @param {string} role @param {'camera'|'gallery'} from @param {string} label */
function source(at, role, from, label) {
  return html`<label class="button button-second file-button">${label}<input type="file" accept="image/*" name="${role}-${from}"
    capture=${from === 'camera' ? 'environment' : nothing} ?multiple=${from === 'gallery'}
    @change=${(/** @type {Event} */ event) => take(at, { role, from, input: /** @type {HTMLInputElement} */ (event.target) })}></label>`;
}

/** @param {Filling} at @param {{role: string, from: 'camera'|'gallery', input: HTMLInputElement}} taken */
async function take({ form, changed }, { role, from, input }) {
  const files = [...(input.files ?? [])];
  form.notes[role] = w.reading;
  changed();
  form.reading = Promise.all(files.map((file) => shrink(file).catch(() => null)));
  const read = await form.reading;
  input.value = '';
  const fresh = read.filter((one) => one !== null).map(({ bytes, mime }) => ({ bytes, mime, role, source: from }));
  await form.setPhotos([...form.photos, ...fresh]);
  form.notes[role] = fresh.length < files.length ? w.unreadable : undefined;
  changed();
}

/** @param {Filling & {path: string}} at @param {PhotoInput} photo @param {number} i */
function kept({ form, path }, photo, i) {
  const remove = `#/photo/${form.photos.indexOf(photo)}/${encodeURIComponent(path)}`;
  return html`<li>${picture(photo, i)}<a class="button button-second" href=${remove}>${w.remove(i + 1)}</a></li>`;
}

/** @param {PhotoInput} photo @param {number} i */
export function picture({ bytes, mime, source: from }, i) {
  return html`${mime === 'image/jpeg' ? html`<img src=${pictureUrl(bytes, mime)} alt=${w.alt(i + 1)}>` : html`<p>${w.unshown}</p>`}
    <p class="hint">${from === 'gallery' ? w.fromGallery : w.camera}</p>`;
}
