/** Where a visit must not go on: why, and whom to ring. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
import { html, nothing } from '../../ui/html.js';
import { ring, row } from '../../ui/parts.js';
import { doorWords } from '../../ui/words/door.js';
import { words } from '../../ui/words.js';
import { office } from './office.js';
import { stop } from './tasks.js';

const w = doorWords.stop;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function stopped(desk) {
  const visit = await desk.visit();
  const why = stop(visit);
  const back = `#/visit/${desk.params.visit}`;
  if (!why || why === 'unread_flag')
    return {
      title: visit.assignment.home.address[0],
      back,
      body: nothing,
      action: why ? { label: doorWords.next.flag, href: `${back}/flag` } : { label: words.continue, href: back },
    };
  const cameAlone = why === 'alone' && !visit.state.too_few_people;
  return {
    title: w.title,
    back,
    body: html`<p class="big">${w[why]}</p><p>${visit.assignment.home.address.join(', ')}</p>
      ${ring(words.ringOffice, office(desk, visit.assignment))}
      ${visit.state.too_few_people ? html`<p>${w.recorded}</p>` : nothing}
      <ul class="rows">${visit.flags.length ? row(`${back}/flag`, doorWords.flag.again) : nothing}${row(`${back}/cannot`, doorWords.visit.cannot)}</ul>`,
    action: cameAlone
      ? { label: w.recordAlone, run: () => desk.record([{ type: 'too_few_people' }], back, w.recorded) }
      : null,
  };
}
