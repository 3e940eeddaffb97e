"""Phone numbers as people read and dial them."""

import phonenumbers


def as_stored(number: str) -> str:
    """`01632 960300` or `441632960300` as `+441632960300`; what is no number stays as it is."""
    for written in (number, f"+{number}"):
        try:
            read = phonenumbers.parse(written, "GB")
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(read):
            return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)
    return number


def as_dialled(number: str) -> str:
    """`+441632960300` as `01632 960300`; what is no number stays as it is."""
    try:
        read = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        return number
    at_home = read.country_code == 44
    wanted = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(read, wanted)
