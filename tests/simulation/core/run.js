/** One run: a world from a seed, its phones, its network, the real server, and what was found to be wrong. */

import { createHash } from 'node:crypto';
import { ask } from './asking.js';
import { Chance } from './chance.js';
import { Ledger } from './ledger.js';
import { Network } from './network.js';
import { Page } from './page.js';
import { Phone } from './phone.js';
import { World } from './world.js';

export class Run {
  world = new World();
  ledger = new Ledger(this);
  /** @type {Phone[]} */
  phones = [];
  /** @type {{invariant: string, what: string, at_ms: number}[]} */
  violations = [];
  /** @type {string[]} */
  story = [];
  /** Devices that the office took out of use. @type {Set<string>} */
  revoked = new Set();
  restores = /** @type {number[]} */ ([]);
  /** Visits that phones made by themselves. */
  ownVisits = /** @type {string[]} */ ([]);
  #trace = createHash('sha256');

  /** @param {number} seed @param {any} app `openPhone` of the client under test @param {any} newerApp @param {boolean} tells */
  constructor(seed, app, newerApp, tells) {
    this.seed = seed;
    this.app = app;
    this.newerApp = newerApp;
    this.tells = tells;
    this.chance = new Chance(seed);
    this.network = new Network(this, new Chance(seed ^ 0x5bd1e995));
    Page.startCounting();
  }

  async begin() {
    const started = ask('begin', { seed: this.seed, at_ms: this.world.nowMs, phones: this.chance.whole(2, 3) });
    this.visits = /** @type {{visit_id: string, appointment_id: string}[]} */ (started.visits);
    this.operatives = /** @type {string[]} */ (started.operatives);
    for (const [index, operative] of this.operatives.entries()) {
      const phone = new Phone(this, operative, new Chance(this.seed * 31 + index + 7));
      phone.hostile = index === 0 && this.seed % 7 === 3;
      this.phones.push(phone);
      this.world.ticking.push(phone.clocks);
    }
    this.note('begin', ...this.operatives);
  }

  /** Part of the story of this run, and of the trace by which two runs are compared. @param {any[]} words */
  note(...words) {
    const line = `${this.world.nowMs} ${words.join(' ')}`;
    this.#trace.update(`${line}\n`);
    if (this.tells) this.story.push(line);
  }

  /** @param {string} invariant @param {string} what */
  violated(invariant, what) {
    this.violations.push({ invariant, what, at_ms: this.world.nowMs });
    this.note('VIOLATED', invariant, what);
  }

  /** What an exchange with the server made known of its state. @param {any} answer */
  learn(answer) {
    for (const hash of answer.journalled ?? []) this.ledger.journalled.add(hash);
    for (const sha256 of answer.verified ?? []) this.ledger.verified.add(sha256);
    for (const { invariant, what } of answer.violations ?? []) this.violated(invariant, what);
    this.note('server', answer.status, answer.summary ?? '');
  }

  /** @param {string[]} hashes @param {string[]} photos */
  present(hashes, photos) {
    const here = ask('present', { hashes, photos });
    return { hashes: new Set(here.hashes), photos: new Set(here.photos) };
  }

  verdict() {
    const { seed, violations, story } = this;
    const counts = { events: this.ledger.entries.size, photos: this.ledger.photos.size };
    return { seed, violations, trace: this.#trace.digest('hex'), counts, story };
  }
}
