/** Addresses that lead nowhere, and visits that the phone may not show any more. */
/** @import {Desk, Page} from '../ui/shapes.js' */
import { html } from '../ui/html.js';
import { ring } from '../ui/parts.js';
import { words } from '../ui/words.js';

/** @returns {Page} */
export function lost() {
  return { title: words.lost.title, back: '#/today', body: html`<p>${words.lost.text}</p>`, places: '' };
}

/** The first opening was cut short, before the phone had the whole app. @returns {Page} */
export function unloaded() {
  return { title: words.lost.title, back: '#/today', body: html`<p>${words.lost.unloaded}</p>` };
}

/** @param {Desk} desk @returns {Page} */
export function notHere({ status, settings }) {
  const text = status.hidden ? words.hidden : words.lost.gone;
  return {
    title: status.hidden ? words.hiddenTitle : words.lost.goneTitle,
    back: '#/today',
    body: html`<p>${text}</p>${ring(words.ringOffice, settings?.landlord.phone)}`,
    places: ' ',
  };
}
