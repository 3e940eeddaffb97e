/** The six digits on the tenant's page: they prove contact at that minute, without network on this phone. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
import { line } from '../../ui/fill/fields.js';
import { doorWords } from '../../ui/words/door.js';

const w = doorWords.witness;

/** @param {Desk} desk @returns {Page} */
export function witness(desk) {
  const back = `#/visit/${desk.params.visit}/door`;
  const save = () => {
    const code = (desk.form.values.code ?? '').replace(/\s/g, '');
    if (!desk.check([[!/^\d{6}$/.test(code), 'code', w.pick]])) return;
    return desk.record([{ type: 'witness_code', data: { code } }], back, w.said);
  };
  return {
    title: w.title,
    back,
    body: line(desk, {
      name: 'code',
      label: w.label,
      hint: w.hint,
      mode: 'numeric',
      complete: 'one-time-code',
      short: true,
    }),
    action: { label: w.save, run: save },
  };
}
