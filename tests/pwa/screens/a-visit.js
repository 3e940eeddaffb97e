/** Visits, flags and phones for tests of the screens: plain functions with overrides. */

/** @param {Record<string, any>} [over] @returns {any} */
export function aState(over = {}) {
  return {
    status: 'not_started',
    opened: null,
    flags_acknowledged: [],
    travel_started: null,
    told: [],
    cannot_attend: null,
    arrived: null,
    id_shown: null,
    id_missing: null,
    witness_codes: [],
    access: null,
    no_access: null,
    too_few_people: null,
    timer: null,
    timers: [],
    alarms: [],
    damage: [],
    concerns: [],
    photos: [],
    told_customer: [],
    keys: [],
    work: { done: null, reason: null, follow_on: [] },
    summary: null,
    remarks: [],
    left: null,
    back_safe: null,
    corrections: [],
    conflicts: [],
    event_count: 0,
    ...over,
  };
}

/** @param {Record<string, any>} [over] @returns {any} */
export function anAssignment(over = {}) {
  return {
    visit_id: 'v1',
    appointment_id: 'a1',
    job_number: 'J-1041',
    repair_root: 'R-9',
    kind: 'routine',
    trade: 'plumbing',
    description: 'Boiler, no hot water',
    reason_line: 'to fix your boiler',
    start_at: '2026-11-24T10:00:00Z',
    end_at: '2026-11-24T12:00:00Z',
    day: '2026-11-24',
    home: {
      uprn: '100',
      address: ['14 Oak Road', 'Flat 3', 'Bury St Edmunds'],
      postcode: 'IP33 1AA',
      access_note: null,
    },
    tenant: { name: 'Mrs A. Khan', phone: '+441632960001', language: 'ur', interpreter: true },
    needs: ['Knock loudly'],
    flag_ids: [],
    people_required: 1,
    assigned: [{ operative_id: 'op1', name: 'Sam Reed' }],
    visit_code: '4821',
    status: 'booked',
    changed: null,
    timer_minutes: 60,
    wait_seconds: 300,
    prior_not_kept: 0,
    firm: { name: 'Brook Heating', phone: '01632 960100', out_of_hours_phone: null },
    ...over,
  };
}

/** @param {Record<string, any>} [over] @returns {any} */
export function aFlag(over = {}) {
  return {
    flag_id: 'LW1',
    version: 1,
    kind: 'two_people',
    what_to_do: 'Go with a second person. Ring the office first.',
    set_on: '2026-11-03',
    set_by_role: 'duty manager',
    review_on: '2027-02-03',
    checked_at: '2026-11-24T07:42:00Z',
    ...over,
  };
}

/** @param {Record<string, any>} [over] @returns {any} */
export function aVisit(over = {}) {
  return {
    assignment: anAssignment(),
    flags: [],
    state: aState(),
    events: [],
    photos: [],
    waiting: 0,
    elsewhere: null,
    ...over,
  };
}

/** @param {Record<string, any>} [over] @returns {any} */
export function aStatus(over = {}) {
  return {
    connection: 'up_to_date',
    list_at_ms: Date.parse('2026-11-24T07:42:00Z'),
    last_contact_ms: Date.parse('2026-11-24T09:41:00Z'),
    last_try_ms: Date.parse('2026-11-24T09:41:00Z'),
    waiting: 0,
    photos_waiting: 0,
    photos_handed_in: 0,
    not_accepted: 0,
    oldest_waiting_ms: null,
    storage: 'ok',
    hidden: false,
    upgrade: 'none',
    ...over,
  };
}
