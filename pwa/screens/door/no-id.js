/** No identity card at hand: said plainly, with what it will count as. HS 004A 8.a. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
import { html } from '../../ui/html.js';
import { banner, ring } from '../../ui/parts.js';
import { doorWords } from '../../ui/words/door.js';
import { words } from '../../ui/words.js';
import { office } from '../visit/office.js';

const w = doorWords.noId;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function noId(desk) {
  const { assignment } = await desk.visit();
  const base = `#/visit/${desk.params.visit}`;
  return {
    title: w.title,
    back: `${base}/door`,
    body: html`<p class="big">${w.text}</p>${banner('caution', html`<p>${w.also}</p>`)}${ring(words.ringOffice, office(desk, assignment))}`,
    action: { label: w.save, run: () => desk.record([{ type: 'id_missing' }], `${base}/consent`, w.said) },
    second: { label: doorWords.visit.noAccess, href: `${base}/no-access` },
  };
}
