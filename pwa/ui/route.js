/** From the address after # to a screen and its parameters. Pure. */

/**
 * The first pattern that fits, with what stood at its `:names`. Null where none does.
 * @template T
 * @param {string} hash such as "#/visit/v1/door"
 * @param {Record<string, T>} table patterns such as "visit/:visit/door"
 * @returns {{found: T, pattern: string, path: string, params: Record<string, string>}|null}
 */
export function match(hash, table) {
  const path = hash.replace(/^#\/?/, '').split('?')[0].replace(/\/$/, '');
  for (const [pattern, found] of Object.entries(table)) {
    const params = fit(pattern.split('/'), path.split('/'));
    if (params) return { found, pattern, path, params };
  }
  return null;
}

/** @param {string[]} pattern @param {string[]} given @returns {Record<string, string>|null} */
function fit(pattern, given) {
  if (pattern.length !== given.length) return null;
  /** @type {Record<string, string>} */
  const params = {};
  for (const [i, piece] of pattern.entries()) {
    if (piece.startsWith(':') && given[i]) params[piece.slice(1)] = decode(given[i]);
    else if (piece !== given[i]) return null;
  }
  return params;
}

/** A hash that somebody mistyped is not a reason to stop. @param {string} piece */
function decode(piece) {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
}

/** The enrolment code in "#enrol=CODE", else null. @param {string} hash */
export function enrolCode(hash) {
  const found = /^#enrol=([^&]+)/.exec(hash);
  return found ? decode(found[1]) : null;
}
