/**
 * Virtual time and the order of everything. Nothing in a run waits for real time or a real thread: what the database
 * in memory schedules stands in our own queue, and a moment is over only when nothing more can happen in it.
 */

/** @typedef {{now: () => number, next: () => number, pass: (ms: number) => void, fire: () => void}} Ticking */

const realSetImmediate = globalThis.setImmediate;

/** @type {(() => void)[]} */
let tasks = [];

/** Take the place of `setImmediate`, which the database in memory schedules by. */
export function installTasks() {
  globalThis.setImmediate = /** @type {any} */ ((/** @type {() => void} */ fn) => void tasks.push(fn));
}

export class World {
  nowMs = Date.parse('2026-11-23T09:00:00Z');
  /** @type {{at: number, order: number, fn: () => void}[]} */
  #events = [];
  #order = 0;
  /** What has clocks and timers of its own. @type {Ticking[]} */
  ticking = [];

  constructor() {
    tasks = [];
  }

  /** @param {number} ms @param {() => void} fn */
  after(ms, fn) {
    const event = { at: this.nowMs + Math.max(0, ms), order: ++this.#order, fn };
    this.#events.push(event);
    return () => {
      this.#events = this.#events.filter((other) => other !== event);
    };
  }

  /** Let everything happen that can happen at this moment. */
  async settle() {
    for (;;) {
      await new Promise((resolve) => realSetImmediate(resolve));
      const task = tasks.shift();
      if (!task) return;
      task();
    }
  }

  /** Let the world run for so long. @param {number} ms */
  async run(ms) {
    const end = this.nowMs + ms;
    await this.settle();
    for (;;) {
      const event = this.#nextEvent();
      const ticker = this.#nextTicker();
      const at = Math.min(event?.at ?? Infinity, ticker?.at ?? Infinity);
      if (at > end) break;
      this.#moveTo(at);
      if (ticker && ticker.at < (event?.at ?? Infinity)) ticker.of.fire();
      else this.#happen(/** @type {any} */ (event));
      await this.settle();
    }
    this.#moveTo(end);
  }

  #nextEvent() {
    return this.#events.reduce(
      (first, event) =>
        !first || event.at < first.at || (event.at === first.at && event.order < first.order) ? event : first,
      /** @type {{at: number, order: number, fn: () => void}|null} */ (null),
    );
  }

  #nextTicker() {
    let first = null;
    for (const of of this.ticking) {
      const at = this.nowMs + of.next();
      if (Number.isFinite(at) && (!first || at < first.at)) first = { at, of };
    }
    return first;
  }

  /** @param {{fn: () => void}} event */
  #happen(event) {
    this.#events = this.#events.filter((other) => other !== event);
    event.fn();
  }

  /** @param {number} at */
  #moveTo(at) {
    const passed = Math.max(0, at - this.nowMs);
    for (const one of this.ticking) one.pass(passed);
    this.nowMs += passed;
  }
}
