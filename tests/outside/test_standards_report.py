"""The monthly report on paper: tagged, with each chart told in words."""

from datetime import date

from server.domain.standards.month_report import Cover, Month, report_facts
from server.domain.standards.series import Point, Series, share_point
from server.outside.documents import make_pdf

POINTS = (share_point("Oct 2026", 8, 2, 1), share_point("Nov 2026", 0, 0, 0))
ANSWERS = (
    Series("kept", "Kept within 10 minutes?", "80 % were kept.", "percent", 95.0, POINTS, 1, "Target 95 %."),
    Series("repeats", "Missed again?", "None was.", "count", None, (Point("Nov 2026", 3, 0, 0, 0),), 0),
    Series("none", "Anything else?", "Nothing was counted.", "percent", None, (), 0),
)


def test_the_report_is_tagged_and_its_charts_are_told_in_words() -> None:
    facts = report_facts(Cover("Havebury", '#panic("*")', Month(date(2026, 11, 1)), "Tue 1 Dec 2026"), ANSWERS)

    made = make_pdf("standards", facts)

    assert b"/StructTreeRoot" in made and b"pdfuaid" in made
    assert made.count(b"/Alt") == 2
