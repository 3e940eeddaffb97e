/** Everything answered, once more, with a way back to each; nothing is recorded before the button. */
/** @import {Desk, Known, Page} from '../../ui/shapes.js' */
import { Form } from '../../ui/fill/form.js';
import { html } from '../../ui/html.js';
import { answer, banner } from '../../ui/parts.js';
import { photos } from '../../ui/strip.js';
import { dateName, when } from '../../ui/times.js';
import { insideWords } from '../../ui/words/inside.js';
import { words } from '../../ui/words.js';
import { faults } from './finish.js';
import { finishFacts } from './finish-facts.js';

const w = insideWords.finish;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function check(desk) {
  const visit = await desk.visit();
  const base = `#/visit/${desk.params.visit}`;
  const form = await new Form(desk.phone, `visit/${desk.params.visit}/finish`).open();
  const unready = faults(form.values, desk.now()).some(([wrong]) => wrong);
  if (unready)
    return {
      title: w.checkTitle,
      back: `${base}/finish`,
      body: html`<p>${visit.state.summary ? w.already : ''}</p>`,
      action: { label: words.continue, href: visit.state.summary ? `${base}/leave` : `${base}/finish` },
    };
  return {
    title: w.checkTitle,
    back: `${base}/finish`,
    body: html`<dl class="summary-list">${rows(desk, visit, form.values, `${base}/finish`)}</dl>${banner('plain', html`<p>${w.promise}</p>`)}`,
    action: { label: w.save, run: () => save(desk, form, base) },
  };
}

/** @param {Desk} desk @param {Known} visit @param {Record<string, any>} values @param {string} href */
function rows(desk, { state, photos: taken }, values, href) {
  const yes = (/** @type {string} */ value) => (value === 'yes' ? words.yes : words.no);
  return [
    answer(
      w.arrived,
      state.arrived && when(state.arrived.wall_ms, desk.now()),
      `#/visit/${desk.params.visit}/recorded`,
    ),
    answer(w.work, values.work === 'done' ? w.done : `${w.notDone}: ${values.why}`, href),
    answer(
      w.followOn,
      values.follow === 'yes' ? [values.trade, values.notes].filter(Boolean).join(': ') || words.yes : words.no,
      href,
    ),
    answer(w.dealt, yes(values.dealt), href),
    answer(w.agreed, values.agreed, href),
    answer(w.notAgreed, values.notAgreed, href),
    answer(w.next, values.next, href),
    answer(w.by, values.by && dateName(Date.parse(values.by), desk.now()), href),
    answer(w.clean, yes(values.clean), href),
    answer(w.remark, values.remark, href),
    answer(w.photos, taken.length ? photos(taken.length) : ''),
    answer(w.damage, state.damage.map((one) => one.item).join(', ')),
  ];
}

/** The draft of the questions is the draft of the record too, so that nothing is said twice. @param {Desk} desk @param {Form} form @param {string} base */
async function save(desk, form, base) {
  const clean = form.values.clean;
  await desk.phone.draft(`visit/${desk.params.visit}/leave`).save({ clean });
  const saved = await desk.record(finishFacts(form.values), `${base}/leave`, w.said);
  if (saved) await form.drop();
}
