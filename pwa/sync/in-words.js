/** The Unsent list in plain words. */

import { labelOf, refusalOf } from '../domain/labels.js';

/** @import {UnsentRow} from '../types.js' */

/** @param {UnsentRow[]} rows @returns {UnsentRow[]} */
export function inWords(rows) {
  return rows.map((row) => ({ ...row, label: labelOf(row.type), message: row.code && refusalOf(row.code) }));
}
