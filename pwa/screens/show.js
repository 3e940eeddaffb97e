/**
 * Shows the screen that the address names, and shows it again whenever the phone's records change.
 *
 * 1 The address is matched to a screen. 2 What was typed there before is brought back. 3 The screen reads what it
 * needs and says what to show. 4 It is drawn, unless a newer drawing has begun. 5 On a new address focus goes to
 * the title.
 */
/** @import {Phone, RecordInput} from '../types.js' */
/** @import {AppCare, Desk, Known, Page, Screen} from '../ui/shapes.js' */
/** @import {Coming} from './routes.js' */
import { Form } from '../ui/fill/form.js';
import { clearShell, drawFrame, drawUnreadable, drawUnusable, emptyMain, tick, watchRoom } from '../ui/frame.js';
import { painted } from '../ui/painted.js';
import { enrolCode, match } from '../ui/route.js';
import { when } from '../ui/times.js';
import { words } from '../ui/words.js';
import { lost, notHere, unloaded } from './lost.js';
import { flagToRead } from './visit/flag-changed.js';
import { openedHere } from './visit/opened.js';

/** The list, where nobody types anything: it does not wait for a draft. */
const FIRST = 'today';

/**
 * @param {Phone} phone
 * @param {AppCare} app
 * @param {Record<string, Coming>} routes
 * @returns {{first: Promise<unknown>, redraw: () => void}} `first` once the first screen is drawn
 */
export function startScreens(phone, app, routes) {
  const show = new Show(phone, app, routes);
  window.addEventListener('hashchange', () => show.arrive());
  phone.subscribe(() => show.draw());
  setInterval(() => tick(Date.now()), 1000);
  // The age of the list and "stale" move with the clock, not only with the records.
  setInterval(() => document.visibilityState === 'visible' && show.draw(), 30_000);
  clearShell();
  watchRoom();
  document.querySelector('[data-skip]')?.addEventListener('click', skipToMain);
  return { first: show.arrive(), redraw: () => void show.draw() };
}

class Show {
  /** @type {(() => void)|null} */ leave = null;
  said = '';
  saidNext = '';
  drawing = 0;
  /** @type {Promise<void>|undefined} the newest drawing */
  drawn = undefined;
  fresh = false;
  /** @type {{path: string, params: Record<string, string>, form: Form, screen: Screen}|null} */
  place = null;
  /** @type {object|null} the address whose draft and screen are on their way */
  coming = null;

  /** @param {Phone} phone @param {AppCare} app @param {Record<string, Coming>} routes */
  constructor(phone, app, routes) {
    this.phone = phone;
    this.app = app;
    this.routes = routes;
  }

  /** A new address. */
  async arrive() {
    const hash = startHash(location.hash, this.phone);
    this.leave?.();
    this.leave = null;
    this.said = this.saidNext; // stays till the next page, never goes by itself
    this.saidNext = '';
    const found = match(hash, this.routes);
    const place = { path: found?.path ?? 'lost', params: found?.params ?? {} };
    this.coming = place;
    const [form, screen] = await Promise.all([this.formOf(place.path), screenOf(found?.found)]);
    if (place !== this.coming) return;
    this.place = { ...place, form, screen };
    this.fresh = true;
    await this.draw();
    // Without a round through the browser's own event, so that `first` is the first screen's drawing.
    if (this.coming === place && hash !== location.hash) history.replaceState(null, '', hash);
  }

  /** @param {string} path */
  async formOf(path) {
    if (path === FIRST) return new Form(this.phone, path);
    try {
      return await new Form(this.phone, path).open();
    } catch (error) {
      if (this.phone.status().storage === 'refused') drawUnusable();
      else drawUnreadable();
      throw error;
    }
  }

  /** Resolves once the page stands, also where a newer drawing has overtaken this one. */
  draw() {
    this.drawn = this.drawOnce();
    return this.drawn;
  }

  /** @returns {Promise<void>} */
  async drawOnce() {
    const { place } = this;
    if (!place) return;
    this.drawing += 1;
    const turn = this.drawing;
    try {
      const desk = await this.desk(place, place.form);
      place.form.limits.clear(); // the page that is asked now names its own
      const page = await pageOf(place.screen, desk);
      if (turn !== this.drawing) await this.drawn;
      else if (place === this.place) this.put(desk, page);
    } catch (error) {
      if (this.fresh) drawUnreadable(); // a page that stands already is left standing
      throw error;
    }
  }

  /** @param {Desk} desk @param {Page} page */
  put(desk, page) {
    const { fresh } = this;
    if (fresh) {
      emptyMain();
      toTop();
    }
    drawFrame(desk, page, this.said);
    this.fresh = false;
    if (fresh) this.leave = page.enter?.() ?? null;
    void this.afterwards(desk.rows.length, fresh);
  }

  /** What is done once the page is seen: moving the focus would have it laid out within its drawing.
   * @param {number} unsent @param {boolean} fresh */
  async afterwards(unsent, fresh) {
    const { place } = this;
    await painted();
    if (place !== this.place) return;
    badge(unsent);
    if (fresh) document.getElementById('title')?.focus();
  }

  /** @param {{path: string, params: Record<string, string>}} place @param {Form} form @returns {Promise<Desk>} */
  async desk({ path, params }, form) {
    const { phone, app } = this;
    const [rows, settings, operative, visits] = phone.device()
      ? await Promise.all([phone.unsent(), phone.settings(), phone.operative(), phone.visits()])
      : [[], null, null, []];
    return {
      phone,
      app,
      path,
      params,
      form,
      rows,
      settings,
      operative,
      visits,
      asked: await flagToRead(phone, visits),
      status: phone.status(),
      now: () => Date.now(),
      visit: () => known(phone, params.visit),
      changed: () => void this.draw(),
      go: (to, said) => this.go(to, said),
      say: (text) => this.say(text),
      check: (rules) => this.check(form, rules),
      record: (facts, then, said) => this.record(form, params.visit ?? null, { facts, then, said }),
    };
  }

  /** @param {string} to @param {string} [said] */
  go(to, said = '') {
    this.saidNext = said;
    if (location.hash === to) void this.arrive();
    else location.hash = to;
  }

  /** @param {string} text */
  say(text) {
    this.said = text;
  }

  /** @param {Form} form @param {[boolean, string, string][]} rules */
  check(form, rules) {
    form.faults = [...rules, ...form.tooLong()].filter(([wrong]) => wrong).map(([, name, text]) => ({ name, text }));
    void this.draw().then(focusFaults);
    return form.faults.length === 0;
  }

  /**
   * Records one fact after another. How many are saved stands in the draft, so that a page killed between two
   * of them goes on with the second and does not say the first twice. True once all are saved.
   * @param {Form} form @param {string|null} visitId @param {{facts: RecordInput[], then: string, said?: string}} order
   */
  async record(form, visitId, { facts, then, said }) {
    if (form.busy) return false;
    form.busy = true;
    form.faults = [];
    void this.draw();
    try {
      const saved = await recordEach(
        this.phone,
        form,
        facts.map((fact) => ({ visit_id: visitId, ...fact })),
      );
      await form.drop();
      this.go(then, saidOf(saved, said));
      return true;
    } catch (error) {
      form.faults = [{ name: '', text: words.notSaved(error instanceof Error ? error.message : '') }];
      return false;
    } finally {
      form.busy = false;
      void this.draw().then(focusFaults);
    }
  }
}

/** @param {Phone} phone @param {Form} form @param {RecordInput[]} facts */
async function recordEach(phone, form, facts) {
  let photosLost = false;
  let savedAt = Date.now();
  for (let i = form.values.recorded ?? 0; i < facts.length; i += 1) {
    const { saved_at_ms, photos_saved } = await phone.record(facts[i]);
    savedAt = saved_at_ms;
    photosLost ||= Boolean(facts[i].photos?.length) && !photos_saved;
    if (i + 1 < facts.length) await form.set('recorded', i + 1);
  }
  return { savedAt, photosLost };
}

/** @param {{savedAt: number, photosLost: boolean}} saved @param {string} [said] */
function saidOf({ savedAt, photosLost }, said) {
  const at = when(savedAt, Date.now());
  if (photosLost) return words.savedWithoutPhoto(at);
  return said ? `${said} ${words.saved(at)}` : words.saved(at);
}

/** @param {string} hash @param {Phone} phone */
function startHash(hash, phone) {
  const code = enrolCode(hash);
  if (code) return `#/enrol/${encodeURIComponent(code)}`;
  if (!phone.device() && !hash.startsWith('#/enrol')) return '#/enrol';
  return hash && hash !== '#' && hash !== '#/' ? hash : `#/${FIRST}`;
}

class NotHere extends Error {}

/** @param {Phone} phone @param {string} id @returns {Promise<Known>} */
async function known(phone, id) {
  const visit = phone.status().hidden ? null : await phone.visit(id);
  const assignment = visit && (visit.assignment ?? openedHere(visit, id, await phone.operative()));
  if (!assignment) throw new NotHere(id);
  return { ...visit, assignment };
}

/** @param {Coming} [coming] @returns {Promise<Screen>} */
async function screenOf(coming) {
  return coming ? coming().catch(() => unloaded) : lost;
}

/** A visit that was taken away, or is hidden, has a page of its own. @param {Screen} screen @param {Desk} desk */
async function pageOf(screen, desk) {
  try {
    return await screen(desk);
  } catch (error) {
    if (error instanceof NotHere) return notHere(desk);
    throw error;
  }
}

function focusFaults() {
  document.getElementById('error-summary')?.focus();
}

function toTop() {
  scrollTo(0, 0);
  document.getElementById('main')?.scrollTo(0, 0);
}

/** The # of the address names the screen, so the skip link moves focus by hand. @param {Event} event */
function skipToMain(event) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

/** The icon's number, where the phone shows one (iOS, from the home screen). @param {number} count */
function badge(count) {
  navigator.setAppBadge?.(count).catch(() => {});
}
