/** The time that both sides hold to: the agreed one, or the latest that the tenant was told, by a text once it left. */
/** @import {VisitState} from '../../types.js' */
/** @import {Known} from '../../ui/shapes.js' */
import { hasLeft } from './text-word.js';

/** A text is a wish of the phone's: it moves nothing until it has left the office. */
const SPOKEN = ['phone', 'in_person'];

/** @param {{assignment: Known['assignment'], state: Pick<VisitState, 'told'>, elsewhere?: Known['elsewhere']}} visit */
export function promise({ assignment, state, elsewhere = null }) {
  const { start_at, end_at, wait_seconds } = assignment;
  const told = state.told.filter((one) => SPOKEN.includes(one.channel) || hasLeft(elsewhere, one.event_id)).at(-1);
  return told ? { start_at: told.new_start, end_at: told.new_end, wait_seconds } : { start_at, end_at, wait_seconds };
}
