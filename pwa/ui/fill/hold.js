/** A button that must be held, by thumb or by key, with its progress in sight. */
import { html } from '../html.js';

export const HOLD_MS = 2000;

// One hold at a time, kept here so that a page drawn anew under the thumb does not forget it.
/** @type {ReturnType<typeof setInterval>|undefined} */
let ticking;
/** @type {HTMLProgressElement|null} */
let bar = null;
let act = () => {};

/** @param {{label: string, done: () => void}} options */
export function holdButton({ label, done }) {
  act = done;
  return html`<button type="button" class="button button-danger hold"
    @pointerdown=${begin} @pointerup=${release} @pointerleave=${release} @pointercancel=${release}
    @keydown=${key} @keyup=${release} @blur=${release} @contextmenu=${prevent}>
    ${label}<progress max=${HOLD_MS} value="0" aria-hidden="true"></progress></button>`;
}

/** @param {Event} event */
function begin(event) {
  if (ticking) return;
  const began = performance.now();
  bar = /** @type {HTMLElement} */ (event.currentTarget).querySelector('progress');
  ticking = setInterval(() => {
    const held = performance.now() - began;
    if (bar) bar.value = held;
    if (held < HOLD_MS) return;
    release();
    act();
  }, 50);
}

function release() {
  clearInterval(ticking);
  ticking = undefined;
  if (bar) bar.value = 0;
}

/** @param {KeyboardEvent} event */
function key(event) {
  if (event.key !== ' ' && event.key !== 'Enter') return;
  event.preventDefault();
  if (!event.repeat) begin(event);
}

/** @param {Event} event */
function prevent(event) {
  event.preventDefault();
}
