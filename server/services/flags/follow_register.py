"""Makes a case of each line of the imported register, so that its review, letter and appeals are kept like any other's.

A line that names nobody gets none: no flag stands on an address for ever, and a person is asked whom it means.
"""

from collections.abc import Mapping, Sequence, Set
from datetime import UTC, date, datetime, time, timedelta

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.flags.cases import ENDED, LIVE, OF_REGISTER
from server.domain.review.items import end_of_day
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.storage.database import db, transaction
from server.storage.people import audit, landlords
from server.storage.safety import flag_cases
from server.storage.safety.settings import settings_on
from server.storage.tables.flag_cases import FlagCase, FlagStep
from server.storage.tables.register import Flag

_A_DAY = timedelta(days=1)

_IN_WORDS = {
    "kind": "the kind of flag",
    "what_to_do": "what operatives are to do",
    "reason_restricted": "the reason",
    "review_on": "the day of its review",
    "ended_on": "the day it ends",
}
"""What a case has of its line in the register."""

_NOTHING: frozenset[str] = frozenset()


def follow_register(landlord_id: str, changed: Mapping[str, Set[str]], *, by: str, at: datetime) -> int:
    """New lines get a case; the other cases take over the fields that the register has changed in their flags.

    `changed` names these for each flag. Call it inside a transaction; returns how many lines have a case now.
    """
    with transaction() as connection:
        letter_hours = settings_on(connection, landlord_id, london_day(at)).flag_letter_hours
        lines = flag_cases.register_lines(landlord_id, changed)
        for flag, uprn, standing in lines:
            case = standing or _new(flag, uprn, at)
            db.session.add(case)
            fields = [name for name in _IN_WORDS if standing is None or name in changed[flag.flag_id]]
            _follow(case, flag, fields)
            _follow_letter(case, flag, timedelta(hours=letter_hours))
            if standing is not None and fields:
                _write_down(flag, fields, by, at)
            subject = audit.Subject("flag", flag.flag_id)
            audit.record(landlord_id, subject, "flag_followed_register", by=by, at=at)
        db.session.flush()
    return len(lines)


def take_up_register(*, clock: Clock) -> int:
    """Lines that have no case yet, as those that an older Doorstep imported; returns how many."""
    return sum(
        follow_register(
            landlord_id,
            dict.fromkeys(flag_cases.lines_without_case(landlord_id), _NOTHING),
            by="server",
            at=clock.now(),
        )
        for landlord_id in landlords.all_ids()
    )


def keep_case_of(flag_id: str, *, viewer: Viewer, clock: Clock) -> None:
    """Become the manager of a case that nobody keeps."""
    now = clock.now()
    with transaction():
        case = flag_cases.case(viewer.landlord_id, flag_id)
        if case is None:
            follow_register(viewer.landlord_id, {flag_id: _NOTHING}, by=viewer.user_id, at=now)
            case = flag_cases.case(viewer.landlord_id, flag_id)
        if case is None:
            raise DoorstepError(
                "unknown_person", "This flag names nobody. Start one about the person it is meant for, and end this."
            )
        if case.manager_id:
            raise DoorstepError("stale_edit", "Somebody keeps this case already. Look at it again.")
        case.manager_id = viewer.user_id
        subject = audit.Subject("flag", flag_id)
        audit.record(viewer.landlord_id, subject, "flag_taken_up", by=viewer.user_id, at=now)


def _new(flag: Flag, uprn: str | None, at: datetime) -> FlagCase:
    return FlagCase(
        flag_id=flag.flag_id,
        landlord_id=flag.landlord_id,
        state=LIVE,
        person_id=flag.person_id,
        uprn=uprn or flag.uprn or "",
        timer_minutes=flag.timer_minutes,
        manager_id="",
        made_at=at,
        rev=0,
    )


def _follow(case: FlagCase, flag: Flag, fields: Sequence[str]) -> None:
    for name in fields:
        if name != "ended_on":
            setattr(case, name, getattr(flag, name))
    if "ended_on" in fields:
        case.state = ENDED if flag.ended_on else LIVE
        case.ended_at = _noon(flag.ended_on) if flag.ended_on else None
    case.rev += 1


def _write_down(flag: Flag, fields: Sequence[str], by: str, at: datetime) -> None:
    """The case's own history says what the register changed, and by whose file."""
    said = ", ".join(_IN_WORDS[name] for name in fields)
    step = {"what": "register_changed", "happened_on": london_day(at), "text": said[0].upper() + said[1:]}
    db.session.add(FlagStep(landlord_id=flag.landlord_id, flag_id=flag.flag_id, by=by, at=at, **step))


def _follow_letter(case: FlagCase, flag: Flag, within: timedelta) -> None:
    """A letter that the register knows of answers what was decided before it, and no later review."""
    if case.letter_due_at is None and flag.ended_on is None and flag.set_on is not None:
        case.letter_due_at = end_of_day(flag.set_on) + within
    if flag.letter_sent_on is None or case.letter_sent_at is not None:
        return
    decided_at = case.letter_due_at - within - _A_DAY if case.letter_due_at else _noon(flag.letter_sent_on)
    if _noon(flag.letter_sent_on) >= decided_at:
        case.letter_sent_at, case.letter_channel = _noon(flag.letter_sent_on), OF_REGISTER


def _noon(day: date) -> datetime:
    """The register knows the day; noon is that day everywhere in the country."""
    return datetime.combine(day, time(12), UTC)
