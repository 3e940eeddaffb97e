/** The things one fills in: whole-row choices, text, ticks. Each shows its own fault beside it. */
/** @import {Form} from './form.js' */
/** @import {TemplateResult} from '../shapes.js' */
import { html, nothing } from '../html.js';
import { words } from '../words.js';

/** Letters that fit; what is longer is kept in the draft and said to be too long, never cut. */
const MOST_IN_AREA = 4000;
const MOST_IN_LINE = 200;
/** From here on the letters are counted in sight. */
const NEARLY = 0.9;

/**
 * @typedef {{form: Form, changed: () => void}} Filling a form and the redraw after a choice
 * @typedef {{name: string, label: any, hint?: any}} Asked
 */

/** @param {Filling} at @param {Asked & {options: [string, any][], heading?: boolean}} asked */
export function radios(at, { name, label, hint, options }) {
  return group(
    at,
    { name, label, hint },
    options.map(([value, text], i) => choice(at, { name, value, text, i, type: 'radio' })),
  );
}

/** @param {Filling} at @param {Asked} asked */
export function yesNo(at, asked) {
  return radios(at, { ...asked, options: named(words, 'yes', 'no') });
}

/** Choices that are recorded under the names by which their words are kept. @param {Record<string, any>} from @param {string[]} names @returns {[string, any][]} */
export function named(from, ...names) {
  return names.map((name) => [name, from[name]]);
}

/** Ticks keep a list of values under one name. @param {Filling} at @param {Asked & {options: [string, any][]}} asked */
export function ticks(at, { name, label, hint, options }) {
  return group(
    at,
    { name, label, hint },
    options.map(([value, text], i) => choice(at, { name, value, text, i, type: 'checkbox' })),
  );
}

/** @param {Filling} at @param {{name: string, value: string, text: any, i: number, type: string}} row */
function choice(at, { name, value, text, i, type }) {
  const held = at.form.values[name];
  const many = type === 'checkbox';
  const checked = many ? (held ?? []).includes(value) : held === value;
  const change = (/** @type {Event} */ event) => {
    const on = /** @type {HTMLInputElement} */ (event.target).checked;
    const others = (held ?? []).filter?.((/** @type {string} */ other) => other !== value) ?? [];
    at.form.set(name, many ? (on ? [...others, value] : others) : value);
    at.changed();
  };
  return html`<label class="choice"><input type=${type} name=${name} id=${i ? `${name}-${i}` : name} value=${value}
    .checked=${checked} @change=${change}><span>${text}</span></label>`;
}

/** @param {Filling} at @param {Asked} asked @param {TemplateResult[]} rows */
function group({ form }, { name, label, hint }, rows) {
  const fault = form.fault(name);
  return html`<fieldset class="field ${fault ? 'field-error' : ''}" aria-describedby=${described(name, hint, fault)}>
    <legend>${label}</legend>${beside(name, hint, fault)}${rows}</fieldset>`;
}

/** @param {Filling} at @param {Asked & {rows?: number}} asked */
export function area(at, { name, label, hint, rows = 4 }) {
  return field(
    at,
    { name, label, hint, most: MOST_IN_AREA },
    (common) => html`<textarea id=${name} name=${name} rows=${rows}
    .value=${common.value} @input=${common.input} aria-describedby=${common.described} ?aria-invalid=${common.wrong}></textarea>`,
  );
}

/**
 * @param {Filling} at
 * @param {Asked & {type?: string, mode?: string, complete?: string, short?: boolean,
 *   live?: boolean}} asked live: the page says something about it while it is typed
 */
export function line(
  at,
  { name, label, hint, type = 'text', mode = 'text', complete = 'off', short = false, live = false },
) {
  return field(
    at,
    { name, label, hint, live, most: MOST_IN_LINE },
    (common) => html`<input id=${name} name=${name} type=${type} inputmode=${mode}
    autocomplete=${complete} autocapitalize="sentences" class=${short ? 'short' : ''} .value=${common.value}
    @input=${common.input} aria-describedby=${common.described} ?aria-invalid=${common.wrong}>`,
  );
}

/**
 * @param {Filling} at @param {Asked & {live?: boolean, most: number}} asked
 * @param {(common: {value: string, input: (event: Event) => void, described: any, wrong: boolean}) => TemplateResult} control
 */
function field({ form, changed }, { name, label, hint, live, most }, control) {
  form.limits.set(name, { label, most });
  const fault = form.fault(name);
  const value = form.values[name] ?? '';
  const input = (/** @type {Event} */ event) => {
    const typed = /** @type {HTMLInputElement} */ (event.target).value;
    const counts = Math.max(typed.length, form.values[name]?.length ?? 0) > most * NEARLY;
    form.set(name, typed).then(() => (live || counts || form.unkept) && changed());
  };
  const common = { value, input, described: described(name, hint, fault), wrong: Boolean(fault) };
  const count = value.length > most * NEARLY ? html`<p class="hint">${words.letters(value.length, most)}</p>` : nothing;
  return html`<div class="field ${fault ? 'field-error' : ''}"><label for=${name}>${label}</label>
    ${beside(name, hint, fault)}${control(common)}${count}</div>`;
}

/** @param {string} name @param {any} hint @param {string|undefined} fault */
function beside(name, hint, fault) {
  return html`${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : nothing}
    ${fault ? html`<p class="error" id="${name}-error">${fault}</p>` : nothing}`;
}

/** @param {string} name @param {any} hint @param {string|undefined} fault */
function described(name, hint, fault) {
  const ids = [hint && `${name}-hint`, fault && `${name}-error`].filter(Boolean);
  return ids.length ? ids.join(' ') : nothing;
}
