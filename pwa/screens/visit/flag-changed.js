/** A flag that changed under way asks again on whatever page stands, until it is answered. HS 004A 8.m. */
/** @import {Flag, Phone, VisitRow} from '../../types.js' */
import { unreadFlags } from './tasks.js';

/** @typedef {{visit_id: string, place: string, key: string}} Asked `key` names what is asked, so that a nudge comes once */

/**
 * The visit under way whose flags are not answered as they stand now.
 * @param {Phone} phone @param {VisitRow[]} visits @returns {Promise<Asked|null>}
 */
export async function flagToRead(phone, visits) {
  for (const { assignment, state } of visits) {
    if (!assignment?.flag_ids.length || !isUnderWay(state)) continue;
    const found = await Promise.all(assignment.flag_ids.map((id) => phone.flag(id)));
    const flags = /** @type {Flag[]} */ (found.filter((flag) => flag !== null));
    const unread = unreadFlags({ flags, state });
    if (unread.length) {
      const key = unread.map((flag) => `${flag.flag_id}.${flag.version}`).join(' ');
      return { visit_id: assignment.visit_id, place: assignment.home.address[0], key };
    }
  }
  return null;
}

/** From setting off until out again. @param {VisitRow['state']} state */
export function isUnderWay(state) {
  const over = state.left || state.no_access || state.cannot_attend;
  return Boolean(state.travel_started || state.arrived || state.access) && !over;
}
