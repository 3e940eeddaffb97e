"""The names of whoever stands in a `by` column: staff, operatives, the tenant, the product itself."""

from collections.abc import Iterable

from server.storage.booking import workforce
from server.storage.people import users

_NOBODYS = {"tenant": "the tenant", "server": "Doorstep", "demonstration": "the demonstration"}


def who_acted(landlord_id: str, ids: Iterable[str]) -> dict[str, str]:
    """By their ids; an id that is nobody's any more is left out."""
    wanted = set(ids)
    return {**_NOBODYS, **workforce.names(landlord_id, wanted), **users.names_of(wanted)}
