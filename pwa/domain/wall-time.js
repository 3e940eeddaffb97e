/** What a clock on a wall shows at an instant, by the time zones that the browser keeps. */

/** @typedef {{year: number, month: number, day: number, hour: number, minute: number}} WallTime */

// Not among the types of the language yet.
const { Temporal } = /** @type {any} */ (globalThis);

/** @type {Map<string, Intl.DateTimeFormat>} */
const made = new Map();

/**
 * Asked of Temporal where the browser has it: the first word of `Intl` keeps a slow phone busy for a fifth of a
 * second, which would be just before its list stands.
 *
 * @param {number} ms
 * @param {string} timeZone
 * @returns {WallTime}
 */
export function wallTime(ms, timeZone) {
  if (!Temporal) return wallTimeByIntl(ms, timeZone);
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toZonedDateTimeISO(timeZone);
}

/** The same, in every browser. @param {number} ms @param {string} timeZone @returns {WallTime} */
export function wallTimeByIntl(ms, timeZone) {
  let formatter = made.get(timeZone);
  if (!formatter) {
    const two = /** @type {const} */ ('2-digit');
    const fields = { year: /** @type {const} */ ('numeric'), month: two, day: two, hour: two, minute: two };
    formatter = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', ...fields });
    made.set(timeZone, formatter);
  }
  const parts = formatter.formatToParts(ms);
  const part = (/** @type {string} */ type) => Number(parts.find((one) => one.type === type)?.value);
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute') };
}

/** "10:05". @param {WallTime} time */
export function clockText({ hour, minute }) {
  return `${twoDigits(hour)}:${twoDigits(minute)}`;
}

/** @param {number} number */
export function twoDigits(number) {
  return String(number).padStart(2, '0');
}
