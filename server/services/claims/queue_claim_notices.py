"""Puts into the outbox what a claimant is to be told: received, more to say, decided. One for each claim and matter."""

from datetime import date, datetime, timedelta

from uuid_utils.compat import uuid7

from server.domain.notices import HELD, QUEUED, route
from server.outside.clock import Clock
from server.outside.local_times import short_day
from server.outside.phone_numbers import as_dialled
from server.services.notices.queue_letter import queue_notice_letter
from server.services.wording.read_speech import Fact, fill_text, text_template, unchecked_text
from server.storage.cases import households
from server.storage.database import transaction
from server.storage.tables.decisions import Claim
from server.storage.telling import notice_readers, notices
from server.storage.telling.notice_readers import Addressed
from server.storage.telling.notices import NoticeRow

_HELPS_FOR = timedelta(days=14)


def queue_claim_notice(
    claim: Claim, appointment_id: str, template: str, *, clock: Clock, by_on: date | None = None, matter: str = ""
) -> bool:
    """True where it is new. `by_on` is the day that the text names: without one, the day of our answer.

    It goes to the claimant, whoever the appointment was made with; the link opens the appointment's page.
    """
    now = clock.now()
    with transaction() as connection:
        addressed = notice_readers.find(connection, claim.landlord_id, appointment_id)
        if addressed is None:
            return False
        reader, wanted = notice_readers.reader_of(connection, claim.landlord_id, claim.person_id)
        channel, recipient, problem = route(reader)
        # A phone that others read hears only that there is news: what was lost is nobody else's business.
        name = "news" if reader.shared_phone else template
        facts = _facts(claim, addressed, by_on or claim.answer_due_on)
        language, text = fill_text(claim.landlord_id, name, wanted, facts)
        row = NoticeRow(
            notice_id=str(uuid7()),
            landlord_id=claim.landlord_id,
            cause=f"{claim.landlord_id}:{template}:{claim.claim_id}:{matter}",
            kind=template,
            template=name,
            language=language,
            channel=channel,
            person_id=claim.person_id,
            recipient=recipient,
            text=text,
            own_text=unchecked_text(claim.landlord_id, name, wanted, facts),
            short_text=text_template(claim.landlord_id, "push_news", wanted)[1],
            firm_id="",
            appointment_id=appointment_id,
            visit_id=None,
            new_start_at=None,
            new_end_at=None,
            useless_after_at=now + _HELPS_FOR,
            queued_at=now,
            state=HELD if problem else QUEUED,
            due_at=now,
            failure=problem,
        )
        is_new = notices.put(connection, row)
        if is_new and channel == "letter":
            queue_notice_letter(connection, row, now=now)
        return is_new


def newest_appointment(claim: Claim, now: datetime) -> str | None:
    """The household's last appointment up to now: the page where its claim is shown."""
    rows = households.appointments_of(households.of_case(claim.landlord_id, claim.case_id))
    past = [row for row in rows if row.slot_start_at is not None and row.slot_start_at <= now]
    return past[-1].appointment_id if past else None


def _facts(claim: Claim, addressed: Addressed, by_on: date) -> dict[str, str | Fact]:
    return {
        "landlord": addressed.landlord_name,
        "phone": as_dialled(addressed.landlord_phone),
        "link": "{link}",
        "reference": claim.reference,
        "day": lambda language: short_day(by_on, language),
    }
