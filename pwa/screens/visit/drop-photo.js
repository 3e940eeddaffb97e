/** A photo that is not saved yet, taken off its page: asked once, on a page of its own, because it cannot be taken again. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
import { Form } from '../../ui/fill/form.js';
import { picture } from '../../ui/fill/photo-field.js';
import { html } from '../../ui/html.js';
import { doorWords } from '../../ui/words/door.js';

const w = doorWords.dropPhoto;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function dropPhoto(desk) {
  const { number, path } = desk.params;
  const back = `#/${path}`;
  const form = await new Form(desk.phone, path).open();
  const photo = form.photos[Number(number)];
  if (!photo) return { title: w.title, back, body: html`<p>${w.gone}</p>` };
  const drop = async () => {
    await form.setPhotos(form.photos.filter((other) => other !== photo));
    desk.go(back, w.said);
  };
  return {
    title: w.title,
    back,
    body: html`<ul class="photos"><li>${picture(photo, 0)}</li></ul><p>${w.text}</p>`,
    action: { label: w.drop, run: drop, danger: true },
    second: { label: w.keep, href: back },
  };
}
