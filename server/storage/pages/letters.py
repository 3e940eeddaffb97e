"""Who writes a letter and where it goes."""

from server.domain.errors import DoorstepError
from server.storage.database import db
from server.storage.tables.register import Home, Landlord


def sender_and_home(landlord_id: str, uprn: str) -> tuple[Landlord, tuple[str, ...]]:
    """The landlord, and the home's address line by line."""
    landlord, home = db.session.get(Landlord, landlord_id), db.session.get(Home, (landlord_id, uprn))
    if landlord is None or home is None:
        raise DoorstepError("not_found", "The home or the landlord of this letter is not known.")
    lines = (home.address_line_1, home.address_line_2, home.address_line_3, home.town, home.postcode)
    return landlord, tuple(line for line in lines if line)
