/** A world that a test drives by hand: clocks that move when told, chance from a seed, timers that fire in order. */

export class FakeWorld {
  wallMs = Date.parse('2026-11-22T09:00:00Z');
  monoMs = 1_000;
  #seed = 1;
  /** @type {{at: number, fn: () => void}[]} */
  #timers = [];

  clock = {
    wall: () => this.wallMs,
    mono: () => this.monoMs,
    zone: () => ({ tz: 'Europe/London', tz_offset_min: 0 }),
  };

  random = {
    bytes: (/** @type {number} */ n) => Uint8Array.from({ length: n }, () => Math.floor(this.unit() * 256)),
    unit: () => this.unit(),
  };

  timers = {
    after: (/** @type {number} */ ms, /** @type {() => void} */ fn) => {
      const timer = { at: this.monoMs + ms, fn };
      this.#timers.push(timer);
      return () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      };
    },
  };

  /** Mulberry32: small, and the same everywhere. */
  unit() {
    this.#seed = (this.#seed + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#seed ^ (this.#seed >>> 15), 1 | this.#seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** Time passes: the timers that fall due fire, each at its own moment. */
  pass(/** @type {number} */ ms) {
    const end = this.monoMs + ms;
    for (;;) {
      const due = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#moveTo(Math.max(due.at, this.monoMs));
      due.fn();
    }
    this.#moveTo(end);
  }

  /** How long until the next timer, or null. */
  nextTimerIn() {
    return this.#timers.length ? Math.min(...this.#timers.map((timer) => timer.at)) - this.monoMs : null;
  }

  #moveTo(/** @type {number} */ mono) {
    this.wallMs += mono - this.monoMs;
    this.monoMs = mono;
  }
}
