/**
 * The shapes that cross rooms on the phone. No code: JSDoc for tsc and for readers.
 * Names follow the wire (snake_case), because the same JSON is read by the server.
 */

/* ---------- events ---------- */

/**
 * @typedef {'day_started'|'visit_opened'|'flag_acknowledged'|'travel_started'|'told_new_time'|'cannot_attend'|
 *   'arrived'|'id_shown'|'id_missing'|'witness_code'|'access_given'|'no_access'|'too_few_people'|'timer_started'|
 *   'timer_extended'|'check_in'|'alarm_raised'|'alarm_stood_down'|'customer_told'|'damage_reported'|
 *   'concern_reported'|'photo_taken'|'key_signed_out'|'key_signed_in'|'work_done'|'work_not_done'|
 *   'follow_on_needed'|'summary_agreed'|'tenant_remark'|'message_answered'|'left'|'back_safe'|'corrected'} EventType
 */

/**
 * The phone's own clocks at the moment of an event. `mono_ms` counts from the page load named by `context_id`
 * and may pause while the phone sleeps; `anchor_id` names the last server contact before the event.
 * @typedef {{wall_ms: number, tz_offset_min: number, tz: string, mono_ms: number, context_id: string,
 *   anchor_id: string|null}} EventClock
 */

/** @typedef {{lat: number, lon: number, acc_m: number, fix_ms: number}} Geo */

/** @typedef {{sha256: string, size: number, mime: string, role: string}} BlobNote */

/**
 * @typedef {{v: number, type: string, visit_id: string|null, actor_id: string, at: EventClock, geo?: Geo,
 *   blobs: BlobNote[], corrects?: string, data: Record<string, any>}} EventBody
 */

/**
 * What travels and what is hashed. `body` is the exact JSON text, frozen when the event was appended.
 * @typedef {{id: string, device_id: string, epoch: string, seq: number, prev: string, body: string, hash: string,
 *   sig?: string}} Envelope
 */

/**
 * An event as the fold and the screens read it: the body's fields beside the envelope's numbers.
 * `middle_ms` is the middle of the server's asserted interval, where one is known. `received_ms`: when the server was
 * proven to have it, by its own clock; missing on what still waits, and on what was sent before phones kept it.
 * @typedef {EventBody & {id: string, device_id: string, epoch: string, seq: number, middle_ms?: number,
 *   received_ms?: number}} VisitEvent
 */

/* ---------- the fold ---------- */

/** @typedef {'not_started'|'travelling'|'at_door'|'inside'|'no_access'|'finished'|'left'|'cannot_attend'} VisitStatus */

/** @typedef {{event_id: string, wall_ms: number}} Mark */

/**
 * @typedef {{actor_id: string, event_id: string, started_ms: number, minutes: number, due_ms: number,
 *   last_check_in_ms: number|null, stopped: boolean}} Timer
 */

/**
 * What one visit comes to. A fact that nobody recorded is null (or an empty list).
 * `timer` is the running timer that is due first, else the last one; `timers` has one for each person.
 * `conflicts` name what two devices said differently: both stand, a person is asked.
 * @typedef {{
 *   status: VisitStatus,
 *   opened: (Mark & {reason: string|null, uprn: string|null, appointment_id: string|null})|null,
 *   flags_acknowledged: {flag_id: string, version: number, can_follow: boolean, event_id: string}[],
 *   travel_started: (Mark & {eta: string|null})|null,
 *   told: (Mark & {new_start: string, new_end: string|null, channel: string})[],
 *   cannot_attend: (Mark & {reason: string})|null,
 *   arrived: (Mark & {at_property: boolean})|null,
 *   id_shown: Mark|null,
 *   id_missing: Mark|null,
 *   witness_codes: (Mark & {code: string})[],
 *   access: (Mark & {adult_present: boolean, consent: boolean, emergency: Record<string, any>|null})|null,
 *   no_access: (Mark & {reason: string, card_left: boolean, card_number: string|null})|null,
 *   too_few_people: Mark|null,
 *   timer: Timer|null,
 *   timers: Timer[],
 *   alarms: (Mark & {kind: string, actor_id: string, stood_down_ms: number|null})[],
 *   damage: {event_id: string, item: string|null, room: string|null, made_good: boolean|null,
 *     customer_told: boolean|null, remedy: string|null, photos: string[]}[],
 *   concerns: {event_id: string, about: string|null, category: string|null, seen: string|null,
 *     danger_now: boolean|null, photos: string[]}[],
 *   photos: {sha256: string, role: string, event_id: string}[],
 *   told_customer: (Mark & {about: string})[],
 *   keys: (Mark & {key: string, out: boolean})[],
 *   work: {done: boolean|null, reason: string|null,
 *     follow_on: {event_id: string, trade: string|null, notes: string|null}[]},
 *   summary: (Mark & {dealt_with: any, agreed: any, not_agreed: any, next: any, by: any})|null,
 *   remarks: (Mark & {text: string|null})[],
 *   left: (Mark & {cleaned_up: boolean|null})|null,
 *   back_safe: Mark|null,
 *   corrections: (Mark & {corrects: string, type: string, data: Record<string, any>})[],
 *   conflicts: {what: string, event_ids: string[]}[],
 *   event_count: number}} VisitState
 */

/* ---------- what the feed brings ---------- */

/** @typedef {'visit'|'visit_state'|'flag'|'operative'|'settings'|'message'} ChangeKind */

/** @typedef {{op: 'put'|'remove', kind: ChangeKind, id: string, rev: number, data?: any}} Change */

/**
 * One visit as the server sent it: all that the phone may show. `texts`: whether a text reaches the tenant; older servers
 * did not say.
 * @typedef {{
 *   visit_id: string, appointment_id: string|null, job_number: string|null, repair_root: string|null,
 *   kind: 'routine'|'planned'|'emergency', trade: string, description: string, reason_line: string,
 *   start_at: string|null, end_at: string|null, day: string,
 *   home: {uprn: string, address: string[], postcode: string, access_note: string|null},
 *   tenant: {name: string, phone: string|null, language: string, interpreter: boolean, texts?: boolean}|null,
 *   needs: string[], flag_ids: string[], people_required: number,
 *   assigned: {operative_id: string, name: string}[], visit_code: string,
 *   status: 'booked'|'cancelled'|'moved', changed: {at: string, by: string, what: string}|null,
 *   timer_minutes: number|null, wait_seconds: number, prior_not_kept: number,
 *   firm: {name: string, phone: string|null, out_of_hours_phone: string|null}}} Assignment
 */

/**
 * A warning flag: what to do, never why.
 * @typedef {{flag_id: string, version: number, kind: 'two_people'|'no_visit_to_home'|'information'|'contact_first',
 *   what_to_do: string, set_on: string, set_by_role: string, review_on: string|null, checked_at: string}} Flag
 */

/**
 * @typedef {{operative_id: string, name: string, firm_name: string, trade: string, badge_number: string,
 *   photo: string|null}} Operative
 */

/**
 * @typedef {{landlord: {name: string, phone: string, out_of_hours_phone: string|null, safeguarding_phone: string|null},
 *   tolerance_seconds: number, wait_seconds: number, flags_stale_hours: number, hide_after_hours: number, alarm_office_minutes?: number,
 *   timer_default_minutes: number, interpreter_phone: string|null, time_zone: string}} Settings
 */

/**
 * What became of a text that an event asked for; `at` says since when, or when the office heard of the event.
 * @typedef {{event_id: string, template: 'on_my_way'|'new_time'|'no_access', at: string,
 *   state: 'queued'|'sent'|'delivered'|'failed'|'held'|'replaced'}} ToldNote
 */

/**
 * `reports`: the references under which the office has damage and concerns about the home.
 * @typedef {{visit_id: string, status: VisitStatus, as_of: string, told?: ToldNote[],
 *   reports?: {event_id: string, reference: string}[]}} VisitStateNote
 */

/** @typedef {{message_id: string, text: string, sent_at: string, visit_id: string|null}} Message */

/* ---------- what the screens get ---------- */

/**
 * The phone's standing with the server. `operative` is who is using the phone now.
 * `signing` says whether chain heads are signed; `capabilities` is the self-test of enrolment.
 * @typedef {{device_id: string, operative: {id: string, name: string} & Record<string, any>, server_epoch: string,
 *   signing: boolean, capabilities: Record<string, any>}} DeviceView
 */

/**
 * `waiting` + `not_accepted` is the number of rows of `unsent()`. `hidden`: the server has not been heard for so
 * long that visits are not shown; what was recorded stays. `blocked`: the office took this phone out of use.
 * `photos_waiting` counts those that are not confirmed; `photos_handed_in` says how many of them went through whole.
 * @typedef {{connection: 'up_to_date'|'offline'|'sending'|'signed_out'|'blocked', list_at_ms: number|null,
 *   last_contact_ms: number|null, last_try_ms: number|null, waiting: number, photos_waiting: number,
 *   photos_handed_in: number, not_accepted: number, oldest_waiting_ms: number|null, storage: 'ok'|'low'|'full'|'refused', hidden: boolean,
 *   upgrade: 'none'|'advised'|'required'}} PhoneStatus
 */

/** @typedef {{sha256: string, role: string, status: 'waiting'|'sending'|'received'}} PhotoView */

/** `place`: the first line of the address, or what was written of a visit that the phone opened itself.
 * @typedef {{visit_id: string, assignment: Assignment|null, place: string, state: VisitState, waiting: number}} VisitRow */

/**
 * One visit with everything the phone holds of it; `events` are of whoever uses the phone now, `state` of all. `assignment` is null for a visit the phone opened itself, and
 * for one that the office took away while its events still wait. `elsewhere`: what the server says
 * of it, other devices' records and texts to the tenant included.
 * @typedef {{assignment: Assignment|null, place: string, flags: Flag[], state: VisitState, events: VisitEvent[],
 *   photos: PhotoView[], waiting: number, elsewhere: VisitStateNote|null}} VisitView
 */

/**
 * @typedef {{event_id: string, seq: number, type: string, visit_id: string|null, label: string,
 *   status: 'waiting'|'sending'|'not_accepted', code: string|null, message: string|null, photos_total: number,
 *   photos_sent: number, wall_ms: number}} UnsentRow
 */

/** @typedef {{bytes: ArrayBuffer, mime: string, role: string, source: 'camera'|'gallery'}} PhotoInput */

/**
 * @typedef {{type: EventType, visit_id?: string|null, data?: Record<string, any>, photos?: PhotoInput[],
 *   corrects?: string, geo?: Geo}} RecordInput
 */

/**
 * `photo_error`: 'full' where the phone had no room for the photos; the event itself is kept.
 * @typedef {{event: VisitEvent, saved_at_ms: number, photos_saved: boolean, photo_error: 'full'|null}} Recorded
 */

/** @typedef {{text: string, trust: string}} ShownTime */

/** @typedef {{read(): Promise<any>, save(value: any): Promise<void>, drop(): Promise<void>}} Draft */

/** Whether pushes wake this phone; `denied` is the person's no to the browser. @typedef {'on'|'off'|'denied'|'impossible'} Wakes */

/**
 * The facade that the screens speak to (`pwa/sync/phone.js`, `openPhone(options)`).
 * `quiet` resolves when nothing is under way, photos included. `begun`: those of the keys under which a draft is kept.
 * @typedef {{
 *   device(): DeviceView|null,
 *   operatives(): {id: string, name: string}[],
 *   actAs(operativeId: string): Promise<void>,
 *   enrol(input: {code: string, deviceName: string, selfTest: Record<string, any>}): Promise<void>,
 *   status(): PhoneStatus,
 *   visits(): Promise<VisitRow[]>,
 *   visit(id: string): Promise<VisitView|null>,
 *   flag(id: string): Promise<Flag|null>,
 *   settings(): Promise<Settings|null>,
 *   operative(): Promise<Operative|null>,
 *   messages(): Promise<Message[]>,
 *   record(input: RecordInput): Promise<Recorded>,
 *   unsent(): Promise<UnsentRow[]>,
 *   setAside(eventId: string): Promise<void>,
 *   photo(sha256: string): Promise<{bytes: ArrayBuffer, mime: string}|null>,
 *   syncNow(): Promise<PhoneStatus>,
 *   quiet(): Promise<void>,
 *   wakes(): Promise<Wakes>,
 *   turnOnWakes(): Promise<Wakes|'no_answer'>,
 *   turnOffWakes(): Promise<void>,
 *   makeCalendar(): Promise<string|null>,
 *   endCalendar(): Promise<boolean>,
 *   calendarFile(): Promise<Blob|null>,
 *   start(): void,
 *   stop(): void,
 *   close(): void,
 *   subscribe(fn: () => void): () => void,
 *   draft(key: string): Draft,
 *   begun(keys: string[]): Promise<string[]>,
 *   exportUnsent(): Promise<Blob>,
 *   shownTime(event: VisitEvent): ShownTime,
 *   newId(): string}} Phone
 */

/* ---------- the protocol ---------- */

/** @typedef {{seq: number, hash: string}} Head */

/** @typedef {{wall_ms: number, mono_ms: number, context_id: string}} ClockReading */

/** @typedef {{anchor_id: string, issued_at: number, hmac: string}} Anchor */

/** @typedef {{seq: number, hash: string, box: string}} SealedEvent */

/**
 * @typedef {{protocol: 1, app_version: string, request_id: string, device_id: string, epoch: string,
 *   server_epoch: string|null, acked: Head|null, clock: ClockReading, head: Head,
 *   pending: {events: number, blobs: number, oldest_seq: number|null}, events: Envelope[], lost: [number, number][],
 *   sealed: SealedEvent[], cursor: string|null, scope: null, want: string[]}} SyncRequest
 */

/** `hash`: what was received, named for events of another chain than the request's own.
 * @typedef {{id: string, seq: number, status: 'accepted'|'duplicate'|'quarantined'|'forked', code?: string,
 *   hash?: string}} EventResult */

/**
 * @typedef {{protocol: number, request_id: string, device_id: string, epoch: string, server_epoch: string,
 *   t_recv: number, t_send: number, anchor: Anchor, results: EventResult[], acked_seq: number, acked_hash: string,
 *   held?: Head, gaps: [number, number][], blobs_needed: string[], blobs_verified: string[], changes: Change[],
 *   cursor: string|null, more: boolean, reset: boolean, upgrade: 'none'|'advised'|'required', token?: string,
 *   retry_after_s?: number}} SyncAnswer
 */

/* ---------- what is passed in ---------- */

/** Milliseconds since 1970 by the phone's clock, and a reading that never goes back within one page load.
 * @typedef {{wall(): number, mono(): number, zone(): {tz: string, tz_offset_min: number}}} Clock */

/** @typedef {{bytes(n: number): Uint8Array, unit(): number}} Random */

/** A timer that tests and the simulator can drive.
 * @typedef {{after(ms: number, fn: () => void): () => void}} Timers */

/** @typedef {(url: string, init: RequestInit) => Promise<Response>} Transport */

/**
 * @typedef {{sha256: string, bytes: ArrayBuffer, mime: string, event_id: string}} PhotoToSend
 * @typedef {{url: string, token: string, photo: PhotoToSend, timeoutMs: number, resumeUrl: string|null,
 *   onUrl(url: string|null): void}} UploadJob
 * @typedef {(job: UploadJob) => Promise<void>} Uploader
 */

/**
 * Everything outside the core, for tests and the simulator; each has the browser's as its default.
 * @typedef {{clock?: Clock, random?: Random, timers?: Timers, transport?: Transport, indexedDB?: IDBFactory,
 *   uploader?: Uploader, databaseName?: string, apiBase?: string, appVersion?: string,
 *   platform?: string, storage?: StorageManager|null, locks?: LockManager|null,
 *   channel?: BroadcastChannel|null, window?: Window|null}} PhoneOptions
 */

export {};
