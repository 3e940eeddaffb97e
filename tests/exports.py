"""Small exports in the plain style, written by tests: a good row of each kind, with overrides."""

import csv
from pathlib import Path

from server.domain.imports.sheets.known_sheets import SHEETS

REAL = Path(__file__).parent / "data" / "exports"

HEADERS = {sheet.kind: sheet.header for sheet in SHEETS if sheet.style == "doorstep"}

GOOD = {
    "firm": {"contractor_code": "BRK", "name": "Brook Heating Ltd", "phone": "01632 960401"},
    "home": {"uprn": "999000000001", "address_line_1": "14 Oak Road", "postcode": "IP28 1SU"},
    "person": {
        "person_id": "P1",
        "first_name": "Elsie",
        "last_name": "Pawsey",
        "tenure": "tenant",
        "role": "main",
        "tenancy_ref": "T1",
        "uprn": "999000000001",
        "tenure_from": "2020-01-01",
        "mobile": "07700 900123",
    },
    "operative": {"operative_id": "OP1", "full_name": "Sam Reed", "contractor_code": "BRK", "trades": "heating;gas"},
    "flag": {
        "flag_id": "LW1",
        "kind": "two_people",
        "what_to_do": "Two people must attend.",
        "uprn": "999000000001",
        "set_on": "2026-06-01",
        "review_on": "2027-06-01",
    },
    "appointment": {
        "appointment_id": "A1",
        "job_number": "100001",
        "uprn": "999000000001",
        "person_id": "P1",
        "contractor_code": "BRK",
        "operative_id": "OP1",
        "trade": "heating",
        "description": "No hot water",
        "kind": "routine",
        "slot_start": "2026-11-24T08:00",
        "slot_end": "2026-11-24T12:00",
        "status": "booked",
    },
    "history": {
        "visit_id": "V1",
        "appointment_id": "A1",
        "job_number": "100001",
        "uprn": "999000000001",
        "contractor_code": "BRK",
        "agreed_start": "2026-10-05T08:00",
        "agreed_end": "2026-10-05T12:00",
        "outcome": "not_attended",
        "recorded_at": "2026-10-05T17:05",
    },
}


def cells(kind: str, /, **overrides: str) -> dict[str, str]:
    """All cells of one good row, as text."""
    return dict.fromkeys(HEADERS[kind], "") | GOOD[kind] | overrides


def a_file(folder: Path, kind: str, *rows: dict[str, str], name: str = "") -> Path:
    """A file of this kind in the plain style; each row gives only what differs from the good row."""
    path = folder / (name or f"{kind}.csv")
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADERS[kind])
        writer.writerows(cells(kind, **row).values() for row in rows)
    return path
