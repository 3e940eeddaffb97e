"""Put into the outbox what a tenant is to be told. Repeating it adds nothing: each cause has one notice for ever.

Call these inside the transaction that found the cause, so that neither stands without the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from server.domain.happenings import happenings_of
from server.domain.notices import MISSED, REPLACED, Happening, due_notices
from server.domain.wording.tenant_times import london_date
from server.outside.clock import Clock
from server.services.notices.put_notice import put_notice
from server.storage.cases import case_evidence
from server.storage.database import transaction
from server.storage.telling import notice_readers


@dataclass(frozen=True)
class NotKept:
    """An appointment that the rule found not kept: the reason's code, and the moment until which it could be kept.

    `may_claim` says that its repair has been missed so often that lost pay can be claimed.
    """

    appointment_id: str
    code: str
    late_edge_at: datetime
    may_claim: bool = False


def queue_visit_notices(landlord_id: str, appointment_id: str, *, clock: Clock) -> int:
    """Queue what the phones recorded about this appointment; returns how many notices are new."""
    now = clock.now()
    with transaction() as connection:
        events = case_evidence.phone_events(landlord_id, [appointment_id]).get(appointment_id, [])
        addressed = notice_readers.find(connection, landlord_id, appointment_id)
        if addressed is None:
            return 0
        due = due_notices(happenings_of(events), addressed.reader, slot_end=addressed.slot_end, now=now)
        return sum(put_notice(addressed, notice, now) for notice in due)


def queue_missed_notices(landlord_id: str, not_kept: Iterable[NotKept], *, clock: Clock) -> int:
    """Say sorry for each appointment that was not kept; returns how many notices are new.

    One per appointment and day: an old miss, such as an imported one, is no news and is left alone.
    """
    now, added = clock.now(), 0
    with transaction() as connection:
        for missed in not_kept:
            addressed = notice_readers.find(connection, landlord_id, missed.appointment_id)
            if addressed is None or addressed.slot_start is None:
                continue
            cause = f"{missed.appointment_id}:{london_date(addressed.slot_start).isoformat()}"
            edge = missed.late_edge_at
            may_claim = missed.may_claim
            happening = Happening(MISSED, cause, edge, edge, received_at=now, code=missed.code, may_claim=may_claim)
            (notice,) = due_notices([happening], addressed.reader, slot_end=addressed.slot_end, now=now)
            if notice.state != REPLACED:
                added += put_notice(addressed, notice, now)
    return added
