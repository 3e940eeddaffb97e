/**
 * What stands between a phone and the server: delay, loss, doubling, reordering, cut answers, things that answer in
 * the server's place, and a server that is killed before or after it commits.
 */

import { ask } from './asking.js';

/** @import {Chance} from './chance.js' */
/** @import {Run} from './run.js' */
/** @import {Page} from './page.js' */
/** @typedef {{page: Page, url: string, init: any, resolve: (response: any) => void,
 *   reject: (error: Error) => void}} Call */

/** How often what goes wrong, by how the network is. @type {Record<string, Record<string, number>>} */
const FATES = {
  good: { through: 1 },
  fair: { through: 20, drop_request: 1, drop_response: 1, duplicate: 1, late: 0.5, cut_answer: 0.5, status: 0.5 },
  bad: {
    through: 6,
    drop_request: 2,
    drop_response: 3,
    duplicate: 2,
    late: 2,
    cut_answer: 2,
    cut_request: 1,
    impostor: 2,
    status: 2,
    stale: 1,
    killed_before: 5,
    killed_after: 4,
  },
  captive: { impostor: 1 },
  off: { drop_request: 1 },
};

export class Network {
  /** @type {any[]} */
  #earlier = [];

  /** @param {Run} run @param {Chance} chance */
  constructor(run, chance) {
    this.run = run;
    this.chance = chance;
  }

  /** @param {Call} call */
  send(call) {
    const { page } = call;
    const fate = this.chance.weighted(FATES[page.phone.network]);
    this.run.note('net', page.name, fate, call.init.method ?? 'GET', call.url.split('/').slice(0, 5).join('/'));
    const there = this.chance.span(80, 4_000);
    const back = this.chance.span(80, 4_000);
    const act = this.#acts[fate] ?? this.#acts.through;
    act(call, there, back);
  }

  /** @type {Record<string, (call: Call, there: number, back: number) => void>} */
  #acts = {
    through: (call, there, back) => this.#deliver(call, there, (answer) => this.#answer(call, answer, back)),
    drop_request: (call) => this.#fail(call),
    drop_response: (call, there) => this.#deliver(call, there, () => this.#fail(call)),
    duplicate: (call, there, back) => {
      const second = this.chance.happens(0.5);
      this.#deliver(call, there, (answer) => second || this.#answer(call, answer, back));
      const later = there + this.chance.span(5_000, 900_000);
      this.#deliver(call, later, (answer) => second && this.#answer(call, answer, back));
    },
    late: (call, _there, back) =>
      this.#deliver(call, this.chance.whole(10_000, 1_200_000), (answer) => this.#answer(call, answer, back)),
    cut_answer: (call, there, back) =>
      this.#deliver(call, there, (answer) => {
        const part = answer.body.slice(0, this.chance.whole(0, Math.max(0, answer.body.length - 1)));
        if (this.chance.happens(0.5)) this.#fail(call);
        else this.#answer(call, { ...answer, body: part }, back);
      }),
    cut_request: (call, there) => {
      const bytes = Buffer.from(call.init.body ?? '');
      const cut = bytes.subarray(0, Math.floor(bytes.length * this.chance.unit()));
      this.#deliver({ ...call, init: { ...call.init, body: cut } }, there, () => this.#fail(call));
    },
    impostor: (call, there, back) => {
      const answer = this.#impostor(call);
      if (answer === null) call.reject(new TypeError('redirect mode is set to error'));
      else this.run.world.after(there, () => this.#answer(call, { ...answer, impostor: true }, back));
    },
    status: (call, there, back) =>
      this.run.world.after(there, () => this.#answer(call, { ...this.#status(), impostor: true }, back)),
    stale: (call, there, back) => {
      const earlier = this.#earlier.filter((one) => one.url === call.url);
      const answer = earlier.length ? this.chance.pick(earlier).answer : this.#impostor(call);
      if (answer === null) this.#fail(call);
      else this.run.world.after(there, () => this.#answer(call, { ...answer, impostor: true }, back));
    },
    killed_before: (call, there, back) =>
      this.#deliver(call, there, (answer) => this.#answer(call, answer, back), 'before'),
    killed_after: (call, there, back) =>
      this.#deliver(call, there, (answer) => this.#answer(call, answer, back), 'after'),
  };

  /** @param {Call} call @param {number} ms @param {(answer: any) => void} then @param {string} [kill] */
  #deliver(call, ms, then, kill) {
    const { url, init } = call;
    const body = init.body === undefined ? '' : Buffer.from(init.body).toString('base64');
    this.run.world.after(ms, () => {
      const nth = kill && !url.endsWith('/sync') ? this.chance.whole(1, 3) : 1;
      const { method = 'GET', headers } = init;
      const sent = { method, path: url, headers, body, at_ms: this.run.world.nowMs, kill: kill ?? null, nth };
      const answer = ask('request', sent);
      this.run.learn(answer);
      if (answer.status === 0) return this.#fail(call);
      if (url.endsWith('/sync')) this.#earlier = [...this.#earlier.slice(-5), { url, answer }];
      then(answer);
    });
  }

  /** @param {Call} call @param {any} answer @param {number} ms */
  #answer(call, answer, ms) {
    this.run.world.after(ms, () => {
      if (call.page.dead) return;
      if (answer.impostor) call.page.watchImpostor(answer);
      else call.page.answeredAt = this.run.world.nowMs;
      if (!answer.impostor && call.url.endsWith('/sync')) call.page.phone.lastStatus = answer.status;
      call.resolve({
        status: answer.status,
        ok: answer.status >= 200 && answer.status < 300,
        headers: new Headers(answer.headers),
        text: async () => answer.body,
      });
    });
  }

  /** Nothing comes back: at once, or never, until the phone's own patience ends. @param {Call} call */
  #fail(call) {
    if (this.chance.happens(0.6)) this.run.world.after(this.chance.span(200, 20_000), () => this.#refuse(call));
  }

  /** @param {Call} call */
  #refuse(call) {
    if (!call.page.dead) call.reject(new TypeError('Failed to fetch'));
  }

  /** What a captive portal, a proxy or another service says; null for a redirect, which the phone refuses. */
  #impostor(/** @type {Call} */ { init }) {
    const json = { 'Content-Type': 'application/json' };
    const asked = typeof init.body === 'string' && init.body.startsWith('{') ? JSON.parse(init.body) : {};
    return this.chance.pick([
      null,
      { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<html>Sign in to Wi-Fi</html>' },
      { status: 200, headers: json, body: '{"status":"ok"}' },
      { status: 200, headers: json, body: JSON.stringify({ acked_seq: 9_999, results: [], changes: [] }) },
      { status: 200, headers: json, body: JSON.stringify({ ...asked, acked_seq: asked.head?.seq ?? 1 }) },
      { status: 204, headers: {}, body: '' },
    ]);
  }

  #status() {
    const json = { 'Content-Type': 'application/json' };
    const wait = { ...json, 'Retry-After': String(this.chance.whole(1, 300)) };
    const said = (/** @type {string} */ code) => JSON.stringify({ code, message: 'No.', details: {} });
    return this.chance.pick([
      { status: 401, headers: json, body: said('unknown_token') },
      { status: 413, headers: json, body: JSON.stringify({ code: 'too_large', max_events: 3, max_bytes: 9_000 }) },
      { status: 413, headers: { 'Content-Type': 'text/html' }, body: '<html>Too large</html>' },
      { status: 429, headers: wait, body: said('too_many') },
      { status: 503, headers: wait, body: said('unavailable') },
      { status: 502, headers: { 'Content-Type': 'text/html' }, body: '<html>Bad gateway</html>' },
      { status: 500, headers: json, body: said('internal') },
    ]);
  }
}
