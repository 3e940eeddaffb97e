"""The monthly report: each question with its answer, its bars, its numbers, and what is uncertain said apart."""

from datetime import date
from typing import Any

from server.domain.standards.month_report import Cover, Month, month_of, report_facts
from server.domain.standards.series import Series, share_point, uncertain_in

NOVEMBER = Month(date(2026, 11, 1))


def facts(*points: Any, target: float | None = None, words: str = "") -> dict[str, Any]:
    one = Series("kept", "Kept?", "9 of 10.", "percent", target, points, uncertain_in(points), words)
    made = report_facts(Cover("Havebury", "", NOVEMBER, "Tue 1 Dec 2026"), [one])
    return made | {"only": made["series"][0]}  # type: ignore[index]


def test_a_month_knows_its_days_and_its_neighbours() -> None:
    assert month_of(date(2026, 2, 14)).ends_on == date(2026, 2, 28)
    assert NOVEMBER.next.next.in_words == "January 2027"
    assert NOVEMBER.back(11).in_words == "December 2025"


def test_the_report_says_what_it_is_about() -> None:
    made = facts()

    assert made["title"] == "Standards in November 2026"
    assert ["Contractor", "All contractors"] in made["particulars"]


def test_every_bar_has_its_row_and_is_spoken() -> None:
    one = facts(share_point("Oct 2026", 9, 1, 0), share_point("Nov 2026", 10, 0, 2))["only"]

    assert one["rows"] == [["Oct 2026", "9", "1", "0", "90 %"], ["Nov 2026", "10", "0", "2", "100 %"]]
    assert [bar["length"] for bar in one["bars"]] == [90.0, 100.0]
    assert one["spoken"] == "Kept? Oct 2026: 90 % of 10. Nov 2026: 100 % of 10, 2 uncertain."


def test_the_notes_name_the_target_and_what_was_left_out_of_the_count() -> None:
    point = share_point("Nov 2026", 8, 2, 1)

    said = facts(point, target=95.0, words="Target 95 %, set by the landlord.")["only"]["notes"]
    assert (
        said == "Target 95 %, set by the landlord. Striped, with ▼: below the target. 1 is uncertain and counted apart."
    )
    assert facts(share_point("Nov 2026", 8, 0, 0))["only"]["notes"] == ""
