/** The end of the visit: what is dealt with, agreed and not agreed, what happens next and by when. MO 4.6. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
import { area, line, radios, yesNo } from '../../ui/fill/fields.js';
import { html, nothing } from '../../ui/html.js';
import { dayOf } from '../../ui/times.js';
import { doorWords } from '../../ui/words/door.js';
import { insideWords } from '../../ui/words/inside.js';

const w = insideWords.finish;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function finish(desk) {
  const { state } = await desk.visit();
  const base = `#/visit/${desk.params.visit}`;
  if (state.summary)
    return {
      title: w.title,
      back: base,
      body: html`<p>${w.already}</p>`,
      action: { label: doorWords.next.leave, href: `${base}/leave` },
    };
  return {
    title: w.title,
    back: base,
    body: html`${radios(desk, {
      name: 'work',
      label: w.work,
      options: [
        ['done', w.done],
        ['not', w.notDone],
      ],
    })}
      ${desk.form.values.work === 'not' ? area(desk, { name: 'why', label: w.why, rows: 2 }) : nothing}
      ${yesNo(desk, { name: 'follow', label: w.followOn })}
      ${desk.form.values.follow === 'yes' ? html`${line(desk, { name: 'trade', label: w.trade })}${area(desk, { name: 'notes', label: w.notes, rows: 2 })}` : nothing}
      ${yesNo(desk, { name: 'dealt', label: w.dealt })}
      ${area(desk, { name: 'agreed', label: w.agreed, rows: 3 })}
      ${area(desk, { name: 'notAgreed', label: w.notAgreed, hint: w.notAgreedHint, rows: 3 })}
      ${area(desk, { name: 'next', label: w.next, hint: w.nextHint, rows: 2 })}
      ${line(desk, { name: 'by', label: w.by, type: 'date', short: true })}
      ${yesNo(desk, { name: 'clean', label: w.clean })}
      ${area(desk, { name: 'remark', label: w.remark, rows: 2 })}`,
    action: { label: w.check, run: () => goOn(desk, base) },
  };
}

/** What was typed stands in the draft; the next page reads it there. @param {Desk} desk @param {string} base */
function goOn(desk, base) {
  if (desk.check(faults(desk.form.values, desk.now()))) desk.go(`${base}/check`);
}

/** @param {Record<string, any>} values @param {number} nowMs @returns {[boolean, string, string][]} */
export function faults(values, nowMs) {
  const open = values.dealt === 'no' || values.follow === 'yes' || values.work === 'not';
  return [
    [!values.work, 'work', w.pickWork],
    [values.work === 'not' && !values.why?.trim(), 'why', w.pickWhy],
    [!values.follow, 'follow', w.pickFollow],
    [!values.dealt, 'dealt', w.pickDealt],
    [open && !values.next?.trim(), 'next', w.pickNext],
    [open && !values.by, 'by', w.pickBy],
    [values.by && values.by < dayOf(nowMs), 'by', w.pickComing],
    [!values.clean, 'clean', w.pickClean],
  ];
}
