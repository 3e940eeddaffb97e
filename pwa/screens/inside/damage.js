/** Damage in the home: what, where, photos before and after, made good, told, the tenant's view. HS 004A 8.g, 8.k. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
import { area, line, yesNo } from '../../ui/fill/fields.js';
import { photoField } from '../../ui/fill/photo-field.js';
import { html, nothing } from '../../ui/html.js';
import { list } from '../../ui/parts.js';
import { insideWords } from '../../ui/words/inside.js';
import { receipt } from '../visit/receipt.js';

const w = insideWords.damage;
const AFTER = 'damage_after';

/** @param {Desk} desk @returns {Promise<Page>} */
export async function damage(desk) {
  const visit = await desk.visit();
  const before = visit.state.damage.map(
    (one) => `${one.item ?? ''}, ${one.room ?? ''}. ${receipt(desk, visit, one.event_id)}.`,
  );
  return {
    title: w.title,
    back: `#/visit/${desk.params.visit}`,
    body: html`${before.length ? html`<h2>${w.before}</h2>${list(before)}` : nothing}
      ${photoField(desk, { role: 'damage', label: w.photos, storage: desk.status.storage })}
      ${line(desk, { name: 'item', label: w.item, hint: w.itemHint })}${line(desk, { name: 'room', label: w.room })}
      ${photoField(desk, { role: 'damage_before', label: w.photosBefore, hint: w.photosBeforeHint, storage: desk.status.storage })}
      ${yesNo(desk, { name: 'good', label: w.good })}
      ${desk.form.values.good === 'no' ? area(desk, { name: 'remedy', label: w.remedy, rows: 3 }) : nothing}
      ${desk.form.values.good === 'yes' ? photoField(desk, { role: AFTER, label: w.photosAfter, storage: desk.status.storage }) : nothing}
      ${yesNo(desk, { name: 'told', label: w.told, hint: w.say })}
      ${area(desk, { name: 'view', label: w.view, hint: w.viewHint, rows: 3 })}`,
    action: { label: w.save, run: () => save(desk) },
  };
}

/** A photo of what is made good counts only where it is. @param {Desk} desk */
function save(desk) {
  const { item = '', room = '', good, told, remedy = '', view = '' } = desk.form.values;
  const fine = desk.check([
    [!item.trim(), 'item', w.pickItem],
    [!room.trim(), 'room', w.pickRoom],
    [!good, 'good', w.pickGood],
    [!told, 'told', w.pickTold],
  ]);
  if (!fine) return;
  const data = {
    item: item.trim(),
    room: room.trim(),
    made_good: good === 'yes',
    customer_told: told === 'yes',
    remedy: good === 'no' ? remedy.trim() : null,
    tenant_view: view.trim() || null,
  };
  const photos = desk.form.photos.filter((photo) => photo.role !== AFTER || good === 'yes');
  return desk.record([{ type: 'damage_reported', data, photos }], `#/visit/${desk.params.visit}`, w.said);
}
