"""Puts a flag in force, keeps it under review and ends it. Phones are told of each change; nothing ends in silence.

The director decides. A manager may set an interim flag for hours to days: when its time is over it does not vanish,
for the risk may be live; it asks for a decision, on the phone as in the console.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.flags.cases import ENDED, LADDER, LIVE, check_kind, check_ready
from server.domain.safety.settings import SafetySettings
from server.domain.viewing import Viewer
from server.domain.wording.tenant_times import long_date
from server.outside.clock import Clock
from server.services.flags.keep_case import note_step, own_case
from server.storage import feed
from server.storage.database import db, transaction
from server.storage.phones import touched_visits
from server.storage.safety import flag_cases
from server.storage.safety.settings import settings_on
from server.storage.tables.flag_cases import FlagCase
from server.storage.tables.register import Flag

_LOOKS_BACK = timedelta(days=1)


@dataclass(frozen=True)
class Instruction:
    """What operatives are to do from now on, and the minutes of the flag's own timer, if it has one."""

    what_to_do: str
    kind: str
    timer_minutes: int | None


@dataclass(frozen=True)
class Reviewed:
    """What a review came to: end or continue until another day, with the account that the person is given."""

    outcome: str
    review_on: date | None
    account: str


def put_live(flag_id: str, without_steps: str, *, viewer: Viewer, clock: Clock) -> None:
    """The director's decision. `without_steps` is why the ladder was not gone up first, where it was not."""
    now = clock.now()
    if "director" not in viewer.roles:
        raise DoorstepError("not_allowed", "The director decides on a flag. A manager may set an interim one.")
    with transaction() as connection:
        case = own_case(flag_id, viewer)
        settings = settings_on(connection, viewer.landlord_id, london_day(now))
        check_ready(case, london_day(now))
        done = {step.what for step in flag_cases.steps(viewer.landlord_id, flag_id)}
        skipped = [step for step in LADDER if step not in done]
        if skipped and not without_steps.strip():
            raise DoorstepError(
                "ladder_skipped", "The person was not asked to stop and warned in writing first. Say why not."
            )
        if skipped:
            note_step(viewer, flag_id, "ladder_skipped", without_steps.strip(), london_day(now), clock)
        case.state, case.decided_by, case.decided_at, case.interim_until_at = LIVE, viewer.user_id, now, None
        letter_is_due(case, now, settings)
        until = f"Until {long_date(case.review_on)}" if case.review_on else ""
        note_step(viewer, flag_id, "decided", until, london_day(now), clock)
        _onto_phones(case, f"{viewer.name} (Director)", now)


def put_interim(flag_id: str, hours: int, *, viewer: Viewer, clock: Clock) -> None:
    """A manager's own flag for some hours, until the director decides."""
    now = clock.now()
    with transaction() as connection:
        case = own_case(flag_id, viewer)
        settings = settings_on(connection, viewer.landlord_id, london_day(now))
        if not 1 <= hours <= settings.flag_interim_hours:
            longest = settings.flag_interim_hours
            raise DoorstepError("wrong_hours", f"An interim flag stands for 1 to {longest} hours.")
        if case.state == LIVE and case.interim_until_at is None:
            raise DoorstepError("flag_stands", "This flag stands already by the director's decision.")
        check_ready(case, london_day(now), interim=True)
        case.state, case.interim_until_at = LIVE, now + timedelta(hours=hours)
        case.decided_by, case.decided_at = viewer.user_id, now
        note_step(viewer, flag_id, "interim", f"For {hours} hours", london_day(now), clock)
        _onto_phones(case, f"{viewer.name} (contract manager)", now)


def change_instruction(flag_id: str, changed: Instruction, *, viewer: Viewer, clock: Clock) -> None:
    """Give a standing flag other words: a new version, which every operative who goes there is asked to read again."""
    now = clock.now()
    check_kind(changed.kind)
    with transaction():
        case = own_case(flag_id, viewer)
        if case.state != LIVE or not changed.what_to_do.strip():
            raise DoorstepError("flag_not_ready", "Write what operatives are to do; only a flag in force is changed.")
        case.what_to_do, case.kind, case.timer_minutes = changed.what_to_do.strip(), changed.kind, changed.timer_minutes
        case.rev += 1
        note_step(viewer, flag_id, "instruction_changed", "A new version for the phones", london_day(now), clock)
        flag = flag_cases.flag(viewer.landlord_id, flag_id)
        _onto_phones(case, flag.set_by if flag is not None else viewer.name, now)


def review_flag(flag_id: str, reviewed: Reviewed, *, viewer: Viewer, clock: Clock) -> None:
    """End the flag, or let it stand until another day; either way the person gets an account in writing."""
    now, account = clock.now(), reviewed.account.strip()
    if not account:
        raise DoorstepError("missing_note", "Write what was looked at and what was found: the person is told.")
    with transaction() as connection:
        case = own_case(flag_id, viewer)
        settings = settings_on(connection, viewer.landlord_id, london_day(now))
        if reviewed.outcome == "end":
            note_step(viewer, flag_id, "reviewed_and_ended", account, london_day(now), clock)
            if case.interim_until_at is None:
                letter_is_due(case, now, settings)
            end_case(case, now)
            return
        if case.interim_until_at is not None:
            raise DoorstepError("flag_is_interim", "An interim flag is put in force by the director, or it ends.")
        if reviewed.review_on is None or reviewed.review_on <= london_day(now):
            raise DoorstepError("wrong_review", "Give the day of the next review; no flag stands for ever.")
        case.review_on = reviewed.review_on
        case.rev += 1
        letter_is_due(case, now, settings)
        note_step(viewer, flag_id, "reviewed_and_continued", account, london_day(now), clock)
        flag = flag_cases.flag(viewer.landlord_id, flag_id)
        _onto_phones(case, flag.set_by if flag is not None else viewer.name, now)


def end_flag(flag_id: str, reason: str, *, viewer: Viewer, clock: Clock) -> None:
    """End a flag now, also one of the imported register that has no case."""
    now = clock.now()
    if not reason.strip():
        raise DoorstepError("missing_note", "Write why it ends.")
    with transaction():
        case = flag_cases.case(viewer.landlord_id, flag_id)
        if case is not None:
            note_step(viewer, flag_id, "ended", reason.strip(), london_day(now), clock)
            case.letter_due_at = None
            end_case(own_case(flag_id, viewer), now)
            return
        flag = flag_cases.flag(viewer.landlord_id, flag_id)
        if flag is None:
            raise DoorstepError("not_found", "There is no such flag.")
        note_step(viewer, flag_id, "ended", reason.strip(), london_day(now), clock)
        flag.ended_on = london_day(now)
        _tell(viewer.landlord_id, flag_id, now)


def end_case(case: FlagCase, now: datetime) -> None:
    """The flag leaves the phones. Call it last in a transaction: it takes feed positions."""
    case.state, case.ended_at, case.interim_until_at = ENDED, now, None
    case.rev += 1
    flag = flag_cases.flag(case.landlord_id, case.flag_id)
    if flag is not None:
        flag.ended_on = london_day(now)
        _tell(case.landlord_id, case.flag_id, now)


def letter_is_due(case: FlagCase, now: datetime, settings: SafetySettings) -> None:
    """The person is to be told in writing, within the hours of the policy."""
    case.letter_due_at = now + timedelta(hours=settings.flag_letter_hours)
    case.letter_sent_at, case.received_on, case.letter_channel = None, None, ""
    case.withheld_reason, case.withheld_by = "", None


def _onto_phones(case: FlagCase, set_by: str, now: datetime) -> None:
    """Write the line that phones read; another instruction is another version. Takes feed positions: call it last."""
    flag = flag_cases.flag(case.landlord_id, case.flag_id)
    until = london_day(case.interim_until_at) if case.interim_until_at else case.review_on
    if flag is None:
        flag = Flag(landlord_id=case.landlord_id, flag_id=case.flag_id, version=1, set_on=london_day(now))
        db.session.add(flag)
    elif (flag.kind, flag.what_to_do, flag.timer_minutes) != (case.kind, case.what_to_do, case.timer_minutes):
        flag.version += 1
    flag.kind, flag.what_to_do, flag.timer_minutes = case.kind, case.what_to_do, case.timer_minutes
    flag.reason_restricted, flag.person_id, flag.uprn = case.reason_restricted, case.person_id, case.uprn
    flag.set_by, flag.review_on, flag.interim_until_at, flag.ended_on = set_by, until, case.interim_until_at, None
    _tell(case.landlord_id, case.flag_id, now)


def _tell(landlord_id: str, flag_id: str, now: datetime) -> None:
    db.session.flush()
    feed.append(landlord_id, touched_visits.of_flags(landlord_id, [flag_id], since=now - _LOOKS_BACK), at=now)
