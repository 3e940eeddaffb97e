"""What was said of recharges, and the sealed papers of firms; a word is appended and never changed."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from server.domain.recharges import Key, Word
from server.storage.database import db
from server.storage.tables.decisions import Assessment, ClaimDecision
from server.storage.tables.recharging import RechargePaper, RechargeWord
from server.storage.tables.register import Appointment


def add_word(word: RechargeWord) -> None:
    db.session.add(word)


def words_of(landlord_id: str, decision_ids: Iterable[int] | None = None) -> Mapping[Key, Sequence[Word]]:
    """What was said of each firm's part of each payment, in order; of these payments only, where they are given."""
    query = select(RechargeWord).where(RechargeWord.landlord_id == landlord_id)
    if decision_ids is not None:
        query = query.where(RechargeWord.decision_id.in_(list(decision_ids)))
    found: dict[Key, list[Word]] = {}
    for row in db.session.scalars(query.order_by(RechargeWord.word_id)):
        word = Word(row.kind, row.text, row.by, row.at, row.pence)
        found.setdefault((row.decision_id, row.firm_id), []).append(word)
    return found


def add_paper(paper: RechargePaper) -> None:
    db.session.add(paper)


def papers_of(landlord_id: str, decision_id: int, firm_id: str) -> list[RechargePaper]:
    query = select(RechargePaper).where(
        RechargePaper.landlord_id == landlord_id,
        RechargePaper.decision_id == decision_id,
        RechargePaper.firm_id == firm_id,
    )
    return list(db.session.scalars(query.order_by(RechargePaper.added_at, RechargePaper.paper_id)))


def paper(landlord_id: str, paper_id: str) -> RechargePaper | None:
    found = db.session.get(RechargePaper, paper_id)
    return found if found is not None and found.landlord_id == landlord_id else None


def paid_on(landlord_id: str, decision_id: int) -> Assessment | None:
    """The assessment that a payment rests on; None where there is no such payment."""
    query = (
        select(Assessment)
        .join(ClaimDecision, ClaimDecision.assessment_id == Assessment.assessment_id)
        .where(ClaimDecision.landlord_id == landlord_id, ClaimDecision.decision_id == decision_id)
        .where(ClaimDecision.state == "paid")
    )
    return db.session.scalars(query).first()


def appointments_of_firm(landlord_id: str, firm_id: str, names: Iterable[str]) -> list[Appointment]:
    """Those of the appointments that were this firm's, in the order of their times."""
    query = select(Appointment).where(
        Appointment.landlord_id == landlord_id,
        Appointment.firm_id == firm_id,
        Appointment.appointment_id.in_(list(names)),
    )
    rows = db.session.scalars(query)
    return sorted(rows, key=lambda row: (row.slot_start_at is None, row.slot_start_at, row.appointment_id))
