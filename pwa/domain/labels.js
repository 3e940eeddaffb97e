/** Plain words for what was recorded and for why it was not accepted. */

/** @type {Record<string, string>} */
const LABELS = {
  day_started: 'Start of day',
  visit_opened: 'Visit opened on this phone',
  flag_acknowledged: 'Flag read',
  travel_started: 'On my way',
  told_new_time: 'New time told to the tenant',
  cannot_attend: 'Cannot attend',
  arrived: 'Arrived',
  id_shown: 'ID shown',
  id_missing: 'No ID to show',
  witness_code: 'Code from the tenant',
  access_given: 'Let in',
  no_access: 'No access',
  too_few_people: 'Too few people to go in',
  timer_started: 'Timer started',
  timer_extended: 'Timer extended',
  check_in: 'Checked in',
  alarm_raised: 'Alarm',
  alarm_stood_down: 'Alarm stood down',
  customer_told: 'Told the customer',
  damage_reported: 'Damage report',
  concern_reported: 'Concern report',
  photo_taken: 'Photo',
  key_signed_out: 'Key signed out',
  key_signed_in: 'Key signed in',
  work_done: 'Work done',
  work_not_done: 'Work not done',
  follow_on_needed: 'More work needed',
  summary_agreed: 'Visit summary',
  tenant_remark: "Tenant's own words",
  message_answered: 'Answer to the office',
  left: 'Left the home',
  back_safe: 'Back safe',
  corrected: 'Correction',
};

/** @type {Record<string, string>} */
const REFUSALS = {
  unknown_type: 'The office system does not know this kind of record yet. It is kept and read later.',
  unknown_visit: 'The office has no such visit. It is kept; ring the office so that they can link it.',
  not_assigned: 'You were not on this visit at that time. It is kept; ring the office.',
  wrong_device: 'It was recorded under an earlier sign-in. It is kept; ring the office so that they can release it.',
  actor_revoked: 'Your access has ended. It is kept for the office to look at.',
  bad_schema: 'Something in it could not be read. It is kept; ring the office.',
  chain_break: 'The order of records on this phone does not fit. All are kept; ring the office.',
  hash_mismatch: 'It arrived changed. The phone still has it; ring the office.',
  bad_sig: 'Its signature does not fit. It is kept; ring the office.',
  forked: 'The office already holds a different record under this number. Both are kept; ring the office.',
};

/** @param {string} type */
export function labelOf(type) {
  return LABELS[type] ?? 'Record';
}

/** @param {string} code */
export function refusalOf(code) {
  return REFUSALS[code] ?? 'It was not accepted. It is kept; ring the office.';
}
