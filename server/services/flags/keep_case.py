"""Makes and edits the case of a flag: a draft until somebody decides. What stands is changed by its own acts only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.flags.cases import DRAFT, KINDS, check_kind, stands_by_decision
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.storage import meta
from server.storage.database import db, transaction
from server.storage.people import audit, users
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


def hand_over(flag_id: str, manager_id: str, *, viewer: Viewer, clock: Clock) -> None:
    """Give the case to another manager, who keeps it from now on."""
    with transaction() as connection:
        case = own_case(flag_id, viewer)
        managers = users.with_roles(connection, viewer.landlord_id, ("contract_manager",))
        if manager_id not in {one.user_id for one in managers}:
            raise DoorstepError("unknown_person", "Choose a contract manager who may sign in.")
        case.manager_id = manager_id
        name = users.names_of([manager_id])[manager_id]
        note_step(viewer, flag_id, "handed_over", f"To {name}", london_day(clock.now()), clock)


def edit_case(flag_id: str, typed: Typed, *, viewer: Viewer, clock: Clock) -> None:
    """Change what is filled in. Nothing of it reaches a phone until the flag is decided on.

    Of a flag that stands, the instruction and the review are changed by their own acts, and no part of its letter is
    taken out again.
    """
    with transaction():
        case = own_case(flag_id, viewer)
        stands = stands_by_decision(case)
        if not stands:
            check_kind(typed.kind)
        if case.rev != typed.rev:
            raise DoorstepError("stale_edit", "Somebody else has changed this flag meanwhile. Look at it again.")
        for name in TEXTS[1:] if stands else TEXTS:
            text = typed.texts.get(name, "").strip()
            if text or not (stands or name in RESTRICTED):
                setattr(case, name, text)
        if not stands:
            case.kind, case.review_on, case.timer_minutes = typed.kind, typed.review_on, typed.timer_minutes
        case.rev += 1
        _write_down(viewer, flag_id, "flag_edited", clock)


def add_step(flag_id: str, what: str, text: str, happened_on: date, *, viewer: Viewer, clock: Clock) -> None:
    """Write down a step of the ladder or a contact, on the day on which it happened."""
    if not text.strip():
        raise DoorstepError("missing_note", "Write what was said and how.")
    if happened_on > london_day(clock.now()):
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
