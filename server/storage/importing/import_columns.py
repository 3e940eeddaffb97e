"""The values of an imported row as the columns of its table.

A telephone or e-mail cell that is unclear leaves the column empty: nobody is called on a guess, and the question
shows what was written.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from server.domain.imports.cells import Email
from server.domain.imports.clock_times import Moment
from server.domain.imports.phones import Phone
from server.storage.database import Tables
from server.storage.tables.register import Appointment, Firm, Flag, Home, Operative, Person, Repair, VisitHistory

Values = Mapping[str, Any]
Columns = dict[str, Any]


def firm(values: Values) -> Columns:
    return {
        "firm_id": values["contractor_code"],
        "name": values["name"],
        "phone": _number(values["phone"]),
        "out_of_hours_phone": _number(values["out_of_hours_phone"]),
        "email": _address(values["email"]),
        "address": values["address"] or "",
    }


def home(values: Values) -> Columns:
    empty_as_text = (
        "property_ref",
        "address_line_2",
        "address_line_3",
        "town",
        "property_type",
        "heating",
        "access_note",
    )
    return {**values, **{name: values[name] or "" for name in empty_as_text}}


def person(values: Values) -> Columns:
    texts = ("title", "first_name", "last_name", "tenancy_ref", "needs_what_to_do", "preferred_channel", "acts_for")
    mobile, landline = values["mobile"], _number(values["landline"])
    is_mobile = isinstance(mobile, Phone) and mobile.mobile
    return {
        **{name: values[name] or "" for name in texts},
        **{name: values[name] for name in ("person_id", "tenure", "role", "uprn", "tenure_from", "tenure_to")},
        "language": values["language"] or "en",
        "interpreter": bool(values["interpreter"]),
        "format": values["format"] or "standard",
        "mobile": _number(mobile) if is_mobile else "",
        # A landline in the mobile column can still be rung, but not sent a text.
        "landline": landline or ("" if is_mobile else _number(mobile)),
        "email": _address(values["email"]),
    }


def operative(values: Values) -> Columns:
    return {
        **{name: values[name] for name in ("operative_id", "full_name", "badge_expires_on", "started_on", "left_on")},
        "firm_id": values["contractor_code"],
        "trades": list(values["trades"] or ()),
        "mobile": _number(values["mobile"]),
        "email": _address(values["email"]),
        "badge_number": values["badge_number"] or "",
    }


def flag(values: Values) -> Columns:
    same = ("flag_id", "kind", "what_to_do", "person_id", "uprn", "set_on", "letter_sent_on", "review_on", "ended_on")
    return {
        **{name: values[name] for name in same},
        "reason_restricted": values["reason_restricted"] or "",
        "set_by": values["set_by"] or "",
    }


def repair(values: Values) -> Columns:
    return {
        "job_number": values["job_number"],
        "repair_root": values["repair_root"] or values["job_number"],
        "uprn": values["uprn"],
        **{name: values[name] or "" for name in ("trade", "sor_code", "description", "priority")},
        "raised_on": values["raised_on"],
    }


def appointment(values: Values) -> Columns:
    same = (
        "appointment_id",
        "job_number",
        "uprn",
        "person_id",
        "kind",
        "agreed_on",
        "written_notice_sent_on",
        "status",
    )
    start, end = _earliest(values["slot_start"]), _latest(values["slot_end"])
    return {
        **{name: values[name] for name in same},
        "firm_id": values["contractor_code"],
        "slot_start_at": start,
        "slot_end_at": end,
        "now_start_at": start,
        "now_end_at": end,
        "people_required": values["people_required"] or 1,
        "agreed_with_tenant": values["agreed_with_tenant"] is not False,
        "written_notice_sent_on": values["written_notice_sent_on"],
        "notes": values["notes"] or "",
    }


def history(values: Values) -> Columns:
    same = ("appointment_id", "job_number", "uprn", "operative_id", "outcome", "people_attended", "card_left")
    texts = ("notice_kind", "changed_by", "told_by", "reason", "no_access_reason", "card_number")
    return {
        **{name: values[name] for name in same},
        **{name: values[name] or "" for name in texts},
        "history_id": values["visit_id"],
        "repair_root": values["repair_root"] or values["job_number"],
        "firm_id": values["contractor_code"],
        "agreed_start_at": _earliest(values["agreed_start"]),
        "agreed_end_at": _latest(values["agreed_end"]),
        "arrived_from_at": _earliest(values["arrived_at"]),
        "arrived_to_at": _latest(values["arrived_at"]),
        "left_from_at": _earliest(values["left_at"]),
        "left_to_at": _latest(values["left_at"]),
        "notice_sent_at": _latest(values["notice_sent_at"]),
        "notice_new_at": _earliest(values["notice_new_time"]),
        "told_at": _latest(values["told_at"]),
        "tenant_disputes": bool(values["tenant_disputes"]),
        "recorded_at": _latest(values["recorded_at"]),
    }


PLAIN: dict[str, tuple[type[Tables], str, Callable[[Values], Columns]]] = {
    "firm": (Firm, "firm_id", firm),
    "home": (Home, "uprn", home),
    "person": (Person, "person_id", person),
    "operative": (Operative, "operative_id", operative),
    "flag": (Flag, "flag_id", flag),
    "history": (VisitHistory, "history_id", history),
    "appointment": (Appointment, "appointment_id", appointment),
    "repair": (Repair, "job_number", repair),
}


def _number(value: object) -> str:
    return (value.number or "") if isinstance(value, Phone) else ""


def _address(value: object) -> str:
    return (value.address or "") if isinstance(value, Email) else ""


def _earliest(value: object) -> datetime | None:
    return value.earliest if isinstance(value, Moment) else None


def _latest(value: object) -> datetime | None:
    return value.latest if isinstance(value, Moment) else None
