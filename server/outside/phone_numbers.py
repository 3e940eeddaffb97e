"""Phone numbers as people read and dial them."""

import phonenumbers


def as_dialled(number: str) -> str:
    """`+441632960300` as `01632 960300`; what is no number stays as it is."""
    try:
        read = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        return number
    at_home = read.country_code == 44
    wanted = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(read, wanted)
