/** Leaving, and being safe after it. The timer ends with it. INDG73. */
/** @import {Desk, Known, Page} from '../../ui/shapes.js' */
import { yesNo } from '../../ui/fill/fields.js';
import { html, nothing } from '../../ui/html.js';
import { banner } from '../../ui/parts.js';
import { insideWords } from '../../ui/words/inside.js';
import { waiting } from '../door/no-access.js';
import { begunConcerns } from '../visit/begun-concerns.js';

const w = insideWords.leave;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function leave(desk) {
  const visit = await desk.visit();
  const page = visit.state.left ? safe(desk, visit) : going(desk, visit);
  return { ...page, body: html`${await begunConcerns(desk, desk.params.visit)}${page.body}` };
}

/** @param {Desk} desk @param {Known} visit @returns {Page} */
function going(desk, visit) {
  const base = `#/visit/${desk.params.visit}`;
  const inside = visit.state.access !== null;
  const save = () => {
    const { clean } = desk.form.values;
    if (!desk.check([[inside && !clean, 'clean', w.pickClean]])) return;
    return desk.record(
      [{ type: 'left', data: { cleaned_up: inside ? clean === 'yes' : null } }],
      `${base}/leave`,
      w.said,
    );
  };
  return {
    title: w.title,
    back: base,
    body: html`${visit.state.no_access ? waiting(desk, visit, visit.state.no_access.reason) : nothing}
      ${inside ? yesNo(desk, { name: 'clean', label: w.clean }) : nothing}
      <p>${visit.assignment.home.address.join(', ')}</p>`,
    action: { label: w.save, run: save },
  };
}

/** @param {Desk} desk @param {Known} visit @returns {Page} */
function safe(desk, { state }) {
  const base = `#/visit/${desk.params.visit}`;
  // Who went in again, with a timer, has to come out again.
  if (state.back_safe && (state.timer?.stopped ?? true)) {
    return {
      title: w.title,
      back: base,
      body: banner('done', html`<p>${w.done}</p>`),
      action: { label: w.today, href: '#/today' },
    };
  }
  return {
    title: w.safeTitle,
    back: base,
    body: nothing,
    action: { label: w.safe, run: () => desk.record([{ type: 'back_safe' }], `${base}/leave`, w.saidSafe) },
    second: { label: w.notSafe, href: `${base}/help` },
  };
}
