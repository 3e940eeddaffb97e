"""Where pushes go: the browsers of operatives' phones and of tenants that asked for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import cast

from sqlalchemy import Table, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from server.storage.tables.telling import PushSubscription

SUBSCRIPTIONS = cast(Table, PushSubscription.__table__)


@dataclass(frozen=True)
class Subscription:
    """An address at a push service and the keys that only this browser can read with."""

    endpoint: str
    p256dh: str
    auth: str

    @property
    def key(self) -> str:
        """The name of this subscription in the database and in logs: an address is as good as a password."""
        return sha256(self.endpoint.encode()).hexdigest()


_ADDRESS = (SUBSCRIPTIONS.c.endpoint, SUBSCRIPTIONS.c.p256dh, SUBSCRIPTIONS.c.auth)


def put(
    connection: Connection,
    landlord_id: str,
    given: Subscription,
    *,
    at: datetime,
    device_id: str | None = None,
    person_id: str | None = None,
    woken_to: int = 0,
) -> None:
    """Add it, or bring its keys and its owner up to date: a browser has one subscription, whoever uses it."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    values = {
        "landlord_id": landlord_id,
        "device_id": device_id,
        "person_id": person_id,
        "endpoint": given.endpoint,
        "p256dh": given.p256dh,
        "auth": given.auth,
        "made_at": at,
        "woken_to": woken_to,
    }
    query = insert(SUBSCRIPTIONS).values(endpoint_sha256=given.key, **values)
    connection.execute(query.on_conflict_do_update(index_elements=["endpoint_sha256"], set_=values))


def of_person(connection: Connection, landlord_id: str, person_id: str) -> Sequence[Subscription]:
    query = select(*_ADDRESS).where(SUBSCRIPTIONS.c.landlord_id == landlord_id, SUBSCRIPTIONS.c.person_id == person_id)
    return [Subscription(*row) for row in connection.execute(query)]


def of_device(connection: Connection, device_id: str) -> Sequence[Subscription]:
    return [
        Subscription(*row)
        for row in connection.execute(select(*_ADDRESS).where(SUBSCRIPTIONS.c.device_id == device_id))
    ]


def drop(connection: Connection, keys: Sequence[str]) -> None:
    """These are gone, or their owner wants no more."""
    if keys:
        connection.execute(delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.endpoint_sha256.in_(keys)))


def drop_of_device(connection: Connection, device_id: str, *, besides: str = "") -> None:
    query = delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.device_id == device_id)
    connection.execute(query.where(SUBSCRIPTIONS.c.endpoint_sha256 != besides))


def drop_of_person(connection: Connection, landlord_id: str, person_id: str) -> None:
    connection.execute(
        delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.landlord_id == landlord_id, SUBSCRIPTIONS.c.person_id == person_id)
    )


def note_woken(connection: Connection, key: str, position: int, at: datetime) -> None:
    query = update(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.endpoint_sha256 == key)
    connection.execute(query.values(woken_to=position, woken_at=at))
