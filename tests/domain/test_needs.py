"""What is done differently for a person is one thing to do, with who said so and a day to ask again."""

from dataclasses import replace
from datetime import date

import pytest

from server.domain.needs import Need, NeedRefused, check_need

TODAY = date(2026, 11, 23)
LOUD = Need("communication", "Knock loudly and wait two minutes", "person", date(2027, 5, 1))


def test_one_thing_to_do_with_its_source_and_its_day_is_kept() -> None:
    check_need(LOUD, TODAY)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"group": "illness"}, "group"),
        ({"what_to_do": " "}, "what_to_do"),
        ({"what_to_do": "Knock; ring"}, "what_to_do"),
        ({"what_to_do": "k" * 201}, "what_to_do"),
        ({"source": "gossip"}, "source"),
        ({"review_on": None}, "review_on"),
        ({"review_on": TODAY}, "review_on"),
        ({"review_on": date(2028, 1, 1)}, "review_on"),
    ],
)
def test_what_says_too_little_or_stands_for_ever_is_refused(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(NeedRefused) as refused:
        check_need(replace(LOUD, **wrong), TODAY)  # type: ignore[arg-type]
    assert refused.value.details["field"] == field
