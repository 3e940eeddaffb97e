/** A visit that this phone opened itself, in the shape of an assignment until the office has one for it. */
/** @import {Assignment, Operative, VisitRow, VisitView} from '../../types.js' */
import { dayOf } from '../../ui/times.js';

/**
 * No time was agreed, so there is nothing to be late for; nothing is known of a tenant or of flags.
 * @param {VisitView} visit
 * @param {string} id
 * @param {Operative|null} operative
 * @returns {Assignment|null} null where the phone did not open it
 */
export function openedHere({ state, place }, id, operative) {
  if (!state.opened) return null;
  const reason = state.opened.reason ?? '';
  return {
    visit_id: id,
    appointment_id: state.opened.appointment_id,
    job_number: null,
    repair_root: null,
    kind: 'routine',
    trade: operative?.trade ?? '',
    description: reason,
    reason_line: `because: ${reason}`,
    start_at: null,
    end_at: null,
    day: dayOf(state.opened.wall_ms),
    home: { uprn: state.opened.uprn ?? '', address: [place], postcode: '', access_note: null },
    tenant: null,
    needs: [],
    flag_ids: [],
    people_required: 1,
    assigned: operative ? [{ operative_id: operative.operative_id, name: operative.name }] : [],
    visit_code: '',
    status: 'booked',
    changed: null,
    timer_minutes: null,
    wait_seconds: 0,
    prior_not_kept: 0,
    firm: { name: operative?.firm_name ?? '', phone: null, out_of_hours_phone: null },
  };
}

/** Those still under way. @param {VisitRow[]} visits */
export function openedVisits(visits) {
  return visits.filter(({ assignment, state }) => !assignment && state.opened && !state.left);
}
