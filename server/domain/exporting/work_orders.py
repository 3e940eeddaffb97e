"""Appointments as objects with names like those of the HACT standard; what we write, our own mapping reads again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from server.domain.exporting.tables import LONDON

STATUS_CODES = {
    "booked": ("90", "Open"),
    "attended": ("50", "Complete"),
    "no_access": ("1000", "No access"),
    "cancelled": ("30", "Cancelled"),
    "moved": ("80", "Rebooked"),
    "not_attended": ("70", "Not attended"),
}
PRIORITY_CODES = {"emergency": (1, "Emergency"), "routine": (2, "Routine"), "planned": (3, "Planned")}

Row = Mapping[str, Any]


def work_order(row: Row, operatives: list[tuple[str, str]]) -> dict[str, Any]:
    """One appointment; `operatives` are (number, name) of those put on it."""
    return {
        "workOrder": _order(row),
        "appointment": {
            "reference": [{"id": row["appointment_id"]}],
            "date": _day(row["start"]),
            "arrivalWindow": {"name": None, "earliest": _instant(row["start"]), "latest": _instant(_latest(row))},
        },
        "site": {"property": [_property(row)]},
        "customer": _customer(row),
        "operativesAssigned": [
            {"identification": {"number": number}, "name": {"full": name}} for number, name in operatives
        ],
    }


def _order(row: Row) -> dict[str, Any]:
    priority, priority_words = PRIORITY_CODES[row["kind"]]
    status, status_words = STATUS_CODES[row["status"]]
    is_follow_on = row["repair_root"] != row["job_number"]
    return {
        "reference": [{"id": row["job_number"]}],
        "relatedWorkOrder": [{"id": row["repair_root"]}] if is_follow_on else [],
        "dateRaised": row["raised_on"].isoformat() if row["raised_on"] else None,
        "descriptionOfWork": row["description"],
        "priority": {"priorityCode": priority, "priorityDescription": priority_words},
        "workElement": [
            {
                "trade": [{"customName": row["trade"]}],
                "rateScheduleItem": [{"customCode": row["sor_code"]}] if row["sor_code"] else [],
            }
        ],
        "assignedToPrimary": {
            "name": row["contractor"],
            "organization": {"reference": [{"id": row["contractor_code"]}]},
        },
        "status": {"code": status, "description": status_words},
    }


def _property(row: Row) -> dict[str, Any]:
    return {
        "propertyReference": row["property_ref"],
        "reference": [{"id": row["uprn"], "allocatedBy": "UPRN"}],
        "address": {"addressLine": [row["address"]], "postalCode": row["postcode"]},
    }


def _customer(row: Row) -> dict[str, Any] | None:
    if not row["person_id"]:
        return None
    return {"person": [{"reference": [{"id": row["person_id"]}], "name": {"full": row["tenant"]}}]}


def _latest(row: Row) -> datetime | None:
    return row["end"] or row["start"]  # type: ignore[no-any-return]


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(LONDON).isoformat(timespec="seconds") if at else None


def _day(at: datetime | None) -> str | None:
    return at.astimezone(LONDON).date().isoformat() if at else None
