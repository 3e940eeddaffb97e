/** Whether this phone says so when the day changes: asked for by a tap that says why, and as easily taken back. */
/** @import {Desk, Page} from '../../ui/shapes.js' */

import { html, nothing } from '../../ui/html.js';
import { banner } from '../../ui/parts.js';
import { phoneWords } from '../../ui/words/phone.js';

const w = phoneWords.wakes;

/** @type {'no_answer'|null} */
let problem = null;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function wakes(desk) {
  const state = await desk.phone.wakes();
  return {
    title: w.title,
    back: '#/more',
    body: html`<p>${w.why}</p>${banner(state === 'on' ? 'done' : 'plain', html`<p>${w[state]}</p>`)}
      ${problem ? banner('caution', html`<p>${w.noAnswer}</p>`) : nothing}`,
    action: actionFor(state, desk),
    places: 'more',
  };
}

/** @param {import('../../types.js').Wakes} state @param {Desk} desk */
function actionFor(state, desk) {
  if (state === 'on') return { label: w.turnOff, run: () => then(desk, desk.phone.turnOffWakes()) };
  if (state === 'off') return { label: w.turnOn, run: () => turnOn(desk) };
  return null;
}

/** The browser wants its question asked by the tap itself, before anything else is waited for. @param {Desk} desk */
async function turnOn(desk) {
  await Notification.requestPermission();
  await then(desk, desk.phone.turnOnWakes());
}

/** @param {Desk} desk @param {Promise<string|void>} done */
async function then(desk, done) {
  problem = (await done) === 'no_answer' ? 'no_answer' : null;
  desk.changed();
}
