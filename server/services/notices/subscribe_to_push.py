"""A browser asks for pushes, or wants no more: a phone for its operative's changes, a tenant's for their notices."""

from collections.abc import Sequence

from server.domain.push_addresses import check_subscription
from server.outside.clock import Clock
from server.storage.database import transaction
from server.storage.phones.devices import Phone
from server.storage.telling import subscriptions
from server.storage.telling.subscriptions import Subscription


def subscribe_phone(phone: Phone, given: Subscription, *, services: Sequence[str], clock: Clock) -> None:
    """The phone is woken for what changes from now on; an older subscription of the same phone ends."""
    check_subscription(given.endpoint, given.p256dh, given.auth, services)
    with transaction() as connection:
        subscriptions.drop_of_device(connection, phone.device_id, besides=given.key)
        subscriptions.put(
            connection,
            phone.landlord_id,
            given,
            at=clock.now(),
            device_id=phone.device_id,
            woken_to=phone.newest_change,
        )


def unsubscribe_phone(phone: Phone) -> None:
    with transaction() as connection:
        subscriptions.drop_of_device(connection, phone.device_id)


def subscribe_person(
    landlord_id: str, person_id: str, given: Subscription, *, services: Sequence[str], clock: Clock
) -> None:
    """One more browser of this tenant."""
    check_subscription(given.endpoint, given.p256dh, given.auth, services)
    with transaction() as connection:
        subscriptions.put(connection, landlord_id, given, at=clock.now(), person_id=person_id)


def unsubscribe_person(landlord_id: str, person_id: str) -> None:
    """No browser of this tenant gets any more."""
    with transaction() as connection:
        subscriptions.drop_of_person(connection, landlord_id, person_id)
