"""The objects of the feed in the shapes that a phone reads, from what may be shown to its operatives now."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy.engine import Connection

from server.domain.horizon import LONDON, Horizon, bounds
from server.domain.safety.settings import SafetySettings
from server.storage.cases import cases
from server.storage.cases.landlord_policy import policy_on
from server.storage.needs import kept_needs
from server.storage.phones import enrolments, phone_view, text_takers, told
from server.storage.safety.settings import settings_on

HIDE_AFTER_HOURS = 48
TOLERANCE_SECONDS = 600
WAIT_SECONDS = 300

# What the operative says at the door, after "here for Havebury".
_REASONS = {
    "gas": "to check your gas",
    "heating": "to see to your heating",
    "plumbing": "to see to your plumbing",
    "electrical": "to see to your electrics",
    "carpentry": "to see to your joinery",
    "plastering": "to see to your plaster",
    "roofing": "to see to your roof",
    "drainage": "to see to your drains",
    "windows": "to see to your windows",
    "damp": "to look at the damp",
}

PhotoReader = Callable[[str], str | None]


@dataclass(frozen=True)
class Viewer:
    """For whom objects are built: the operatives of one phone, at this moment."""

    connection: Connection
    landlord_id: str
    operatives: tuple[str, ...]
    horizon: Horizon
    now: datetime

    @cached_property
    def policy(self) -> Mapping[str, int]:
        """The waits of the landlord's policy in force, in seconds."""
        shipped = {"tolerance_seconds": TOLERANCE_SECONDS, "no_access_wait_seconds": WAIT_SECONDS}
        own = policy_on(self.landlord_id, self.horizon.today).settings
        return {name: int(own.get(name, value)) for name, value in shipped.items()}

    @cached_property
    def lone_working(self) -> SafetySettings:
        """The settings of lone working in force."""
        return settings_on(self.connection, self.landlord_id, self.horizon.today)


def visits(viewer: Viewer, wanted: Collection[str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(visits, flags) of those wanted visits that the phone may show now."""
    rows = phone_view.visits(viewer.connection, viewer.landlord_id, viewer.operatives, wanted)
    rows = [row for row in rows if _day(row, viewer) in viewer.horizon.days]
    appointments = [row.appointment_id for row in rows]
    flags = phone_view.flags(viewer.connection, viewer.landlord_id, {row.uprn for row in rows}, viewer.horizon.today)
    about = _About(
        phone_view.assigned(viewer.connection, viewer.landlord_id, appointments),
        phone_view.last_changes(
            viewer.connection, viewer.landlord_id, appointments, since=bounds(viewer.horizon.today)[0]
        ),
        cases.not_kept_counts(viewer.landlord_id, appointments) if appointments else {},
        _by_home(flags),
        kept_needs.of_people(viewer.connection, viewer.landlord_id, {row.person_id for row in rows}),
    )
    return [_visit(row, about, viewer) for row in rows], [_flag(row, viewer.now) for row in flags]


def visit_states(viewer: Viewer, wanted: Collection[str]) -> list[dict[str, Any]]:
    """What the server's fold says of the wanted visits, what became of texts, and the references of reports."""
    rows = phone_view.states(viewer.connection, wanted)
    ids = [row.visit_id for row in rows]
    texts, references = told.told(viewer.connection, ids), phone_view.references(viewer.connection, ids)
    return [
        {
            "visit_id": row.visit_id,
            "status": row.status,
            "as_of": written(row.changed_at),
            "told": texts.get(row.visit_id, []),
            "reports": references.get(row.visit_id, []),
        }
        for row in rows
    ]


def operatives(viewer: Viewer, photo: PhotoReader) -> list[dict[str, Any]]:
    """Those enrolled on this phone."""
    cards = enrolments.operative_cards(viewer.connection, viewer.landlord_id, list(viewer.operatives))
    return [operative(card, photo) for card in cards.values()]


def operative(card: enrolments.OperativeCard, photo: PhotoReader) -> dict[str, Any]:
    """An operative as the phone shows them at the door."""
    return {
        "operative_id": card.operative_id,
        "name": card.name,
        "firm_name": card.firm_name,
        "trade": card.trades[0] if card.trades else "",
        "badge_number": card.badge_number,
        "photo": photo(card.photo_sha256) if card.photo_sha256 else None,
    }


def message(row: Any) -> dict[str, Any]:
    """What the office wrote about a visit."""
    return {"message_id": row.message_id, "text": row.text, "sent_at": written(row.sent_at), "visit_id": row.visit_id}


def settings(viewer: Viewer) -> dict[str, Any]:
    """The landlord's numbers, and the limits that the app warns by."""
    row = phone_view.landlord(viewer.connection, viewer.landlord_id)
    values, lone_working = viewer.policy, viewer.lone_working
    return {
        "landlord": {
            "name": row.name if row else "",
            "phone": row.phone if row else "",
            "out_of_hours_phone": (row.out_of_hours_phone if row else "") or None,
            "safeguarding_phone": (row.safeguarding_phone if row else "") or None,
        },
        "tolerance_seconds": values["tolerance_seconds"],
        "wait_seconds": values["no_access_wait_seconds"],
        "flags_stale_hours": lone_working.flags_stale_hours,
        "hide_after_hours": HIDE_AFTER_HOURS,
        "timer_default_minutes": lone_working.timer_routine_minutes,
        "alarm_office_minutes": lone_working.office_after_minutes,
        "interpreter_phone": None,
        "time_zone": "Europe/London",
    }


def written(at: datetime) -> str:
    """An instant as phones read it."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class _About:
    assigned: Mapping[str, Sequence[Any]]
    changes: Mapping[str, Any]
    not_kept: Mapping[str, int]
    flags: Mapping[str, Sequence[Any]]
    needs: Mapping[str, Sequence[str]]


def _by_home(flags: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for flag in flags:
        found.setdefault(flag.home, []).append(flag)
    return found


def _day(row: Any, viewer: Viewer) -> date:
    if row.now_start_at is None:
        return viewer.horizon.today
    return row.now_start_at.astimezone(LONDON).date()  # type: ignore[no-any-return]


def _visit(row: Any, about: _About, viewer: Viewer) -> dict[str, Any]:
    here = about.flags.get(row.uprn, ())
    people = about.assigned.get(row.appointment_id, ())
    return {
        "visit_id": row.visit_id,
        "appointment_id": row.appointment_id,
        "job_number": row.job_number,
        "repair_root": row.repair_root,
        "kind": row.kind,
        "trade": row.trade,
        "description": row.description,
        "reason_line": _REASONS.get(row.trade, f"for a repair: {row.trade}" if row.trade else "for a repair"),
        "start_at": None if row.now_start_at is None else written(row.now_start_at),
        "end_at": None if row.now_end_at is None else written(row.now_end_at),
        "day": _day(row, viewer).isoformat(),
        "home": _home(row),
        "tenant": _tenant(row),
        "needs": [*kept_needs.in_register(row.needs_what_to_do), *about.needs.get(row.person_id, ())],
        "flag_ids": [flag.flag_id for flag in here],
        "people_required": max([row.people_required, *(2 for one in here if one.kind == "two_people")]),
        "assigned": [{"operative_id": each.operative_id, "name": each.full_name} for each in people],
        "visit_code": row.visit_code,
        "status": row.status if row.status in ("cancelled", "moved") else "booked",
        "changed": _changed(about.changes.get(row.appointment_id)),
        "timer_minutes": viewer.lone_working.timer_minutes(
            row.kind, {flag.flag_id: flag.timer_minutes for flag in here}
        ),
        "wait_seconds": viewer.policy["no_access_wait_seconds"],
        "prior_not_kept": about.not_kept.get(row.appointment_id, 0),
        "firm": {"name": row.firm_name, "phone": row.phone, "out_of_hours_phone": row.out_of_hours_phone or None},
    }


def _home(row: Any) -> dict[str, Any]:
    lines = (row.address_line_1, row.address_line_2, row.address_line_3, row.town)
    return {
        "uprn": row.uprn,
        "address": [line for line in lines if line],
        "postcode": row.postcode,
        "access_note": row.access_note or None,
    }


def _tenant(row: Any) -> dict[str, Any] | None:
    if row.first_name is None:
        return None
    name = " ".join(part for part in (row.title, row.first_name, row.last_name) if part)
    return {
        "name": name,
        "phone": row.mobile or row.landline or None,
        "language": row.language,
        "interpreter": bool(row.interpreter),
        "texts": text_takers.takes_texts(row),
    }


def _changed(change: Any) -> dict[str, Any] | None:
    if change is None:
        return None
    return {"at": written(change.told_at or change.recorded_at), "by": change.by, "what": change.kind}


def _flag(row: Any, now: datetime) -> dict[str, Any]:
    """What to do, never why; by the role that may set a flag, never by name."""
    return {
        "flag_id": row.flag_id,
        "version": row.version,
        "kind": row.kind,
        "what_to_do": row.what_to_do,
        "set_on": row.set_on.isoformat() if row.set_on else "",
        "set_by_role": "director" if "director" in row.set_by.lower() else "duty manager",
        "review_on": row.review_on.isoformat() if row.review_on else None,
        "checked_at": written(now),
    }
