"""A foreign style is a mapping: one that nobody has written code for reads like any other."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from server.domain.imports.columns import Row, read_row
from server.domain.imports.known import Circumstances, Known, OperativeFacts
from server.domain.imports.mapping.reading import MappingIsWrong, as_written, read_mapping
from server.domain.imports.mapping.sheets import sheet_of

HOME = "999000000001"
HARBOUR: dict[str, Any] = {
    "style": "harbour",
    "title": "Harbour",
    "report": True,
    "ends": ["SUM"],
    "slots": {"EARLY": "07:30-11:30"},
    "columns": [
        {"name": "Ref", "means": "job_number", "reads": "padded_job", "needed": True},
        {"name": "Call", "means": "visit", "reads": "count", "needed": True},
        {"name": "Dwelling", "means": "property_ref", "reads": "code"},
        {"name": "Upr", "means": "uprn", "reads": "forgiving_uprn"},
        {"name": "Firm", "means": "contractor_code", "reads": "words", "needed": True, "words": {"brook": "BRK"}},
        {"name": "Fitter", "means": "operative_name", "reads": "name"},
        {"name": "On", "means": "slot_day", "reads": "british_day", "needed": True},
        {"name": "When", "means": "slot", "reads": "slot", "needed": True},
        {
            "name": "Sort",
            "means": "kind",
            "reads": "words",
            "needed": True,
            "words": {"N": "routine", "U": "emergency"},
        },
        {"name": "State", "means": "status", "reads": "words", "needed": True, "words": {"open": "booked"}},
        {"name": "Colour"},
    ],
}
GOOD = {
    "Ref": "0000104092", "Call": "2", "Dwelling": "HVB-1", "Upr": "", "Firm": "Brook", "Fitter": "REED, SAM",
    "On": "24/11/2026", "When": "early", "Sort": "n", "State": "OPEN", "Colour": "red",
}  # fmt: skip
KNOWN = Known(
    standing={"home": {HOME}, "firm": {"BRK"}, "home_reference": {"HVB-1"}, "operative_name": {"REED, SAM"}},
    operatives={"OP1": OperativeFacts("BRK", None), "OP2": OperativeFacts("SAX", None)},
    homes_by_reference={"HVB-1": HOME},
    operatives_by_name={"REED, SAM": ["OP1", "OP2"]},
)


def read(**cells: str) -> Row:
    around = Circumstances(datetime(2026, 11, 1, tzinfo=UTC), date(2026, 11, 1), frozenset(), KNOWN)
    return read_row(sheet_of(read_mapping(HARBOUR)), GOOD | cells, around)


def test_a_made_up_style_ends_in_the_plain_one() -> None:
    row = read()

    assert (row.problems, row.questions) == ([], [])
    names = ("appointment_id", "job_number", "uprn", "contractor_code", "operative_id", "kind", "priority", "status")
    assert [row.values[name] for name in names] == [
        *("104092/2", "104092", HOME, "BRK", "OP1", "routine", "R28", "booked"),
    ]
    slot = row.moment("slot_start"), row.moment("slot_end")
    assert [moment.earliest.hour for moment in slot if moment] == [7, 11]


@pytest.mark.parametrize(
    ("cells", "field", "code"),
    [
        ({"Firm": "Nobody"}, "Firm", "unknown_contractor"),
        ({"When": "LATER"}, "When", "slot_unreadable"),
        ({"On": "31/02/2026"}, "On", "date_impossible"),
        ({"Dwelling": "HVB-9"}, "Dwelling", "unknown_property"),
        ({"Dwelling": "", "Upr": ""}, "Dwelling", "missing"),
        ({"Dwelling": "", "Upr": "9.99E+11"}, "Upr", "uprn_malformed"),
        ({"Dwelling": "", "Upr": "999000000002"}, "Upr", "unknown_property"),
        ({"Ref": "0"}, "Ref", "job_malformed"),
        ({"State": "gone"}, "State", "unknown_value"),
    ],
)
def test_what_does_not_fit_is_refused_at_the_senders_own_column(cells: dict[str, str], field: str, code: str) -> None:
    first = read(**cells).problems[0]

    assert (first.field, first.code) == (field, code)


def test_a_ruined_uprn_beside_a_reference_is_asked_about() -> None:
    row = read(Upr="'9.99E+11")

    assert [(question.field, question.code) for question in row.questions] == [("Upr", "uprn_malformed")]


@pytest.mark.parametrize("cells", [("", " "), ("Ref", "x"), ("SUMMARY", "3")])
def test_what_a_report_prints_around_its_rows_is_no_row(cells: tuple[str, ...]) -> None:
    assert sheet_of(read_mapping(HARBOUR)).furniture(cells)


def test_a_mapping_is_kept_as_it_was_read() -> None:
    mapping = read_mapping(HARBOUR)

    assert read_mapping(as_written(mapping)) == mapping


def without(means: str) -> dict[str, Any]:
    return HARBOUR | {"columns": [one for one in HARBOUR["columns"] if one.get("means") != means]}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (without("status"), "choose the column that holds the status"),
        (without("slot"), "choose the column that holds the date and time"),
        (without("visit"), "choose the column that holds the appointment and its job"),
        (HARBOUR | {"style": "two words"}, "give the style a short name"),
        (HARBOUR | {"slots": {"EARLY": "soon"}}, "write a slot's times as 08:00-12:00"),
        (HARBOUR | {"columns": [*HARBOUR["columns"], {"name": "Colour"}]}, "stands twice"),
        (HARBOUR | {"columns": [*HARBOUR["columns"], {"name": "X", "means": "status"}]}, "only one column"),
        (HARBOUR | {"columns": [{"name": "X", "means": "mood"}]}, "nothing that a column can mean"),
        (HARBOUR | {"columns": [{"name": "X", "reads": "tea leaves"}]}, "no way of reading"),
        (
            HARBOUR | {"columns": [{"name": "X", "means": "status", "reads": "words", "words": {"A": "gone"}}]},
            "gone is not one of booked",
        ),
    ],
)
def test_a_mapping_that_does_not_fit_says_where_and_why(written: dict[str, Any], said: str) -> None:
    with pytest.raises(MappingIsWrong, match=said):
        read_mapping(written)
