/**
 * Times as people at the door read them: London time, 24 hours, no seconds.
 * Pure: the instant is always an argument.
 */

import { clockText, twoDigits, wallTime } from '../domain/wall-time.js';

const ZONE = 'Europe/London';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MOST_HOURS = 1000;

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/** "10:05". @param {number} ms */
export function clock(ms) {
  return clockText(wallTime(ms, ZONE));
}

/** "Tue 24 Nov". @param {number} ms */
export function dayName(ms) {
  const { year, month, day } = wallTime(ms, ZONE);
  return `${WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()]} ${day} ${MONTHS[month - 1]}`;
}

/** "Tue 24 Nov", with its year where that is another one. @param {number} ms @param {number} nowMs */
export function dateName(ms, nowMs) {
  const year = dayOf(ms).slice(0, 4);
  return year === dayOf(nowMs).slice(0, 4) ? dayName(ms) : `${dayName(ms)} ${year}`;
}

/** @type {Map<number, string>} days by the hour: London's clock differs from UTC by whole hours */
const days = new Map();

/** "2026-11-24". @param {number} ms */
export function dayOf(ms) {
  const hour = Math.floor(ms / HOUR);
  const known = days.get(hour);
  if (known) return known;
  if (days.size > MOST_HOURS) days.clear();
  const day = writtenDay(ms);
  days.set(hour, day);
  return day;
}

/** @param {number} ms */
function writtenDay(ms) {
  const { year, month, day } = wallTime(ms, ZONE);
  return `${year}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** The time today, the day and time otherwise. @param {number} ms @param {number} nowMs */
export function when(ms, nowMs) {
  return dayOf(ms) === dayOf(nowMs) ? clock(ms) : `${clock(ms)} on ${dayName(ms)}`;
}

/** "10:00 to 12:00", or "10:00" for an exact time. @param {{start_at: string|null, end_at: string|null}} promise */
export function slot(promise) {
  if (!promise.start_at) return '';
  const start = clock(Date.parse(promise.start_at));
  return promise.end_at ? `${start} to ${clock(Date.parse(promise.end_at))}` : start;
}

/** The slot, with its day before it where that is not today. @param {{start_at: string|null, end_at: string|null}} promise @param {number} nowMs */
export function slotOn(promise, nowMs) {
  const start = promise.start_at ? Date.parse(promise.start_at) : nowMs;
  return dayOf(start) === dayOf(nowMs) ? slot(promise) : `${dayName(start)}, ${slot(promise)}`;
}

/** "14 hours", "2 days", "5 minutes". @param {number} ms */
export function span(ms) {
  const [count, unit] = inUnits(ms);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** @param {number} ms @returns {[number, string]} */
function inUnits(ms) {
  if (ms >= 48 * HOUR) return [Math.floor(ms / (24 * HOUR)), 'day'];
  if (ms >= HOUR) return [Math.floor(ms / HOUR), 'hour'];
  return [Math.max(0, Math.floor(ms / MINUTE)), 'minute'];
}

/** "24:10" left, or the same past the moment. @param {number} ms */
export function countdown(ms) {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = String(Math.floor((seconds % 3600) / 60)).padStart(2, '0');
  const rest = String(seconds % 60).padStart(2, '0');
  return hours ? `${hours}:${minutes}:${rest}` : `${minutes}:${rest}`;
}

/**
 * The instant of "HH:MM" on a London day, or null where it is no time.
 * In the hour that autumn repeats, the first is meant.
 * @param {string} day "2026-11-24"
 * @param {string} time "10:05"
 */
export function instantAt(day, time) {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return null;
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  if (Number.isNaN(asUtc)) return null;
  const inSummer = asUtc - HOUR;
  return clock(inSummer) === time && dayOf(inSummer) === day ? inSummer : asUtc;
}

/** @param {number} ms */
export function iso(ms) {
  return new Date(ms).toISOString();
}
