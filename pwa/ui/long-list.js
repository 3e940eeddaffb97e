/** Lists of hundreds of rows, drawn in pieces: drawn at once they keep a slow phone from answering a finger. */
/** @import {TemplateResult} from './shapes.js' */

import { html, render } from './html.js';
import { painted } from './painted.js';

/** More than a screen shows, and few enough for one frame of a slow phone. */
const PIECE = 15;

/** @type {WeakMap<Element, {ends: Comment[], turn: number}>} where each piece ends, and the newest drawing's number */
const lists = new WeakMap();

/**
 * Fill `list`, which nothing else may write to. The first piece stands at once and each of the others a frame later,
 * unless a newer drawing has begun; what there is no item for any more goes at once.
 *
 * @template T
 * @param {HTMLElement} list
 * @param {T[]} items
 * @param {(item: T) => TemplateResult} row
 */
export async function drawRows(list, items, row) {
  const known = lists.get(list) ?? { ends: [], turn: 0 };
  lists.set(list, known);
  known.turn += 1;
  const { turn } = known;
  const pieces = Math.max(1, Math.ceil(items.length / PIECE));
  while (known.ends.length < pieces) known.ends.push(list.appendChild(document.createComment('')));
  for (const end of known.ends.slice(pieces)) render(html``, list, { renderBefore: end });
  for (let i = 0; i < pieces; i += 1) {
    if (i) await painted();
    if (known.turn !== turn || !list.isConnected) return;
    const piece = items.slice(i * PIECE, (i + 1) * PIECE);
    render(html`${piece.map(row)}`, list, { renderBefore: known.ends[i] });
  }
}
