/** Chance from a seed: the same seed draws the same numbers everywhere, for ever. */

export class Chance {
  #state;

  /** @param {number} seed */
  constructor(seed) {
    this.#state = seed | 0;
    for (let i = 0; i < 8; i++) this.unit();
  }

  /** Mulberry32. A number in [0, 1). */
  unit() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number, both ends inside. @param {number} least @param {number} most */
  whole(least, most) {
    return least + Math.floor(this.unit() * (most - least + 1));
  }

  /** @param {number} odds */
  happens(odds) {
    return this.unit() < odds;
  }

  /** @template T @param {T[]} list @returns {T} */
  pick(list) {
    return list[Math.floor(this.unit() * list.length)];
  }

  /** One name of a table of weights. @template {string} T @param {Record<T, number>} weights @returns {T} */
  weighted(weights) {
    const entries = /** @type {[T, number][]} */ (Object.entries(weights));
    let left = this.unit() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of entries) {
      left -= weight;
      if (left < 0) return name;
    }
    return entries[0][0];
  }

  /** Milliseconds, mostly short and now and then long. @param {number} typical @param {number} most */
  span(typical, most) {
    return Math.min(most, Math.floor(-Math.log(1 - this.unit()) * typical));
  }

  /** @param {number} n */
  bytes(n) {
    return Uint8Array.from({ length: n }, () => Math.floor(this.unit() * 256));
  }
}
