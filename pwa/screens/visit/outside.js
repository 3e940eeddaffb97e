/** Whether an arrival falls outside the promise and its tolerance. Pure. HS 004A 7.1 h: ten minutes either way. */

/**
 * @param {{start_at: string|null, end_at: string|null}} promise
 * @param {number} atMs
 * @param {number} toleranceSeconds
 * @returns {'early'|'late'|null}
 */
export function outside({ start_at, end_at }, atMs, toleranceSeconds) {
  if (!start_at) return null;
  const start = Date.parse(start_at);
  const end = end_at ? Date.parse(end_at) : start;
  if (atMs < start - toleranceSeconds * 1000) return 'early';
  return atMs > end + toleranceSeconds * 1000 ? 'late' : null;
}
