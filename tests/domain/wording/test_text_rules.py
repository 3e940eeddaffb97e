"""What every text message is made of."""

import pytest

from server.domain.wording.text_rules import sender_and_words


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Havebury: sorry, the time: 10am", ("Havebury", "sorry, the time: 10am")),
        ("Havebury：抱歉： 10am", ("Havebury", "抱歉： 10am")),
        ("Havebury", ("Havebury", "")),
    ],
)
def test_a_text_says_who_it_is_from_and_then_what_it_says(text: str, parts: tuple[str, str]) -> None:
    assert sender_and_words(text) == parts
