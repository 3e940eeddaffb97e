/** Everything that is not today's work: looks, this phone, other operatives, numbers. */
/** @import {Desk, Page} from '../../ui/shapes.js' */

import { chooseTheme, theme as themeNow } from '../../ui/device/theme.js';
import { radios } from '../../ui/fill/fields.js';
import { html, nothing } from '../../ui/html.js';
import { answer, banner, list, ring, row } from '../../ui/parts.js';
import { phoneWords } from '../../ui/words/phone.js';
import { words } from '../../ui/words.js';
import { abilities } from './enrol.js';

const w = phoneWords.more;

/** @param {Desk} desk @returns {Page} */
export function more({ phone, settings, operative, status, app }) {
  const others = phone.operatives().filter((one) => one.id !== operative?.operative_id);
  return {
    title: w.title,
    body: html`<ul class="rows">${row('#/help', w.help)}${row('#/messages', w.messages)}${row('#/unplanned', w.unplanned)}
        ${['signed_out', 'blocked'].includes(status.connection) ? row('#/enrol', w.signIn) : nothing}
        ${row('#/more/theme', w.theme)}${row('#/more/phone', w.phone)}${row('#/more/install', w.install)}${row('#/more/wakes', w.wakes)}${row('#/more/calendar', w.calendar)}
        ${others.length ? row('#/more/who', w.switch) : nothing}${row('#/enrol', w.add)}
        ${row('#/more/update', w.update, app.waiting() ? html`<span class="tag tag-caution">${words.today.update}</span>` : nothing)}</ul>
      <div class="buttons">${ring(w.office, settings?.landlord.phone)}${ring(w.outOfHours, settings?.landlord.out_of_hours_phone)}
        ${ring(w.interpreter, settings?.interpreter_phone)}</div>`,
    places: 'more',
  };
}

/** @param {Desk} desk @returns {Page} */
export function theme(desk) {
  desk.form.values.theme = themeNow();
  const changed = () => {
    chooseTheme(desk.form.values.theme);
    desk.changed();
  };
  const t = phoneWords.theme;
  const options = /** @type {[string, string][]} */ ([
    ['phone', t.phone],
    ['light', t.light],
    ['dark', t.dark],
  ]);
  return {
    title: t.title,
    back: '#/more',
    body: radios({ form: desk.form, changed }, { name: 'theme', label: t.ask, options }),
    places: 'more',
  };
}

/** @param {Desk} desk @returns {Page} */
export function thisPhone({ phone, operative }) {
  const device = phone.device();
  return {
    title: w.phone,
    back: '#/more',
    body: html`<dl class="summary-list">${answer('Operative', operative?.name)}${answer('Device', html`<bdi>${device?.device_id}</bdi>`)}</dl>
      ${abilities({ ...device?.capabilities, signing: device?.signing ?? false })}`,
    places: 'more',
  };
}

/** @param {Desk} desk @returns {Page} */
export function who(desk) {
  const { phone, operative } = desk;
  const use = async (/** @type {{id: string, name: string}} */ one) => {
    await phone.actAs(one.id);
    desk.go('#/today', w.switched(one.name));
  };
  const others = phone.operatives().filter((one) => one.id !== operative?.operative_id);
  return {
    title: w.switch,
    back: '#/more',
    body: html`<p class="big">${operative?.name}</p><div class="buttons">${others.map(
      (one) => html`<button type="button"
      class="button button-second" @click=${() => use(one)}>${w.use} ${one.name}</button>`,
    )}</div>`,
    places: 'more',
  };
}

/** @param {Desk} desk @returns {Page} */
export function install({ app }) {
  const i = phoneWords.install;
  const runs = matchMedia('(display-mode: standalone)').matches;
  return {
    title: i.title,
    back: '#/more',
    body: html`${runs ? banner('done', html`<p>${i.done}</p>`) : nothing}<p>${i.why}</p>
      <h2>${i.iosTitle}</h2>${list(i.ios)}<h2>${i.androidTitle}</h2>${list(i.android)}`,
    action: app.installable() ? { label: i.button, run: () => app.install() } : null,
    places: 'more',
  };
}

/** @param {Desk} desk @returns {Promise<Page>} */
export async function update({ app, status }) {
  const u = phoneWords.update;
  const version = (await app.version()) ?? u.unknown;
  return {
    title: u.title,
    back: '#/more',
    body: html`<p>${u.version} <bdi>${version}</bdi></p><p>${app.waiting() ? u.ready : u.none}</p>
      ${status.upgrade === 'required' ? banner('caution', html`<p>${u.required}</p>`) : nothing}`,
    action: app.waiting() ? { label: u.now, run: () => app.update() } : null,
    places: 'more',
  };
}
