/**
 * Where two devices at one visit say different things. Both stand; a person is asked.
 * The mirror of `server/domain/conflicts.py`.
 */

/** @import {VisitEvent} from '../types.js' */
/** @typedef {Record<string, any>} Fields */
/** @typedef {(type: string, fields: Fields) => string|null} Opinion */

/** @type {Record<string, Opinion>} */
const OPINIONS = {
  outcome: (type, fields) => {
    if (type === 'no_access') return 'stayed_out';
    return type === 'work_done' || (type === 'access_given' && wentIn(fields)) ? 'went_in' : null;
  },
  no_access: (type, fields) => (type === 'no_access' ? String(fields.reason) : null),
  access: (type, fields) =>
    type === 'access_given' ? `${fields.adult_present === true} ${fields.consent === true}` : null,
  work: (type) => (type === 'work_done' || type === 'work_not_done' ? type : null),
  summary: (type, fields) => (type === 'summary_agreed' ? String(fields.dealt_with === true) : null),
};

/**
 * Each matter on which the devices' last words differ, with the events that say so.
 *
 * @param {[VisitEvent, Fields][]} standing
 */
export function betweenDevices(standing) {
  const found = [];
  for (const [what, opinion] of Object.entries(OPINIONS)) {
    const event_ids = differing(standing, opinion);
    if (event_ids.length) found.push({ what, event_ids });
  }
  return found;
}

/** @param {[VisitEvent, Fields][]} standing @param {Opinion} opinion */
function differing(standing, opinion) {
  /** @type {Map<string, [string, string]>} */
  const lastWords = new Map();
  for (const [event, fields] of standing) {
    const word = opinion(event.type, fields);
    if (word === null) continue;
    lastWords.delete(event.device_id);
    lastWords.set(event.device_id, [word, event.id]);
  }
  const words = [...lastWords.values()];
  return new Set(words.map(([word]) => word)).size > 1 ? words.map(([, id]) => id) : [];
}

/**
 * With consent, or without it because of an emergency that the record names.
 *
 * @param {Fields} fields
 */
export function wentIn(fields) {
  return fields.consent === true || (fields.emergency ?? null) !== null;
}
