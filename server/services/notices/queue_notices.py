"""Put into the outbox what a tenant is to be told. Repeating it adds nothing: each cause has one notice for ever.

Call these inside the transaction that found the cause, so that neither stands without the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from uuid_utils.compat import uuid7

from server.domain.happenings import happenings_of
from server.domain.notices import MISSED, REPLACED, DueNotice, Happening, Reader, due_notices
from server.domain.wording.notice_facts import text_name, told_facts
from server.domain.wording.templates import fill
from server.domain.wording.tenant_times import london_date
from server.outside.clock import Clock
from server.outside.phone_numbers import as_dialled
from server.storage.cases import case_evidence
from server.storage.database import transaction
from server.storage.telling import notice_readers, notices
from server.storage.telling.notice_readers import Addressed
from server.storage.telling.notices import NoticeRow
from server.storage.telling.wording import texts


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
        due = due_notices(happenings_of(events), _reader(addressed), slot_end=addressed.slot_end, now=now)
        return sum(_put(addressed, notice, now) for notice in due)


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
            (notice,) = due_notices([happening], _reader(addressed), slot_end=addressed.slot_end, now=now)
            if notice.state != REPLACED:
                added += _put(addressed, notice, now)
    return added


def _reader(addressed: Addressed) -> Reader:
    return Reader(addressed.person_id, addressed.mobile, addressed.preferred_channel)


def _put(addressed: Addressed, notice: DueNotice, now: datetime) -> bool:
    """Add it, or take back the waiting one that has become no news."""
    happening = notice.happening
    cause = f"{addressed.landlord_id}:{happening.kind}:{happening.cause}"
    with transaction() as connection:
        if notice.state == REPLACED and notices.replace_waiting(connection, cause, notice.reason):
            return False
        row = NoticeRow(
            notice_id=str(uuid7()),
            landlord_id=addressed.landlord_id,
            cause=cause,
            template=text_name(happening),
            language="en",
            channel=notice.channel,
            person_id=addressed.person_id,
            recipient=notice.recipient,
            text=_text(addressed, happening),
            firm_id=addressed.firm_id,
            appointment_id=addressed.appointment_id,
            visit_id=happening.visit_id or addressed.visit_id,
            new_start_at=happening.starts_at if happening.tells_new_time else None,
            new_end_at=happening.ends_at if happening.tells_new_time else None,
            useless_after_at=notice.useless_after,
            queued_at=happening.received_at,
            state=notice.state,
            due_at=now,
            failure=notice.reason,
        )
        return notices.put(connection, row)


def _text(addressed: Addressed, happening: Happening) -> str:
    """The words, with `{link}` and `{code}` still standing: they are filled in when they leave."""
    facts = {
        "landlord": addressed.landlord_name,
        "phone": as_dialled(addressed.landlord_phone),
        "firm": addressed.firm_name,
        "link": "{link}",
        "code": "{code}",
        **told_facts(happening, addressed.slot_start),
    }
    name = text_name(happening)
    return fill(name, texts("en")[name], facts)
