"""When a head heard earlier turns out to be true, the events below it were there by then: their times narrow."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from server.services.sync import judging
from server.services.sync.chains import Chain
from server.services.sync.delivery import Delivery
from server.services.sync.projecting import time_columns
from server.services.sync.reconsidering import as_received
from server.services.sync.timing import give_times, instant
from server.storage import devices, journal, visits


def narrow(delivery: Delivery, chain: Chain) -> set[str]:
    """Give the events below newly proven heads their times anew; returns the visits they belong to."""
    if not chain.newly_standing or chain.row.heard.seq < min(chain.newly_standing):
        return set()
    device_id = delivery.phone.device_id
    heads = devices.heads_from(delivery.connection, device_id, chain.epoch, min(chain.newly_standing))
    earlier = [heard for heard in heads if heard.contact.received_ms < delivery.contact.received_ms]
    if not earlier:
        return set()
    first_heard = instant(min(heard.contact.received_ms for heard in earlier))
    top = max(heard.head.seq for heard in earlier)
    shas = visits.received_late(delivery.connection, device_id, chain.epoch, top, first_heard)
    return retime(delivery, chain, journal.with_bodies(delivery.connection, shas))


def retime(delivery: Delivery, chain: Chain, rows: Sequence[Any]) -> set[str]:
    """Work out the times of accepted events anew, a delivery at a time, as they were worked out at first."""
    touched = set()
    readable = [row for row in rows if row.body is not None]
    for _, group in groupby(readable, key=lambda row: row.received_at):
        events = sorted((as_received(row) for row in group), key=lambda one: one.envelope.seq)
        judging.read_bodies(events)
        give_times(delivery, chain, events)
        for one in events:
            visits.save_times(delivery.connection, one.sha256, time_columns(one))
            touched |= {one.visit_id} if one.visit_id is not None else set()
    return touched
