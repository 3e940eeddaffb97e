/** Photos of the work, before and after. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
import { named, radios } from '../../ui/fill/fields.js';
import { photoField } from '../../ui/fill/photo-field.js';
import { html } from '../../ui/html.js';
import { insideWords } from '../../ui/words/inside.js';

const w = insideWords.photos;

/** @param {Desk} desk @returns {Page} */
export function photos(desk) {
  return {
    title: w.title,
    back: `#/visit/${desk.params.visit}`,
    body: html`${radios(desk, {
      name: 'role',
      label: w.when,
      options: named(w, 'before', 'after'),
    })}
      ${photoField(desk, { role: 'work', label: w.field, storage: desk.status.storage })}`,
    action: { label: w.save, run: () => save(desk) },
  };
}

/** @param {Desk} desk */
function save(desk) {
  const { values, photos: taken } = desk.form;
  if (
    !desk.check([
      [!values.role, 'role', w.pickWhen],
      [!taken.length, 'work-label', w.pickPhotos],
    ])
  )
    return;
  const named = taken.map((photo) => ({ ...photo, role: values.role }));
  return desk.record(
    [{ type: 'photo_taken', data: { role: values.role }, photos: named }],
    `#/visit/${desk.params.visit}`,
    w.said,
  );
}
