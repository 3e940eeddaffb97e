"""Takes in what a contractor says to a recharge, with its evidence, before it is final."""

from collections.abc import Sequence
from dataclasses import dataclass

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.recharges import ACCEPTED, DISPUTED, Recharge
from server.domain.typed_text import kept_whole
from server.outside.clock import Clock
from server.services.papers.seal_paper import OpenedPaper, Safe, open_paper, remove_paper, seal_paper
from server.services.recharges.read_recharges import read_recharge
from server.storage.cases import cases
from server.storage.claiming import recharges
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.recharging import RechargePaper, RechargeWord

MOST_PAPERS = 12
_MOST_WORDS = 4000


@dataclass(frozen=True)
class FirmAnswer:
    """What the firm says: `accepted` or `disputed`, why, and the papers that show it."""

    kind: str
    text: str = ""
    papers: Sequence[bytes] = ()


def answer_recharge(
    landlord_id: str, decision_id: int, firm_id: str, answer: FirmAnswer, *, by: str, clock: Clock, safe: Safe
) -> None:
    """Append the answer. A dispute names its reason; it may be taken back by accepting, as long as nothing is final.

    It is looked at before its papers are sealed, which takes its time, and again once nobody else can decide meanwhile.
    """
    recharge = _open_to(landlord_id, decision_id, firm_id, answer, clock)
    papers = [_sealed(recharge, landlord_id, content, by, clock=clock, safe=safe) for content in answer.papers]
    try:
        with transaction() as connection:
            cases.hold_case(connection, landlord_id, about_recharge(decision_id, firm_id))
            recharge = _open_to(landlord_id, decision_id, firm_id, answer, clock)
            for paper in papers:
                recharges.add_paper(paper)
            _append(recharge, landlord_id, answer, by, clock)
    except DoorstepError:
        for paper in papers:
            remove_paper(landlord_id, paper.paper_id, safe=safe)
        raise


def open_recharge_paper(
    landlord_id: str, paper_id: str, *, firm_id: str | None, by: str, clock: Clock, safe: Safe
) -> OpenedPaper:
    """A firm's evidence, for the landlord or for that firm; that it was read is written down."""
    paper = recharges.paper(landlord_id, paper_id)
    if paper is None or firm_id not in (None, paper.firm_id):
        raise DoorstepError("not_found", "There is nothing here, or it is not yours to see.")
    opened = open_paper(landlord_id, paper_id, paper.kind, safe=safe)
    with transaction():
        about = subject(paper.decision_id, paper.firm_id)
        audit.record(landlord_id, about, "recharge_paper_read", by=by, at=clock.now(), after={"paper": paper_id})
    return opened


def about_recharge(decision_id: int, firm_id: str) -> str:
    """What is held while one firm's part of one payment is answered or decided."""
    return f"recharge {decision_id} {firm_id}"


def subject(decision_id: int, firm_id: str) -> audit.Subject:
    """How the trail names one firm's part of one payment."""
    return audit.Subject("recharge", f"{decision_id}-{firm_id}")


def _open_to(landlord_id: str, decision_id: int, firm_id: str, answer: FirmAnswer, clock: Clock) -> Recharge:
    recharge, _ = read_recharge(landlord_id, decision_id, firm_id, clock=clock)
    _check(recharge, answer, len(recharges.papers_of(landlord_id, decision_id, firm_id)))
    return recharge


def _check(recharge: Recharge, answer: FirmAnswer, there: int) -> None:
    if answer.kind not in (ACCEPTED, DISPUTED):
        raise DoorstepError("answer_missing", "Choose whether you accept the recharge or dispute it.")
    if recharge.is_final:
        raise DoorstepError("recharge_final", "This recharge is final. Ring the landlord's contract manager about it.")
    if answer.kind == DISPUTED and not answer.text.strip():
        raise DoorstepError("reason_missing", "Say why you dispute it, so that a person can decide.")
    if there + len(answer.papers) > MOST_PAPERS:
        raise DoorstepError("paper_refused", f"At most {MOST_PAPERS} papers can stand here. Send the telling ones.")


def _sealed(
    recharge: Recharge, landlord_id: str, content: bytes, by: str, *, clock: Clock, safe: Safe
) -> RechargePaper:
    paper_id = str(uuid7())
    sealed = seal_paper(landlord_id, paper_id, content, safe=safe)
    return RechargePaper(
        paper_id=paper_id,
        landlord_id=landlord_id,
        decision_id=recharge.payment.decision_id,
        firm_id=recharge.firm_id,
        kind=sealed.kind,
        size=sealed.size,
        added_by=by,
        added_at=clock.now(),
    )


def _append(recharge: Recharge, landlord_id: str, answer: FirmAnswer, by: str, clock: Clock) -> None:
    recharges.add_word(
        RechargeWord(
            landlord_id=landlord_id,
            decision_id=recharge.payment.decision_id,
            firm_id=recharge.firm_id,
            kind=answer.kind,
            text=kept_whole(answer.text, _MOST_WORDS, "The answer"),
            by=by,
            at=clock.now(),
        )
    )
    action, after = f"recharge_{answer.kind}", {"papers": len(answer.papers)}
    about = subject(*recharge.key)
    audit.record(landlord_id, about, action, by=by, at=clock.now(), after=after, reason=answer.text.strip())
