"""Any usual way of writing exactly one UK number is understood; nothing is guessed."""

import pytest

from server.domain.imports.phones import read_phone


@pytest.mark.parametrize(
    "written",
    [
        "07700 900123",
        "07700900123",
        "7700900123",
        "(07700) 900123",
        "07700-900 123",
        "+44 7700 900123",
        "+447700900123",
        "447700900123",
        "0044 7700 900123",
        "+44 (0)7700 900123",
    ],
)
def test_one_mobile_is_read_however_it_is_written(written: str) -> None:
    phone = read_phone(written)

    assert phone.number == "+447700900123"
    assert phone.mobile


def test_a_landline_is_a_number_but_not_a_mobile() -> None:
    phone = read_phone("01632 960230")

    assert phone.number == "+441632960230"
    assert not phone.mobile


@pytest.mark.parametrize(
    "written",
    [
        "ex-directory",
        "no phone",
        "07700 9001",
        "07700 900 12O",
        "07700 900222 (son)",
        "4.4770E+11",
        "07700 900123 / 07700 900456",
        "07700 900124 07700 900124",
        "+33 1 23 45 67 89",
        "",
    ],
)
def test_what_is_not_exactly_one_uk_number_is_unclear(written: str) -> None:
    assert read_phone(written).number is None
