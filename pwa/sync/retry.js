/** When to try again: at random inside a growing bound, so that five hundred phones do not come back at once. */

/** No retry comes sooner than this after a failure. */
export const BASE_MS = 2_000;
const CAP_MS = 300_000;

/**
 * @param {number} failures in a row, from 1
 * @param {number} askedMs what the server asked for, 0 if nothing
 * @param {() => number} unit a random number in [0, 1)
 */
export function retryDelayMs(failures, askedMs, unit) {
  const bound = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(failures, 20));
  const jittered = BASE_MS + unit() * (bound - BASE_MS);
  // Everybody was asked to wait the same time, so spread out behind it.
  return askedMs ? Math.max(jittered, askedMs + unit() * Math.min(bound, askedMs)) : jittered;
}
