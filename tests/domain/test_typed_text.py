"""What somebody typed is kept whole or refused."""

import pytest

from server.domain.errors import DoorstepError
from server.domain.typed_text import kept_whole


def test_a_text_that_fits_its_field_is_kept_though_its_lines_end_in_two_signs() -> None:
    assert kept_whole("a\r\nb\r\nc", 5, "The note") == "a\nb\nc"


def test_space_around_it_is_not_counted() -> None:
    assert kept_whole("  abc \r\n", 3, "The note") == "abc"


def test_a_longer_one_is_refused_with_its_length_and_not_cut() -> None:
    with pytest.raises(DoorstepError, match=r"The note may have 3 letters and has 4\. Nothing was saved"):
        kept_whole("abcd", 3, "The note")
