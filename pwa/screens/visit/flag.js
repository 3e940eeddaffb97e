/** A flag must be read and answered before the visit: what to do, never why. HS 004A 5.d, 8.m. */
/** @import {Desk, Known, Page} from '../../ui/shapes.js' */
/** @import {Flag} from '../../types.js' */
import { radios } from '../../ui/fill/fields.js';
import { html, nothing } from '../../ui/html.js';
import { banner, ring } from '../../ui/parts.js';
import { dateName, dayOf, span } from '../../ui/times.js';
import { doorWords } from '../../ui/words/door.js';
import { words } from '../../ui/words.js';
import { office } from './office.js';
import { staleFor, unreadFlags } from './tasks.js';

const w = doorWords.flag;

/** @param {Desk} desk @returns {Promise<Page>} */
export async function flag(desk) {
  const visit = await desk.visit();
  const unread = unreadFlags(visit);
  const back = `#/visit/${desk.params.visit}`;
  const { settings, status } = desk;
  const age = settings && staleFor(visit.flags, settings.flags_stale_hours, desk.now(), status.list_at_ms);
  const missing = visit.flags.length < visit.assignment.flag_ids.length;
  return {
    title: w.title,
    back: unread.length ? '#/today' : back,
    body: html`<p class="big"><bdi>${visit.assignment.home.address[0]}</bdi></p>
      ${age ? html`${banner('caution', html`<p>${words.today.stale(span(age))}</p>`)}${ring(words.ringOffice, office(desk, visit.assignment))}` : nothing}
      ${missing ? html`${banner('danger', html`<p>${w.missing}</p>`)}${ring(words.ringOffice, office(desk, visit.assignment))}` : nothing}
      ${unread.length ? asked(desk, unread[0], visit.flags) : visit.flags.map((one) => shown(one, desk.now()))}
      ${unread.length ? nothing : html`<p>${w.read}</p>`}`,
    action: unread.length
      ? { label: words.continue, run: () => save(desk, visit, unread) }
      : missing
        ? null
        : { label: words.continue, href: back },
  };
}

/** @param {Desk} desk @param {Flag} one @param {Flag[]} all */
function asked(desk, one, all) {
  return html`${all.length > 1 ? html`<p class="muted">${w.more(all.indexOf(one) + 1, all.length)}</p>` : nothing}
    ${shown(one, desk.now())}
    ${radios(desk, {
      name: answerName(one),
      label: w.answer,
      options: [
        ['yes', w.can],
        ['no', w.cannot],
      ],
    })}`;
}

/** A changed flag is asked anew: the answer's name holds the version. @param {Flag} one */
function answerName(one) {
  return `answer-${one.flag_id}-${one.version}`;
}

/** @param {Flag} one @param {number} nowMs */
function shown(one, nowMs) {
  const overdue = one.review_on !== null && one.review_on < dayOf(nowMs);
  return html`<section class="card"><h2>${w.kinds[one.kind]}</h2>
    <h3>${w.what}</h3><p class="big">${one.what_to_do}</p>
    <p class="muted">${w.set(dateName(Date.parse(one.set_on), nowMs), one.set_by_role)}
      ${one.review_on ? w.review(dateName(Date.parse(one.review_on), nowMs)) : nothing} ${overdue ? w.overdue : nothing}</p>
    <p>${w.why}</p></section>`;
}

/** @param {Desk} desk @param {Known} visit @param {Flag[]} unread */
function save(desk, visit, unread) {
  const [one] = unread;
  const given = desk.form.values[answerName(one)];
  if (!desk.check([[!given, answerName(one), w.pick]])) return;
  const canFollow = given === 'yes';
  const base = `#/visit/${visit.assignment.visit_id}`;
  const then = canFollow ? (unread.length > 1 ? `${base}/flag` : base) : `${base}/stop`;
  const data = { flag_id: one.flag_id, version: one.version, can_follow: canFollow };
  return desk.record([{ type: 'flag_acknowledged', data }], then);
}
