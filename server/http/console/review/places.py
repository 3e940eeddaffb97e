"""Where the thing that waits is looked at and decided: the address of its own page, for this viewer."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import url_for

from server.domain.viewing import Viewer
from server.storage import reports
from server.storage.needs import kept_needs
from server.storage.review import own_pages
from server.storage.review.queue import ListedItem

_BY_SUBJECT: Mapping[str, tuple[str, str]] = {
    "alarm": ("console.alarm", "alarm_id"),
    "damage": ("console.damage_case", "damage_id"),
    "flag": ("console.flag", "flag_id"),
    "incident": ("console.incident", "incident_id"),
    "message": ("console.tenant_message", "message_id"),
    "event": ("console.set_apart", "envelope_sha256"),
}
_LISTS: Mapping[str, str] = {
    "alert": "console.evidence",
    "letters": "console.by_hand_list",
    "calls": "console.by_hand_list",
}


def place_of(item: ListedItem, viewer: Viewer) -> str | None:
    """None where this person has no page about it, or what it was about is gone."""
    if item.subject_kind in _BY_SUBJECT:
        endpoint, argument = _BY_SUBJECT[item.subject_kind]
        address: dict[str, Any] = {argument: item.subject_id}
        return url_for(endpoint, **address)
    if item.subject_kind in _LISTS:
        return url_for(_LISTS[item.subject_kind])
    return _OTHERS[item.subject_kind](item, viewer) if item.subject_kind in _OTHERS else None


def _case(item: ListedItem, viewer: Viewer) -> str | None:
    """A claim handler decides on the case's page; others see the repair's, without anybody's earnings."""
    if viewer.may("claims"):
        number = own_pages.assessment_of(item.landlord_id, item.subject_id)
        return None if number is None else url_for("console.claim", number=number)
    root = own_pages.repair_of(item.landlord_id, item.subject_id)
    return None if root is None else url_for("console.repair", root=root)


def _report(item: ListedItem, viewer: Viewer) -> str | None:
    """Of a concern whose page is not theirs, directors have the page of the clocks."""
    if reports.find(viewer, item.subject_id) is not None:
        return url_for("console.report", report_id=item.subject_id)
    return url_for("console.clock_list") if viewer.may("hazard_clocks") else None


def _recharge(item: ListedItem, viewer: Viewer) -> str:
    payment, _, firm_id = item.subject_id.partition("-")
    return url_for("console.recharge", payment=int(payment), firm_id=firm_id)


def _import(item: ListedItem, viewer: Viewer) -> str:
    return url_for("console.conflict_list" if item.kind == "import_conflict" else "console.import_questions")


def _need(item: ListedItem, viewer: Viewer) -> str | None:
    need = kept_needs.one(item.landlord_id, item.subject_id)
    return None if need is None else url_for("console.needs", person_id=need.person_id)


_OTHERS: Mapping[str, Callable[[ListedItem, Viewer], str | None]] = {
    "case": _case,
    "report": _report,
    "recharge": _recharge,
    "import": _import,
    "need": _need,
}
