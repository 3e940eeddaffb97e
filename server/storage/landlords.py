"""The landlord of this installation, with the numbers that phones and letters show."""

from collections.abc import Mapping

from server.storage.tables.register import Landlord
from server.storage.upserts import upsert


def put_landlord(landlord_id: str, landlord: Mapping[str, str]) -> None:
    """Add the landlord or bring its name and numbers up to date, inside the caller's transaction."""
    upsert(Landlord, landlord_id, "landlord_id", [{"landlord_id": landlord_id, **landlord}])
