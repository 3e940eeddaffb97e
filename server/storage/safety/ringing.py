"""Phones to ring about a missed check-in: one try for each alarm, which stands in its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, exists, select
from sqlalchemy.engine import Connection

from server.domain.safety.ladder import ASKED_FOR
from server.storage.safety.alarms import ALARMS, STEPS
from server.storage.tables.devices import Device, DeviceOperative
from server.storage.tables.telling import PushSubscription
from server.storage.telling.subscriptions import Subscription

SUBSCRIPTIONS = cast(Table, PushSubscription.__table__)
PUSHED, NOT_PUSHED = "phone_pushed", "phone_not_pushed"


@dataclass(frozen=True)
class Ring:
    """An alarm, and a phone of its operative that takes pushes."""

    alarm_id: str
    landlord_id: str
    kind: str
    subscription: Subscription


def to_ring(connection: Connection, *, since: datetime, limit: int) -> Sequence[Ring]:
    """Of alarms raised since then that are open, that nobody took or answered, and whose phone was not tried yet."""
    tried = exists().where(STEPS.c.alarm_id == ALARMS.c.alarm_id, STEPS.c.what.in_((PUSHED, NOT_PUSHED)))
    query = (
        select(
            *(ALARMS.c.alarm_id, ALARMS.c.landlord_id, ALARMS.c.kind),
            *(SUBSCRIPTIONS.c.endpoint, SUBSCRIPTIONS.c.p256dh, SUBSCRIPTIONS.c.auth),
        )
        .join(
            DeviceOperative,
            (DeviceOperative.landlord_id == ALARMS.c.landlord_id)
            & (DeviceOperative.operative_id == ALARMS.c.operative_id),
        )
        .join(Device, (Device.device_id == DeviceOperative.device_id) & Device.revoked_at.is_(None))
        .join(SUBSCRIPTIONS, SUBSCRIPTIONS.c.device_id == DeviceOperative.device_id)
        .where(ALARMS.c.closed_at.is_(None), ALARMS.c.acknowledged_at.is_(None), ALARMS.c.heard_at.is_(None))
        .where(ALARMS.c.raised_at >= since, ALARMS.c.kind.not_in(ASKED_FOR), ~tried)
        .order_by(ALARMS.c.raised_at, ALARMS.c.alarm_id)
        .limit(limit)
    )
    return [Ring(*row[:3], Subscription(*row[3:])) for row in connection.execute(query)]
