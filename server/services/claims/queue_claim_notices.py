"""Puts into the outbox what a claimant is to be told: received, more to say, decided. One for each claim and matter."""

from datetime import date, datetime

from server.outside.clock import Clock
from server.outside.local_times import short_day
from server.services.notices.put_word import Word, put_word
from server.services.wording.read_speech import Fact
from server.storage.cases import households
from server.storage.database import transaction
from server.storage.tables.decisions import Claim
from server.storage.telling import notice_readers


def queue_claim_notice(
    claim: Claim, appointment_id: str, template: str, *, clock: Clock, by_on: date | None = None, matter: str = ""
) -> bool:
    """True where it is new. `by_on` is the day that the text names: without one, the day of our answer.

    It goes to the claimant, whoever the appointment was made with; the link opens the appointment's page.
    """
    with transaction() as connection:
        addressed = notice_readers.find(connection, claim.landlord_id, appointment_id)
        if addressed is None:
            return False
        reader, language = notice_readers.reader_of(connection, claim.landlord_id, claim.person_id)
        word = Word(template, f"{claim.claim_id}:{matter}", addressed, claim.person_id, reader, language)
        return put_word(connection, word, _facts(claim, by_on or claim.answer_due_on), now=clock.now())


def newest_appointment(claim: Claim, now: datetime) -> str | None:
    """The household's last appointment up to now: the page where its claim is shown."""
    rows = households.appointments_of(households.of_case(claim.landlord_id, claim.case_id))
    past = [row for row in rows if row.slot_start_at is not None and row.slot_start_at <= now]
    return past[-1].appointment_id if past else None


def _facts(claim: Claim, by_on: date) -> dict[str, str | Fact]:
    return {"reference": claim.reference, "day": lambda language: short_day(by_on, language)}
