/**
 * The frame round every screen: title and back, the strip, a running timer, what was just saved, and at the bottom
 * one primary action above the three places. On a form the places give way to the action.
 */
/** @import {Action, Page, Desk} from './shapes.js' */

import { errorSummary } from './fill/faults.js';
import { html, nothing, render } from './html.js';
import { drawRows } from './long-list.js';
import { strip } from './strip.js';
import { countdown } from './times.js';
import { words } from './words.js';

const box = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** The static lines of index.html stand until the first real ones. */
export function clearShell() {
  for (const id of ['top', 'standing', 'main', 'bottom']) box(id).textContent = '';
}

/** Where the browser keeps nothing, nothing else may be promised: said in the shell's own places. */
export function drawUnusable() {
  clearShell();
  drawWords(words.unusable);
}

/** The records did not answer just now, as happens on phones that slept: they are safe, the page says how to go on. */
export function drawUnreadable() {
  drawWords(words.unreadable);
}

/** @param {{title: string, text: string}} said */
function drawWords({ title, text }) {
  render(html`<h1 id="title" tabindex="-1">${title}</h1>`, box('top'));
  render(html`<div><p class="big">${text}</p></div>`, box('main'));
}

/** A new route starts from nothing, so that no field keeps what the last page held. */
export function emptyMain() {
  render(nothing, box('main'));
}

/** @param {Desk} desk @param {Page} page @param {string} said */
export function drawFrame(desk, page, said) {
  const faults = desk.form.faults.length > 0;
  document.title = `${faults ? 'Error: ' : ''}${page.title} - ${words.appName}`;
  render(top(page), box('top'));
  render(standing(desk), box('standing'));
  render(said ? html`<p class="said">${said}</p>` : nothing, box('said'));
  render(body(desk, page), box('main'));
  if (page.list) void drawRows(box(page.list.id), page.list.items, page.list.row);
  render(bottom(desk, page), box('bottom'));
  tick(desk.now());
}

/** On a low screen, or with large letters, the page scrolls as a whole, so that enough is left to read in. */
export function watchRoom() {
  const around = ['top', 'standing', 'said', 'bottom'].map(box);
  const measure = () => {
    const taken = around.reduce((sum, part) => sum + part.offsetHeight, 0);
    document.body.classList.toggle('whole', taken > innerHeight / 2);
  };
  const watcher = new ResizeObserver(measure);
  for (const part of [...around, document.documentElement]) watcher.observe(part);
}

/** @param {Page} page */
function top(page) {
  return html`${page.back ? html`<a class="back" href=${page.back} aria-label=${words.back}><span aria-hidden="true">&lt;</span></a>` : nothing}
    <h1 id="title" tabindex="-1">${page.title}</h1>
    ${page.corner ? html`<span class="corner">${page.corner}</span>` : nothing}`;
}

/** @param {Desk} desk */
function standing(desk) {
  const line = strip(desk.status, desk.rows, desk.now());
  const text = line.lines.map((part) => html`<span>${part} </span>`);
  const classes = `strip strip-${line.tone}`;
  return html`${line.href ? html`<a class=${classes} href=${line.href}>${text}</a>` : html`<p class=${classes}>${text}</p>`}
    ${flagBar(desk)}${timerBar(desk)}`;
}

/** A flag that changed under way, on every page until it is answered. @param {Desk} desk */
function flagBar({ asked, path }) {
  if (!asked || path === `visit/${asked.visit_id}/flag`) return nothing;
  nudge(asked.key);
  return html`<a class="flag-bar" role="alert" href="#/visit/${asked.visit_id}/flag">${words.flagBar(asked.place)}</a>`;
}

/** @param {Desk} desk */
function timerBar({ visits, path, operative }) {
  const mine = visits.flatMap((row) =>
    row.state.timers
      .filter((t) => !t.stopped && t.actor_id === operative?.operative_id)
      .map((timer) => ({ timer, visit: row.visit_id })),
  );
  const first = mine.sort((a, b) => a.timer.due_ms - b.timer.due_ms)[0];
  if (!first?.visit || path === `visit/${first.visit}/timer`) return nothing;
  return html`<a class="timer-bar" href="#/visit/${first.visit}/timer" data-due=${first.timer.due_ms}>
    <span>${words.timerBar.checkIn}</span><span data-left role="timer"></span></a>`;
}

/** @param {Desk} desk @param {Page} page */
function body(desk, page) {
  const content = html`${errorSummary(desk.form)}${desk.form.unkept ? html`<p class="banner banner-caution">${words.draftUnkept}</p>` : nothing}${page.body}`;
  if (!page.action?.run) return html`<div>${content}</div>`;
  return html`<form id="page-form" novalidate @submit=${submit(page.action, desk.form)}>${content}</form>`;
}

/** @param {Action} action @param {Desk['form']} form */
function submit(action, form) {
  return async (/** @type {Event} */ event) => {
    event.preventDefault();
    await form.reading;
    action.run?.();
  };
}

/** @param {Desk} desk @param {Page} page */
function bottom({ form, rows }, page) {
  const { action, second } = page;
  return html`${action || second ? html`<div class="actions">${primary(action, form.busy)}${quiet(second)}</div>` : nothing}
    ${page.places ? places(page.places, rows.length) : nothing}`;
}

/** @param {Action|null|undefined} action @param {boolean} busy */
function primary(action, busy) {
  if (!action) return nothing;
  const classes = action.danger ? 'button button-danger' : 'button';
  if (action.href) return html`<a class=${classes} href=${action.href}>${action.label}</a>`;
  return html`<button class=${classes} form="page-form" aria-busy=${busy}>${action.label}</button>`;
}

/** @param {Action|null|undefined} action */
function quiet(action) {
  if (!action) return nothing;
  if (action.href) return html`<a class="button button-quiet" href=${action.href}>${action.label}</a>`;
  return html`<button type="button" class="button button-quiet" @click=${action.run}>${action.label}</button>`;
}

/** @param {string} here @param {number} unsent */
function places(here, unsent) {
  const place = (/** @type {string} */ path, /** @type {string} */ label) => html`<a href="#/${path}"
    aria-current=${here === path ? 'page' : nothing}>${label}</a>`;
  return html`<nav class="places" aria-label=${words.places.label}>${place('today', words.places.today)}
    ${place('unsent', unsent ? `${words.places.unsent} ${unsent}` : words.places.unsent)}${place('more', words.places.more)}</nav>`;
}

/** Moves every countdown on the page; screen readers are not told each second. @param {number} nowMs */
export function tick(nowMs) {
  for (const place of document.querySelectorAll('[data-due]')) {
    const left = Number(/** @type {HTMLElement} */ (place).dataset.due) - nowMs;
    const shown = place.querySelector('[data-left]');
    place.classList.toggle('overdue', left < 0);
    if (left < 0) buzzOnce(/** @type {HTMLElement} */ (place));
    if (shown) shown.textContent = left < 0 ? `${words.timerBar.overdue} ${countdown(left)}` : countdown(left);
  }
}

let nudged = '';

/** @param {string} key */
function nudge(key) {
  if (nudged === key) return;
  nudged = key;
  navigator.vibrate?.([400, 200, 400]);
}

/** A nudge where the phone can; never the only sign. @param {HTMLElement} place */
function buzzOnce(place) {
  if (place.dataset.buzzed === place.dataset.due) return;
  place.dataset.buzzed = place.dataset.due;
  navigator.vibrate?.([400, 200, 400]);
}
