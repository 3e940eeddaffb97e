/** The line to the process that holds the real server: one JSON line out, one back, and nothing happens meanwhile. */

import { readSync, writeSync } from 'node:fs';

let pending = Buffer.alloc(0);

/** @param {any} message */
export function say(message) {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let sent = 0; sent < bytes.length; ) sent += writeSync(1, bytes, sent);
}

/** The next line, or null where the other side has gone. @returns {any} */
export function hear() {
  const piece = Buffer.alloc(1 << 16);
  for (;;) {
    const end = pending.indexOf(10);
    if (end >= 0) {
      const line = pending.subarray(0, end).toString();
      pending = pending.subarray(end + 1);
      return JSON.parse(line);
    }
    const read = readSync(0, piece, 0, piece.length, null);
    if (read === 0) return null;
    pending = Buffer.concat([pending, piece.subarray(0, read)]);
  }
}

/** @param {string} op @param {Record<string, any>} [facts] @returns {any} */
export function ask(op, facts = {}) {
  say({ op, ...facts });
  return hear();
}
