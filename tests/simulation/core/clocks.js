/** A phone's clocks: an oscillator that drifts, a wall clock that is set, a monotonic one that stops in sleep. */

/** @import {Chance} from './chance.js' */

/** Within 100 parts in a million, as the rule for times supposes. */
const MOST_DRIFT = 1e-4;

export class Clocks {
  monoMs = 1_000;
  asleep = false;
  tz = 'Europe/London';
  /** @type {{due: number, page: any, fn: () => void}[]} */
  #timers = [];

  /** @param {Chance} chance @param {number} nowMs */
  constructor(chance, nowMs) {
    this.drift = (chance.unit() * 2 - 1) * MOST_DRIFT;
    this.wallMs = nowMs + chance.pick([0, 0, 1_000, -2_000, 90_000, -3_600_000]);
  }

  /** @param {number} ms */
  pass(ms) {
    const own = ms * (1 + this.drift);
    this.wallMs += own;
    if (!this.asleep) this.monoMs += own;
  }

  /** True milliseconds to the next timer. */
  next() {
    if (this.asleep || !this.#timers.length) return Infinity;
    const due = Math.min(...this.#timers.map((timer) => timer.due));
    return Math.max(0, due - this.monoMs) / (1 + this.drift);
  }

  fire() {
    const due = this.#timers.filter((timer) => timer.due <= this.monoMs + 1e-3);
    this.#timers = this.#timers.filter((timer) => !due.includes(timer));
    // Never before its time, not even by what rounding leaves: a timer that waits for the rest would spin.
    for (const timer of due) this.monoMs = Math.max(this.monoMs, timer.due);
    for (const timer of due.sort((a, b) => a.due - b.due)) if (!timer.page.dead) timer.fn();
  }

  now() {
    return this.wallMs;
  }

  /** @param {any} page @param {number} ms @param {() => void} fn */
  after(page, ms, fn) {
    // A real timer takes a millisecond at least; one that took none could wait for ever on what rounding leaves.
    const timer = { due: this.monoMs + Math.max(1, ms), page, fn };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** @param {any} page */
  forget(page) {
    this.#timers = this.#timers.filter((timer) => timer.page !== page);
  }
}
