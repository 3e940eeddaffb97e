/**
 * A call for help that shows nothing: two seconds' hold on the title of any page, or Escape three times. Nothing on the
 * screen changes, no list names it, and the office is asked to send nothing to this phone.
 */
/** @import {Phone} from '../../types.js' */
import { isUnderWay } from '../visit/tasks.js';

const HOLD_MS = 2000;
const PRESSES_WITHIN_MS = 2000;
const ONCE_IN_MS = 60_000;

/** @param {Phone} phone @param {HTMLElement} title the line that stands on every page */
export function listenForQuietHelp(phone, title) {
  const call = once(() => raise(phone));
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let holding;
  const release = () => clearTimeout(holding);
  title.addEventListener('pointerdown', (event) => {
    if (event.target instanceof Element && event.target.closest('a')) return;
    release();
    holding = setTimeout(call, HOLD_MS);
  });
  for (const kind of ['pointerup', 'pointercancel', 'pointerleave']) title.addEventListener(kind, release);
  title.addEventListener('contextmenu', (event) => event.preventDefault());
  const counted = presses();
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.repeat && counted(performance.now())) call();
  });
}

/** True at the third press within two seconds. @returns {(atMs: number) => boolean} */
export function presses() {
  /** @type {number[]} */
  let times = [];
  return (atMs) => {
    times = [...times.filter((time) => atMs - time <= PRESSES_WITHIN_MS), atMs];
    if (times.length < 3) return false;
    times = [];
    return true;
  };
}

/** A second call within a minute says nothing new. @param {() => void} act */
function once(act) {
  let last = -Infinity;
  return () => {
    if (performance.now() - last < ONCE_IN_MS) return;
    last = performance.now();
    act();
  };
}

/** The visit is named inside the record: as the record's own it would stand in the visit's list. @param {Phone} phone */
async function raise(phone) {
  if (!phone.device()) return;
  const visit_id = (await phone.visits()).find(isUnderWay)?.assignment?.visit_id ?? null;
  await phone.record({ type: 'alarm_raised', visit_id: null, data: { kind: 'quiet', visit_id } });
}
