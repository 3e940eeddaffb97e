/** Small pieces that many screens share: a number to ring, a banner, a tag, a row. */
import { html, nothing } from './html.js';
import { dialled } from './phone-number.js';

/** Spaces help the eye and hurt the dialler. @param {string} phone */
export function tel(phone) {
  return `tel:${phone.replace(/[^\d+]/g, '')}`;
}

/** @param {string} label @param {string|null|undefined} phone */
export function ring(label, phone) {
  if (!phone) return nothing;
  return html`<a class="button button-second" href=${tel(phone)}><span>${label} <bdi>${dialled(phone)}</bdi></span></a>`;
}

/** @param {'caution'|'danger'|'done'|'plain'} tone @param {any} content */
export function banner(tone, content) {
  return html`<div class="banner banner-${tone}">${content}</div>`;
}

/** @param {'done'|'info'|'caution'|'danger'} tone @param {string} text */
export function tag(tone, text) {
  return html`<span class="tag tag-${tone}">${text}</span>`;
}

/** A row of a list; the whole row is the link. @param {string|null} href @param {any} label @param {any} [state] */
export function row(href, label, state = nothing) {
  const content = html`<span>${label}</span>${state}`;
  return html`<li>${href ? html`<a class="row" href=${href}>${content}</a>` : html`<div class="row">${content}</div>`}</li>`;
}

/** @param {string} question @param {any} answer @param {string} [change] where it can be changed */
export function answer(question, answer, change) {
  return html`<div><dt>${question}</dt><dd>${answer || 'Not provided'}</dd>
    ${change ? html`<dd><a href=${change}>Change<span class="visually-hidden"> ${question}</span></a></dd>` : nothing}</div>`;
}

/** @param {readonly string[]} lines */
export function list(lines) {
  return html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}
