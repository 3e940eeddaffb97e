"""Numbers are shown as people here write them."""

import pytest

from server.outside.phone_numbers import as_dialled


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+441632960300", "01632 960300"),
        ("+447700900123", "07700 900123"),
        ("0300 555 0100", "0300 555 0100"),
        ("+353 1 679 0000", "+353 1 679 0000"),
        ("ring the bell", "ring the bell"),
        ("", ""),
    ],
)
def test_a_number_reads_as_people_dial_it(number: str, shown: str) -> None:
    assert as_dialled(number) == shown
