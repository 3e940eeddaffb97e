/** Setting up the phone: a code, a look at what the phone can do, and the plain words about what it cannot. */
/** @import {Desk, Page} from '../../ui/shapes.js' */
/** @import {SelfTest} from './self-test.js' */
import { line } from '../../ui/fill/fields.js';
import { html, nothing } from '../../ui/html.js';
import { banner } from '../../ui/parts.js';
import { phoneWords } from '../../ui/words/phone.js';
import { words } from '../../ui/words.js';
import { selfTest } from './self-test.js';

const w = phoneWords.enrol;

/** @type {SelfTest|null} */
let tested = null;

/** @param {Desk} desk @returns {Page} */
export function enrol(desk) {
  const { params, form, phone, rows, status } = desk;
  form.values.code ??= params.code;
  form.values.name ??= phoneKind();
  const known = phone.device() !== null;
  if (tested && !tested.storage) return refused(desk);
  return {
    title: known ? (['signed_out', 'blocked'].includes(status.connection) ? w.again : w.add) : w.title,
    back: known ? '#/more' : null,
    body: html`${rows.length ? banner('plain', html`<p>${w.kept(rows.length)}</p>`) : html`<p>${w.intro}</p>`}
      ${line(desk, { name: 'code', label: w.code, hint: w.codeHint, short: true })}
      ${known ? nothing : line(desk, { name: 'name', label: w.name, hint: w.nameHint })}
      ${tested ? abilities(tested) : html`<p>${w.testing}</p>`}`,
    action: { label: w.save, run: () => signOn(desk) },
    enter: () => {
      selfTest().then((found) => {
        tested = found;
        desk.changed();
      });
      return () => {};
    },
  };
}

/** @param {Desk} desk @returns {Page} */
function refused(desk) {
  return {
    title: words.unusable.title,
    body: html`<p class="big">${words.unusable.text}</p>`,
    action: {
      label: w.retry,
      run: () => {
        tested = null;
        desk.go(`#/${desk.path}`);
      },
    },
  };
}

/** @param {Record<string, boolean|null>} found what works in one list, what does not in words of its own */
export function abilities(found) {
  const all = /** @type {[string, string[]][]} */ (Object.entries(phoneWords.can));
  const missing = all.filter(([name]) => found[name] === false);
  return html`<h2>${w.test}</h2><ul>${all.filter(([name]) => found[name]).map(([, [can]]) => html`<li>${can}</li>`)}</ul>
    ${missing.length ? html`<h2>${w.not}</h2><ul>${missing.map(([, [, cannot]]) => html`<li>${cannot}</li>`)}</ul>` : html`<p>${w.allWorks}</p>`}`;
}

function phoneKind() {
  const agent = navigator.userAgent;
  return /iPhone/.test(agent) ? 'iPhone' : /Android/.test(agent) ? 'Android phone' : 'Phone';
}

/** @param {Desk} desk */
async function signOn(desk) {
  const { form, phone } = desk;
  const code = (form.values.code ?? '').replace(/[\s-]/g, '').toUpperCase();
  if (!desk.check([[code.length !== 10, 'code', w.pickCode]]) || form.busy) return;
  form.busy = true;
  desk.changed();
  try {
    await phone.enrol({ code, deviceName: form.values.name, selfTest: tested ?? (await selfTest()) });
    await form.drop();
    desk.go('#/today', w.said);
  } catch (error) {
    desk.check([[true, 'code', sentence(error)]]);
  } finally {
    form.busy = false;
    desk.changed();
  }
}

/** The core's own sentence, which carries the server's; a fault of the browser has no code of ours. @param {unknown} error */
function sentence(error) {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.message : w.offline;
}
