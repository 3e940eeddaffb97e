"""What many households' cases are built from, read for all at once: a fixed number of queries for any number."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from server.storage.cases import households
from server.storage.cases.households import Household
from server.storage.claiming import claims
from server.storage.database import db
from server.storage.tables.claiming import QuestionAnswer
from server.storage.tables.decisions import Claim, ClaimDecision, Loss
from server.storage.tables.register import Appointment, Person, Repair


@dataclass(frozen=True)
class CaseRecords:
    """One household's own rows. `decision` is the one in force, `on_top` a sum approved after a payment."""

    household: Household
    members: Sequence[Person]
    appointments: Sequence[Appointment]
    repairs: Sequence[Repair]
    claims: Sequence[Claim]
    losses: Sequence[Loss]
    decision: ClaimDecision | None
    on_top: int | None
    answers: Sequence[QuestionAnswer]


def records_of(landlord_id: str, case_ids: Collection[str]) -> list[CaseRecords]:
    """The records of each case, in the order in which the cases are named."""
    wanted = [households.of_case(landlord_id, case_id) for case_id in case_ids]
    members = households.members_of(landlord_id, wanted)
    appointments = households.appointments_of_all(landlord_id, wanted)
    jobs = _jobs(landlord_id, {row.job_number for rows in appointments.values() for row in rows})
    made = _by_case(Claim, landlord_id, case_ids, Claim.claimed_at, Claim.claim_id)
    losses = _by_case(Loss, landlord_id, case_ids, Loss.loss_id)
    decisions = _by_case(ClaimDecision, landlord_id, case_ids, ClaimDecision.decision_id)
    answers = _by_case(QuestionAnswer, landlord_id, case_ids, QuestionAnswer.answer_id)
    return [
        CaseRecords(
            household=one,
            members=members[one.case_id],
            appointments=appointments[one.case_id],
            repairs=_of_jobs(jobs, appointments[one.case_id]),
            claims=made.get(one.case_id, ()),
            losses=claims.newest_words(losses.get(one.case_id, ())),
            decision=claims.in_force(decisions.get(one.case_id, ())),
            on_top=claims.approved_on_top(decisions.get(one.case_id, ())),
            answers=answers.get(one.case_id, ()),
        )
        for one in wanted
    ]


def _by_case(table: Any, landlord_id: str, case_ids: Collection[str], *order: Any) -> Mapping[str, list[Any]]:
    query = select(table).where(table.landlord_id == landlord_id, table.case_id.in_(case_ids)).order_by(*order)
    found: dict[str, list[Any]] = {}
    for row in db.session.scalars(query):
        found.setdefault(row.case_id, []).append(row)
    return found


def _jobs(landlord_id: str, jobs: Collection[str]) -> Mapping[str, Repair]:
    query = select(Repair).where(Repair.landlord_id == landlord_id, Repair.job_number.in_(jobs))
    return {row.job_number: row for row in db.session.scalars(query)}


def _of_jobs(jobs: Mapping[str, Repair], appointments: Sequence[Appointment]) -> list[Repair]:
    return [jobs[job] for job in sorted({row.job_number for row in appointments}) if job in jobs]
