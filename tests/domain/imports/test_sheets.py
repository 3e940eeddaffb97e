"""Each kind of row is judged by its sheet: what is refused, and what a person is asked about."""

from datetime import UTC, date, datetime

import pytest

from server.domain.imports.columns import Row, read_row
from server.domain.imports.known import Circumstances, Known, OperativeFacts, PersonFacts
from server.domain.imports.sheets.known_sheets import SHEETS, sheet_for
from tests.exports import HEADERS, cells

HOME = "999000000001"
KNOWN = Known(
    standing={
        "home": {HOME},
        "person": {"P1", "P_LEFT", "P_KEPT_OUT"},
        "firm": {"BRK", "SAX"},
        "operative": {"OP1", "OP_LEFT", "OP_SAX"},
        "appointment": {"A1"},
    },
    people={
        "P1": PersonFacts(HOME, date(2020, 1, 1), None),
        "P_LEFT": PersonFacts(HOME, date(2015, 1, 1), date(2026, 10, 31)),
    },
    operatives={
        "OP1": OperativeFacts("BRK", None),
        "OP_LEFT": OperativeFacts("BRK", date(2026, 10, 3)),
        "OP_SAX": OperativeFacts("SAX", None),
    },
    households={HOME: [PersonFacts(HOME, date(2020, 1, 1), None)]},
)


def read(kind: str, /, *, known: Known = KNOWN, **overrides: str) -> Row:
    sheet = next(sheet for sheet in SHEETS if sheet.kind == kind)
    around = Circumstances(
        as_of=datetime(2026, 11, 1, 18, 4, tzinfo=UTC),
        today=date(2026, 11, 1),
        bank_holidays={date(2026, 12, 25), date(2026, 12, 28)},
        known=known,
    )
    return read_row(sheet, cells(kind, **overrides), around)


def refusals(row: Row) -> list[tuple[str | None, str]]:
    return [(problem.field, problem.code) for problem in row.problems]


def questions(row: Row) -> list[tuple[str, str]]:
    return [(question.field, question.code) for question in row.questions]


@pytest.mark.parametrize("kind", HEADERS)
def test_a_good_row_has_neither_problem_nor_question(kind: str) -> None:
    row = read(kind)

    assert (refusals(row), questions(row)) == ([], [])


@pytest.mark.parametrize("kind", HEADERS)
def test_a_sheet_is_known_by_its_columns_in_any_order(kind: str) -> None:
    sheet = sheet_for(tuple(reversed(HEADERS[kind])))

    assert sheet is not None
    assert sheet.kind == kind


def test_a_header_with_a_column_twice_or_too_few_is_not_known() -> None:
    assert sheet_for((*HEADERS["home"], "uprn")) is None
    assert sheet_for(HEADERS["home"][:-1]) is None


@pytest.mark.parametrize(
    ("kind", "overrides", "expected"),
    [
        ("home", {"uprn": ""}, ("uprn", "missing")),
        ("home", {"managed_from": "2020-01-02", "managed_to": "2020-01-01"}, ("managed_to", "end_before_start")),
        ("home", {"heating": "coal"}, ("heating", "unknown_value")),
        ("person", {"uprn": ""}, ("uprn", "missing")),
        ("person", {"uprn": "999000000009"}, ("uprn", "unknown_property")),
        ("person", {"first_name": "", "last_name": ""}, ("last_name", "missing")),
        ("person", {"tenure": "Tennant"}, ("tenure", "unknown_value")),
        ("person", {"preferred_channel": "fax"}, ("preferred_channel", "unknown_value")),
        ("person", {"tenure_to": "2019-12-31"}, ("tenure_to", "end_before_start")),
        ("person", {"acts_for": "P9"}, ("acts_for", "unknown_person")),
        ("operative", {"contractor_code": "ZZZ"}, ("contractor_code", "unknown_contractor")),
        ("operative", {"full_name": "TBC"}, ("full_name", "missing")),
        ("appointment", {"slot_start": ""}, ("slot_start", "missing")),
        ("appointment", {"slot_start": "TBC"}, ("slot_start", "missing")),
        ("appointment", {"slot_end": "2026-11-24T07:00"}, ("slot_end", "end_before_start")),
        ("appointment", {"operative_id": "AGENCY"}, ("operative_id", "unknown_operative")),
        ("appointment", {"person_id": "P999999"}, ("person_id", "unknown_person")),
        ("appointment", {"status": "bokked"}, ("status", "unknown_value")),
        ("appointment", {"job_number": "J-1"}, ("job_number", "job_malformed")),
        ("history", {"appointment_id": "A9"}, ("appointment_id", "unknown_appointment")),
        ("history", {"outcome": "completed"}, ("arrived_at", "missing")),
        ("history", {"outcome": "cancelled"}, ("changed_by", "missing")),
        ("history", {"outcome": "cancelled", "changed_by": "nobody"}, ("changed_by", "unknown_value")),
        ("history", {"recorded_at": "2026-11-01T18:05"}, ("recorded_at", "in_the_future")),
        ("flag", {"what_to_do": ""}, ("what_to_do", "missing")),
        ("flag", {"uprn": ""}, ("person_id", "missing")),
        ("flag", {"set_on": "2026-02-30"}, ("set_on", "date_impossible")),
    ],
)
def test_a_faulty_row_is_refused(kind: str, overrides: dict[str, str], expected: tuple[str, str]) -> None:
    assert refusals(read(kind, **overrides)) == [expected]


@pytest.mark.parametrize(
    ("kind", "overrides", "expected"),
    [
        ("person", {"mobile": "01632 960230"}, ("mobile", "not_a_mobile")),
        ("person", {"mobile": "07700 900222 (son)"}, ("mobile", "phone_unclear")),
        ("person", {"email": "none"}, ("email", "email_unclear")),
        ("appointment", {"slot_start": "2026-12-28T08:00", "slot_end": ""}, ("slot_start", "bank_holiday")),
        ("appointment", {"slot_start": "2026-10-25T01:30"}, ("slot_start", "time_ambiguous")),
        ("appointment", {"operative_id": "OP_LEFT"}, ("operative_id", "operative_left")),
        ("appointment", {"operative_id": "OP_SAX"}, ("operative_id", "operative_of_other_firm")),
        ("appointment", {"person_id": "P_LEFT"}, ("person_id", "person_left")),
        ("appointment", {"people_required": "2"}, ("second_operative_id", "two_people_one_operative")),
        ("flag", {"review_on": ""}, ("review_on", "review_missing")),
        ("flag", {"review_on": "indefinite"}, ("review_on", "review_missing")),
        ("flag", {"review_on": "2026-10-31"}, ("review_on", "review_overdue")),
        ("flag", {"set_on": "2019-12-31"}, ("uprn", "household_changed")),
        ("flag", {"person_id": "P_LEFT"}, ("person_id", "person_left")),
    ],
)
def test_a_doubtful_row_is_loaded_and_asked_about(
    kind: str, overrides: dict[str, str], expected: tuple[str, str]
) -> None:
    row = read(kind, **overrides)

    assert refusals(row) == []
    assert questions(row) == [expected]


@pytest.mark.parametrize(
    ("kind", "overrides"),
    [
        ("person", {"tenure": "applicant", "uprn": "", "tenancy_ref": ""}),
        ("person", {"mobile": "TBC"}),
        ("person", {"first_name": ""}),
        ("appointment", {"operative_id": "TBC"}),
        ("appointment", {"person_id": "P_KEPT_OUT"}),
        ("appointment", {"slot_start": "2026-12-25T08:00", "slot_end": "", "kind": "emergency"}),
        ("appointment", {"slot_start": "2026-10-25T01:30+01:00"}),
        ("appointment", {"people_required": "2", "operative_id": ""}),
        ("appointment", {"slot_start": "2026-10-03T08:00", "slot_end": "", "operative_id": "OP_LEFT"}),
        ("appointment", {"slot_start": "2026-10-31T08:00", "slot_end": "", "person_id": "P_LEFT"}),
        ("history", {"agreed_start": "2026-11-20T08:00", "agreed_end": ""}),
        ("history", {"outcome": "cancelled", "changed_by": "tenant", "told_at": ""}),
        ("flag", {"review_on": "2026-11-01"}),
        ("flag", {"review_on": "", "ended_on": "2026-10-30"}),
        ("flag", {"set_on": "2020-01-01"}),
    ],
)
def test_the_other_side_of_each_boundary_is_good(kind: str, overrides: dict[str, str]) -> None:
    row = read(kind, **overrides)

    assert (refusals(row), questions(row)) == ([], [])


def test_a_household_has_not_changed_while_one_of_it_was_there_before() -> None:
    both = [PersonFacts(HOME, date(2020, 1, 1), None), PersonFacts(HOME, date(2026, 9, 1), None)]
    known = Known(standing=KNOWN.standing, households={HOME: both})

    assert questions(read("flag", known=known)) == []


def test_one_who_acts_for_a_tenant_is_not_of_the_household() -> None:
    acting = PersonFacts(HOME, date(2015, 1, 1), None, lives_there=False)
    known = Known(standing=KNOWN.standing, households={HOME: [acting, PersonFacts(HOME, date(2026, 9, 1), None)]})

    assert questions(read("flag", known=known)) == [("uprn", "household_changed")]


def test_everything_wrong_with_a_row_is_said_at_once() -> None:
    row = read("appointment", status="bokked", operative_id="OP999")

    assert refusals(row) == [("status", "unknown_value"), ("operative_id", "unknown_operative")]


def test_text_is_kept_letter_for_letter() -> None:
    note = '  =HYPERLINK("x")\r\n\u200fليلى\u200f 🔔  '

    assert read("appointment", notes=note).values["notes"] == note
