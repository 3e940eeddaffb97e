"""Makes and edits the case of a flag: a draft until somebody decides; the register's own line is taken up as one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.domain.errors import DoorstepError
from server.domain.flags.cases import DRAFT, ENDED, KINDS, LIVE
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.storage import meta
from server.storage.database import db, transaction
from server.storage.people import audit
from server.storage.safety import flag_cases
from server.storage.tables.flag_cases import FlagCase, FlagStep

RESTRICTED = ("reason_restricted", "evidence", "letter_reasons")
"""What is never shown again without a reason for reading it: left empty in the form, it stays as it is."""

TEXTS = ("what_to_do", *RESTRICTED, "contact_route", "named_person", "named_cover")


@dataclass(frozen=True)
class Typed:
    """The form as it was sent; `rev` is the one the person had before them."""

    rev: int
    kind: str
    texts: Mapping[str, str]
    review_on: date | None
    timer_minutes: int | None


def start_case(person_id: str, *, viewer: Viewer, clock: Clock) -> str:
    """A draft about a person at their home; returns the flag's id."""
    now = clock.now()
    with transaction() as connection:
        person = flag_cases.person(viewer.landlord_id, person_id)
        if person is None or person.uprn is None:
            raise DoorstepError("unknown_person", "Choose a person who lives at a home: no flag stands on an address.")
        flag_id = f"F-{meta.next_number(connection, f'flags {viewer.landlord_id}', 1001)}"
        case = FlagCase(
            flag_id=flag_id,
            landlord_id=viewer.landlord_id,
            state=DRAFT,
            person_id=person_id,
            uprn=person.uprn,
            kind=KINDS[0],
            manager_id=viewer.user_id,
            made_at=now,
            rev=1,
        )
        db.session.add(case)
        _write_down(viewer, flag_id, "flag_drafted", clock)
    return flag_id


def take_up(flag_id: str, *, viewer: Viewer, clock: Clock) -> None:
    """Make a case of a line of the imported register, so that its review, letter and appeals can be kept."""
    with transaction():
        flag = flag_cases.flag(viewer.landlord_id, flag_id)
        if flag is None or flag_cases.case(viewer.landlord_id, flag_id) is not None:
            raise DoorstepError("not_found", "This flag is not in the register, or it has a case already.")
        person = flag_cases.person(viewer.landlord_id, flag.person_id or "")
        if person is None or person.uprn is None:
            raise DoorstepError(
                "unknown_person", "This flag names nobody. Start one about the person it is meant for, and end this."
            )
        case = FlagCase(
            flag_id=flag_id,
            landlord_id=viewer.landlord_id,
            state=ENDED if flag.ended_on else LIVE,
            person_id=person.person_id,
            uprn=person.uprn,
            kind=flag.kind,
            what_to_do=flag.what_to_do,
            reason_restricted=flag.reason_restricted,
            review_on=flag.review_on,
            timer_minutes=flag.timer_minutes,
            manager_id=viewer.user_id,
            made_at=clock.now(),
            rev=1,
        )
        db.session.add(case)
        _write_down(viewer, flag_id, "flag_taken_up", clock)


def edit_case(flag_id: str, typed: Typed, *, viewer: Viewer, clock: Clock) -> None:
    """Change what is filled in. Nothing of it reaches a phone until the flag is decided on."""
    if typed.kind not in KINDS:
        raise DoorstepError("unknown_kind", "Choose what kind of flag it is.")
    with transaction():
        case = own_case(flag_id, viewer)
        if case.rev != typed.rev:
            raise DoorstepError("stale_edit", "Somebody else has changed this flag meanwhile. Look at it again.")
        for name in TEXTS:
            text = typed.texts.get(name, "").strip()
            if text or name not in RESTRICTED:
                setattr(case, name, text)
        case.kind, case.review_on, case.timer_minutes = typed.kind, typed.review_on, typed.timer_minutes
        case.rev += 1
        _write_down(viewer, flag_id, "flag_edited", clock)


def add_step(flag_id: str, what: str, text: str, happened_on: date, *, viewer: Viewer, clock: Clock) -> None:
    """Write down a step of the ladder or a contact, on the day on which it happened."""
    if not text.strip():
        raise DoorstepError("missing_note", "Write what was said and how.")
    if happened_on > clock.now().date():
        raise DoorstepError("wrong_day", "Give the day on which it happened; it lies in the future.")
    with transaction():
        own_case(flag_id, viewer)
        note_step(viewer, flag_id, what, text.strip(), happened_on, clock)


def note_step(viewer: Viewer, flag_id: str, what: str, text: str, day: date, clock: Clock) -> None:
    """Append a step inside the caller's transaction."""
    values: dict[str, Any] = {"what": what, "happened_on": day, "text": text, "by": viewer.user_id, "at": clock.now()}
    db.session.add(FlagStep(landlord_id=viewer.landlord_id, flag_id=flag_id, **values))
    _write_down(viewer, flag_id, f"flag_{what}", clock)


def own_case(flag_id: str, viewer: Viewer) -> FlagCase:
    """The case, for its manager and the directors; for everybody else there is none."""
    case = flag_cases.case(viewer.landlord_id, flag_id)
    if case is None or not is_theirs(case, viewer):
        raise DoorstepError("not_found", "There is no such flag, or its case is another manager's.")
    return case


def is_theirs(case: FlagCase, viewer: Viewer) -> bool:
    """Whether this person keeps the case: its manager, or a director."""
    return case.manager_id == viewer.user_id or "director" in viewer.roles


def _write_down(viewer: Viewer, flag_id: str, action: str, clock: Clock) -> None:
    audit.record(viewer.landlord_id, audit.Subject("flag", flag_id), action, by=viewer.user_id, at=clock.now())
