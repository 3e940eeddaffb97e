/** What the office wrote, newest first, and an answer to it. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
/** @import {Message, VisitView} from '../../types.js' */
import { area } from '../../ui/fill/fields.js';
import { html, nothing } from '../../ui/html.js';
import { when } from '../../ui/times.js';
import { dayWords } from '../../ui/words/day.js';

const w = dayWords.messages;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function messages({ phone, now }) {
  const all = [...(await phone.messages())].sort((a, b) => b.sent_at.localeCompare(a.sent_at));
  const visits = await Promise.all(all.map((one) => (one.visit_id ? phone.visit(one.visit_id) : null)));
  const items = all.map(
    (one, at) => html`<li><p class="muted">${when(Date.parse(one.sent_at), now())}</p><p>${one.text}</p>
    ${answers(one, visits[at]).map((text) => html`<p><strong>${w.answered(text)}</strong></p>`)}
    ${one.visit_id ? links(one) : nothing}</li>`,
  );
  return {
    title: w.title,
    back: '#/today',
    body: all.length ? html`<ol class="timeline">${items}</ol>` : html`<p>${w.none}</p>`,
    places: ' ',
  };
}

/** @param {Desk} desk @returns {Promise<Page>} */
export async function answer(desk) {
  const one = (await desk.phone.messages()).find(({ message_id }) => message_id === desk.params.message);
  if (!one?.visit_id) return { title: w.answerTitle, back: '#/messages', body: html`<p>${w.gone}</p>` };
  return {
    title: w.answerTitle,
    back: '#/messages',
    body: html`<p class="big">${one.text}</p>${area(desk, { name: 'text', label: w.text, hint: w.hint, rows: 3 })}`,
    action: { label: w.save, run: () => save(desk, one) },
  };
}

/** @param {Message} one */
function links(one) {
  return html`<a class="row" href="#/messages/${one.message_id}">${w.answer}</a>
    <a class="row" href="#/visit/${one.visit_id}">${w.visit}</a>`;
}

/** What was answered already, from the visit's own events. @param {Message} one @param {VisitView|null} visit */
function answers(one, visit) {
  const own = (visit?.events ?? []).filter(
    ({ type, data }) => type === 'message_answered' && data?.message_id === one.message_id,
  );
  return own.map(({ data }) => String(data?.text ?? ''));
}

/** @param {Desk} desk @param {Message} one */
function save(desk, one) {
  const text = (desk.form.values.text ?? '').trim();
  if (!desk.check([[!text, 'text', w.pick]])) return;
  const data = { message_id: one.message_id, text };
  return desk.record([{ type: 'message_answered', visit_id: one.visit_id, data }], '#/messages', w.said);
}
