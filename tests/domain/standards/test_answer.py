"""The sentence that answers a question, and what is said beside it."""

from server.domain.standards.answer import Cell, Target, answer
from server.domain.standards.catalogue import KEPT, REPEATED

NONE = Target(None, "No target: HS004A 7.1 sets no share.")


def test_the_answer_names_the_share_of_what_is_certain_and_says_what_is_not() -> None:
    cells = [
        Cell("firm-a", "met", "on_time", 3),
        Cell("firm-a", "not_met", "late", 1),
        Cell("firm-a", "uncertain", "uncertain_time", 2),
        Cell("firm-a", "apart", "nobody_in", 1),
    ]
    found = answer(KEPT, cells, {"firm-a": "Firm A", "firm-b": "Firm B"}, NONE)

    assert found.series.sentence == (
        "Of 4 agreed times, 3 (75.0 %) kept, 1 not kept. 2 are uncertain and counted as neither. "
        "1 more stands apart and is not counted."
    )
    assert [(point.label, point.value) for point in found.series.points] == [("Firm A", 75.0)]
    assert found.series.uncertain == 2


def test_where_nothing_was_counted_the_answer_says_so() -> None:
    assert answer(KEPT, [], {}, NONE).series.sentence == "There were no agreed times in this period."


def test_repeat_misses_are_a_number_and_have_no_share_to_reach() -> None:
    cells = [Cell("2026-11", "met", "first_miss", 4), Cell("2026-11", "not_met", "second_miss", 2)]
    found = answer(REPEATED, cells, {"2026-11": "November 2026"}, Target(95.0, "Target 95 %."))

    assert found.series.points[0].value == 2.0
    assert found.series.target is None
    assert found.series.sentence == "Of 6 missed appointments, 2 were of a repair missed before."


def test_the_reasons_stand_with_the_most_frequent_of_each_verdict_first() -> None:
    cells = [Cell("a", "not_met", "late", 1), Cell("a", "not_met", "no_show", 3), Cell("b", "met", "on_time", 2)]

    assert [(one.verdict, one.code) for one in answer(KEPT, cells, {"a": "A", "b": "B"}, NONE).reasons] == [
        ("met", "on_time"),
        ("not_met", "no_show"),
        ("not_met", "late"),
    ]
