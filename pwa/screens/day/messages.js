/** What the office wrote, newest first. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
import { html, nothing } from '../../ui/html.js';
import { when } from '../../ui/times.js';
import { dayWords } from '../../ui/words/day.js';

const w = dayWords.messages;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function messages({ phone, now }) {
  const all = [...(await phone.messages())].sort((a, b) => b.sent_at.localeCompare(a.sent_at));
  const items = all.map(
    (one) => html`<li><p class="muted">${when(Date.parse(one.sent_at), now())}</p><p>${one.text}</p>
    ${one.visit_id ? html`<a class="row" href="#/visit/${one.visit_id}">${w.visit}</a>` : nothing}</li>`,
  );
  return {
    title: w.title,
    back: '#/today',
    body: all.length ? html`<ol class="timeline">${items}</ol>` : html`<p>${w.none}</p>`,
    places: ' ',
  };
}
