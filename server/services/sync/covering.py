"""Times that change after the fact: a head heard earlier proves true, a gap fills, an event is let in or taken out.

They then come to what they would have been had everything been known at first; a rebuild finds the same.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy.engine import Connection

from server.services.sync import judging
from server.services.sync.chains import Chain
from server.services.sync.delivery import ACCEPTED, Delivery, Incoming
from server.services.sync.projecting import time_columns
from server.services.sync.reconsidering import as_received
from server.services.sync.timing import give_times, instant, true_heads
from server.storage import journal, visits

_BATCH = 500


def renew(delivery: Delivery, chain: Chain, fresh: Sequence[Incoming], again: Sequence[Incoming]) -> set[str]:
    """Give events their times anew where this delivery bears on more than itself; returns the visits they belong to.

    Times hang on the accepted events below and on those delivered together, so that they are the same however the
    events came to be accepted. `again` were judged anew.
    """
    mine = [one for one in fresh if one.envelope.epoch == chain.epoch and one.code != "wrong_device"]
    unsure = [one.envelope.seq for one in mine if one.envelope.seq <= chain.highest_before]
    # What is set apart has bounded its neighbours while it was judged, and must not.
    unsure += [one.envelope.seq for one in mine if one.times is not None and one.status != ACCEPTED]
    unsure += [one.envelope.seq for one in again if one.envelope.epoch == chain.epoch]
    unsure += _received_late(delivery, chain)
    return renew_from(delivery, chain, min(unsure)) if unsure else set()


def renew_from(delivery: Delivery, chain: Chain, first: int) -> set[str]:
    """Work out the times of accepted events from a number upwards, a delivery at a time."""
    device_id, touched = delivery.phone.device_id, set()
    shas = visits.accepted_from(delivery.connection, device_id, chain.epoch, first)
    for run in _runs(delivery.connection, shas):
        events = [as_received(row) for row in run]
        judging.read_bodies(events)
        give_times(delivery, chain, events)
        rows = [{"position": one.position, **time_columns(one)} for one in events]
        visits.save_times(delivery.connection, delivery.phone.landlord_id, rows)
        touched |= {one.visit_id for one in events if one.visit_id is not None}
    return touched


def _runs(connection: Connection, shas: Sequence[str]) -> Iterator[list[Any]]:
    """Readable events in the order of their numbers, those that came together as one."""
    rows = [
        row for sha in range(0, len(shas), _BATCH) for row in journal.with_bodies(connection, shas[sha : sha + _BATCH])
    ]
    readable = sorted((row for row in rows if row.body is not None), key=lambda row: int(row.seq))
    for _, run in groupby(readable, key=lambda row: row.received_at):
        yield list(run)


def _received_late(delivery: Delivery, chain: Chain) -> list[int]:
    """The numbers below a head heard earlier that only now turns out to be true."""
    if not chain.newly_standing or chain.row.heard.seq < min(chain.newly_standing):
        return []
    heads = true_heads(delivery, chain, min(chain.newly_standing))
    earlier = [heard for heard in heads if heard.contact.received_ms < delivery.contact.received_ms]
    if not earlier:
        return []
    first_heard = instant(min(heard.contact.received_ms for heard in earlier))
    top = max(heard.head.seq for heard in earlier)
    return visits.received_late(delivery.connection, delivery.phone.device_id, chain.epoch, top, first_heard)
