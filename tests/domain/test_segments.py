"""What a text costs, checked against the figures of GSM 03.38 and what gateways charge."""

import pytest

from server.domain.segments import count_segments


@pytest.mark.parametrize(
    ("text", "encoding", "length", "parts"),
    [
        ("", "gsm-7", 0, 1),
        ("a" * 160, "gsm-7", 160, 1),
        ("a" * 161, "gsm-7", 161, 2),
        ("a" * 306, "gsm-7", 306, 2),
        ("a" * 307, "gsm-7", 307, 3),
        ("£" * 160, "gsm-7", 160, 1),
        ("€" * 80, "gsm-7", 160, 1),
        ("€" * 81, "gsm-7", 162, 2),
        ("ś" * 70, "ucs-2", 70, 1),
        ("ś" * 71, "ucs-2", 71, 2),
        ("ś" * 134, "ucs-2", 134, 2),
        ("ś" * 135, "ucs-2", 135, 3),
        ("It’s", "ucs-2", 4, 1),
        ("😀" * 35, "ucs-2", 70, 1),
        ("😀" * 36, "ucs-2", 72, 2),
    ],
)
def test_a_text_is_counted_as_the_gateway_charges_it(text: str, encoding: str, length: int, parts: int) -> None:
    counted = count_segments(text)

    assert (counted.encoding, counted.length, counted.parts) == (encoding, length, parts)


def test_a_sign_of_two_units_is_never_cut_in_two() -> None:
    assert count_segments("a" * 152 + "€" + "a" * 151).parts == 2
    assert count_segments("a" * 152 + "€" + "a" * 152).parts == 3
