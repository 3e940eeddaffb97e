"""Every text fits one part at its longest, says who it is from, and gives a way to answer."""

import pytest

from server.domain.segments import count_segments
from server.domain.wording.languages import OTHERS
from server.domain.wording.templates import WrongTemplate, fill
from server.domain.wording.text_rules import most_parts
from server.services.wording.try_text import try_text
from server.storage.telling.wording import PUSHES, TEXT_FACTS, texts

LONGEST = {
    "landlord": "Havebury Housing Partnership",
    "firm": "Saxlingfen Building Services",
    "phone": "0300 3300 900",
    "link": "https://doorstep.havebury.com/t/Ab3dEf6hIj9l",
    "day": "Wed 30 Sep",
    "expected": "expected 10:45am",
    "code": "123456",
    "window": "10:30am-12:30pm",
    "reference": "CL-ACDEFG",
    "new_day": "Wed 30 Sep",
    "called": "at 10:06am on Wed 30 Sep",
}


@pytest.mark.parametrize("name", sorted(TEXT_FACTS))
def test_the_longest_english_text_is_one_part(name: str) -> None:
    counted = count_segments(fill(name, texts("en")[name], LONGEST))

    assert (counted.encoding, counted.parts) == ("gsm-7", 1), counted


@pytest.mark.parametrize("name", sorted(TEXT_FACTS.keys() - PUSHES))
def test_every_text_begins_with_the_landlord_and_has_the_link(name: str) -> None:
    template = texts("en")[name]

    assert template.startswith("{landlord}: ")
    assert "{link}" in template
    assert "{phone}" in template or name.startswith("on_my_way")


def test_a_template_that_names_what_is_not_known_is_refused() -> None:
    with pytest.raises(WrongTemplate, match="address"):
        fill("missed", "We came to {address}", {"day": "Tue 24 Nov"})


def test_a_fact_is_never_read_as_a_template() -> None:
    assert fill("x", "{firm} came", {"firm": "{link} Ltd", "link": "secret"}) == "{link} Ltd came"


@pytest.mark.parametrize("language", OTHERS)
def test_a_translated_text_is_three_parts_at_most_and_has_what_the_english_has(language: str) -> None:
    own = texts(language)

    assert set(own) == set(TEXT_FACTS)
    for name, template in own.items():
        assert count_segments(try_text(template, language)).parts <= most_parts(language), (name, template)
        assert name in PUSHES or (template.startswith("{landlord}") and "{link}" in template), name


def test_numbers_keep_their_order_in_a_text_from_right_to_left() -> None:
    said = try_text("{landlord}: {phone} {link}", "ur")

    assert "\u20680300 3300 900\u2069" in said
    assert said.endswith(" https://doorstep.havebury.com/t/Ab3dEf6hIj9l")
