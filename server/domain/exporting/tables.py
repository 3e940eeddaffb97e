"""What may be taken out as a file: the tables, their columns, and the sight that each asks for.

No column holds a flag's reason, a household concern, or what somebody earned or lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from server.domain.imports.mending import safe_cell
from server.domain.viewing import Viewer

LONDON = ZoneInfo("Europe/London")
Cell = str | int | bool | datetime | date | None


@dataclass(frozen=True)
class Column:
    """One column; with a sight it is left out for those who have not got it."""

    name: str
    sight: str | None = None


@dataclass(frozen=True)
class Table:
    """One kind of row. `sight` opens it as a whole; `day` says which day of a row the period is about."""

    name: str
    title: str
    sight: str
    day: str
    columns: tuple[Column, ...]

    def names_for(self, viewer: Viewer) -> list[str]:
        return [column.name for column in self.columns if column.sight is None or viewer.may(column.sight)]


def _columns(*names: str, **with_sight: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names) + tuple(Column(name, sight) for name, sight in with_sight.items())


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(
            "appointments",
            "Appointments",
            "visits",
            "the day of the appointment",
            _columns(
                *("appointment_id", "job_number", "repair_root", "uprn", "address", "postcode", "person_id", "tenant"),
                *("contractor_code", "contractor", "operatives", "trade", "description", "kind", "priority"),
                *("agreed_start", "agreed_end", "start", "end", "people_required", "agreed_with_tenant", "status"),
                result="repairs",
            ),
        ),
        Table(
            "visits",
            "Visits",
            "visits",
            "the day for which the visit was made",
            _columns(
                *("visit_id", "appointment_id", "job_number", "uprn", "address", "postcode", "contractor_code"),
                *("contractor", "operatives", "day", "status", "arrived_earliest", "arrived_latest", "arrived_trust"),
                *("events", "changed_at"),
            ),
        ),
        Table(
            "reports",
            "Reports of damage and of the property",
            "reports",
            "the day it was received",
            _columns(
                *("reference", "lane", "category", "danger_now", "uprn", "address", "postcode", "contractor_code"),
                *("contractor", "visit_id", "seen_from", "seen_to", "received_at", "status"),
            ),
        ),
        Table(
            "damage",
            "Damage cases; a value that is empty is not known",
            "damage_cases",
            "the day the case was opened",
            _columns(
                *("reference", "things", "uprn", "address", "postcode", "contractor_code", "contractor"),
                *("appointment_id", "visit_id", "opened_at", "stage", "remedy", "due_on", "steps", "changed_at"),
                value_pence="decide_damage",
            ),
        ),
        Table(
            "review",
            "Review queue",
            "queue",
            "the day from which it waited",
            _columns(
                *("kind", "reference", "harm", "waits_since", "due_at", "uprn", "address", "postcode"),
                *(
                    "contractor_code",
                    "contractor",
                    "visit_id",
                    "state",
                    "taken_by",
                    "closed_at",
                    "closed_by",
                    "outcome",
                ),
            ),
        ),
        Table(
            "claims",
            "Claims",
            "sums",
            "the day it was claimed",
            _columns(
                *("reference", "case_id", "claimed_at", "channel", "answer_due_on", "state"),
                total_pence="sums",
                at_stake_pence="sums",
            ),
        ),
    )
}


def tables_for(viewer: Viewer) -> list[Table]:
    """The tables that this person may take out, in order."""
    return [table for table in TABLES.values() if viewer.may(table.sight)]


def as_text(value: Cell) -> str:
    """A cell as text: times in London with their offset, so that nobody has to guess; yes and no in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.astimezone(LONDON).isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def as_safe_text(value: Cell) -> str:
    """The same for a spreadsheet, which would take some text for a formula; numbers of ours are left as they are."""
    return as_text(value) if isinstance(value, int | datetime | date) else safe_cell(as_text(value))
