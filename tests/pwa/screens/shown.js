/** Screens without a browser: what a page says, as text. lit-html asks for a document as it is loaded, and for no more. */
import { aStatus, aVisit } from './a-visit.js';

const nobody = () => ({});
/** @type {any} */ (globalThis).document ??= { createTreeWalker: nobody, createComment: nobody };

/** The words of a template, with a space where a tag stood. @param {any} shown @returns {string} */
export function textOf(shown) {
  if (Array.isArray(shown)) return shown.map(textOf).join(' ');
  if (['string', 'number'].includes(typeof shown)) return String(shown);
  if (!shown?.strings) return '';
  const { strings, values } = shown;
  const marked = strings.map((/** @type {string} */ part, /** @type {number} */ i) => `${part}${textOf(values[i])}`);
  return marked
    .join('')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A desk over one visit that remembers what was recorded. @param {Record<string, any>} [over] @returns {any} */
export function aDesk({ values = {}, visit = aVisit(), now = '2026-11-24T10:00:00Z', ...over } = {}) {
  const recorded = /** @type {any[]} */ ([]);
  const form = {
    values,
    photos: [],
    faults: /** @type {any[]} */ ([]),
    notes: {},
    limits: new Map(),
    fault: () => undefined,
  };
  return {
    recorded,
    form: {
      ...form,
      async set(/** @type {string} */ name, /** @type {any} */ value) {
        values[name] = value;
      },
    },
    params: { visit: 'v1' },
    path: 'visit/v1',
    status: aStatus(),
    settings: { landlord: { name: 'Havebury', phone: '0300 555 0100' }, tolerance_seconds: 600 },
    operative: { operative_id: 'op1', name: 'Sam Reed', firm_name: 'Brook Heating', trade: 'plumber' },
    rows: [],
    visits: [],
    now: () => Date.parse(now),
    visit: async () => visit,
    changed: () => {},
    check(/** @type {[boolean, string, string][]} */ rules) {
      this.faults = rules.filter(([wrong]) => wrong).map(([, , text]) => text);
      return !this.faults.length;
    },
    go: () => {},
    async record(/** @type {any[]} */ facts) {
      recorded.push(...facts);
      return true;
    },
    ...over,
  };
}
