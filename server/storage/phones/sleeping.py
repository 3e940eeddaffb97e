"""Phones that have not asked since something of theirs changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, func, literal, or_, select
from sqlalchemy.engine import Connection

from server.storage.tables.devices import Device, DeviceHead, DeviceOperative
from server.storage.tables.journal import FeedRow
from server.storage.tables.telling import PushSubscription
from server.storage.telling.subscriptions import Subscription

SUBSCRIPTIONS = cast(Table, PushSubscription.__table__)

# What an operative has to know before the next door; what became of a text is no reason to reach for the phone.
_WORTH_WAKING = ("visit", "flag")


@dataclass(frozen=True)
class Sleeper:
    """A phone to wake, and the newest position of the feed that it does not know."""

    subscription: Subscription
    position: int


def to_wake(connection: Connection, *, before: datetime, not_woken_since: datetime, limit: int) -> Sequence[Sleeper]:
    """Phones in use with a change of before this moment that came after their last contact and their last wake-up."""
    heard = (
        select(func.max(DeviceHead.heard_at))
        .where(DeviceHead.device_id == SUBSCRIPTIONS.c.device_id)
        .correlate(SUBSCRIPTIONS)
        .scalar_subquery()
    )
    query = (
        select(SUBSCRIPTIONS.c.endpoint, SUBSCRIPTIONS.c.p256dh, SUBSCRIPTIONS.c.auth, func.max(FeedRow.position))
        .join(Device, Device.device_id == SUBSCRIPTIONS.c.device_id)
        .join(DeviceOperative, DeviceOperative.device_id == SUBSCRIPTIONS.c.device_id)
        .join(
            FeedRow,
            (FeedRow.landlord_id == SUBSCRIPTIONS.c.landlord_id)
            & (FeedRow.audience == literal("operative:").concat(DeviceOperative.operative_id))
            & (FeedRow.position > SUBSCRIPTIONS.c.woken_to),
        )
        .where(
            Device.revoked_at.is_(None),
            FeedRow.kind.in_(_WORTH_WAKING),
            FeedRow.at <= before,
            or_(heard.is_(None), FeedRow.at >= heard),
            or_(SUBSCRIPTIONS.c.woken_at.is_(None), SUBSCRIPTIONS.c.woken_at <= not_woken_since),
        )
        .group_by(SUBSCRIPTIONS.c.endpoint, SUBSCRIPTIONS.c.p256dh, SUBSCRIPTIONS.c.auth)
        .limit(limit)
    )
    return [Sleeper(Subscription(*row[:3]), row[3]) for row in connection.execute(query)]
