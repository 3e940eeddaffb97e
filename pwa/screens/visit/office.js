/** Whom to ring, and how the tenant hears of things. */
/** @import {Assignment} from '../../types.js' */
/** @import {Desk} from '../../ui/shapes.js' */

/** The operative's own office; the landlord where the firm gave no number. @param {Desk} desk @param {Assignment} [assignment] */
export function office(desk, assignment) {
  return assignment?.firm.phone ?? desk.settings?.landlord.phone ?? null;
}

/** @param {Desk} desk @param {Assignment} assignment */
export function names({ operative, settings, phone }, assignment) {
  return {
    name: operative?.name ?? phone.device()?.operative.name ?? '',
    firm: operative?.firm_name ?? assignment.firm.name,
    landlord: settings?.landlord.name ?? '',
    phone: settings?.landlord.phone ?? assignment.firm.phone ?? '',
  };
}

/** Whether a text would reach the tenant, as far as the office has said; of a visit of our own it knows nobody. @param {Assignment} assignment */
export function takesTexts({ appointment_id, tenant }) {
  return Boolean(appointment_id) && tenant?.texts !== false;
}

/** Whether the office has one record already. @param {Desk} desk @param {string} eventId */
export function isWaiting({ rows }, eventId) {
  return rows.some((row) => row.event_id === eventId);
}
