"""A household's case, as the case format has it, from everything that was recorded about its appointments."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from server.domain.compensation.answers import Answers, name_of
from server.domain.evidence.imported import imported_change, imported_events, imported_notice
from server.domain.evidence.looked_at import digest_of
from server.domain.evidence.open_outcomes import OpenMatters
from server.domain.evidence.phone_events import case_events, spoken_notices
from server.domain.evidence.records import Doubt, ImportedVisit, PhoneEvent, london_day, without_nothing, written
from server.domain.evidence.told import Spoken, Told, what_was_told
from server.domain.evidence.waiting import Silence
from server.storage.cases import case_evidence, case_records, landlord_policy, question_answers
from server.storage.cases.case_records import CaseRecords
from server.storage.cases.households import Household
from server.storage.cases.landlord_policy import LandlordPolicy
from server.storage.cases.silences import Recorded, silences
from server.storage.claiming import claims
from server.storage.tables.claiming import QuestionAnswer
from server.storage.tables.register import Appointment, Person, Repair

_ON_TENANCY = ("main", "joint")
_TENURES = ("tenant", "leaseholder", "shared_owner", "licensee", "applicant", "other")


@dataclass(frozen=True)
class BuiltCase:
    """The case, what stands open before the rule, and which repair root each appointment belongs to."""

    case: dict[str, Any]
    matters: OpenMatters
    roots: dict[str, str]


def build_case(household: Household, *, as_of: datetime) -> BuiltCase:
    """Read and write down one case; the same records give the same case whatever order they came in."""
    return build_cases(household.landlord_id, [household.case_id], as_of=as_of)[household.case_id]


def build_cases(landlord_id: str, case_ids: Collection[str], *, as_of: datetime) -> dict[str, BuiltCase]:
    """The cases by name; the number of queries does not hang on how many they are."""
    policy = landlord_policy.policy_on(landlord_id, london_day(as_of))
    records = case_records.records_of(landlord_id, case_ids)
    appointments = [row for one in records for row in one.appointments]
    evidence = _Evidence(landlord_id, appointments, str(policy.around["offline_time_trust"]))
    return {one.household.case_id: _built(one, policy, evidence, as_of) for one in records}


def _built(records: CaseRecords, policy: LandlordPolicy, evidence: "_Evidence", as_of: datetime) -> BuiltCase:
    spoken: list[Spoken] = []
    case = {
        "case": records.household.case_id,
        "as_of": written(as_of),
        "policy": policy.values,
        "settings": policy.settings,
        "people": [_person(row) for row in records.members],
        "repairs": [_repair(row, records.appointments, evidence, spoken) for row in records.repairs],
        **_claimed(records),
    }
    wait = timedelta(hours=int(policy.around["wait_for_phone_hours"]))
    own = {row.appointment_id: evidence.silences[row.appointment_id] for row in records.appointments}
    answers = _standing(records.answers, case)
    matters = OpenMatters(as_of, wait, spoken, own, answers, approved_on_top=records.on_top)
    root_of_job = {row.job_number: row.repair_root for row in records.repairs}
    return BuiltCase(case, matters, {row.appointment_id: root_of_job[row.job_number] for row in records.appointments})


def standing_answers(household: Household, case: dict[str, Any]) -> Answers:
    """What people decided and still stands: the newest to each question, unless its evidence is another one now."""
    return _standing(question_answers.answers_of(household.landlord_id, household.case_id), case)


def _standing(answers: Sequence[QuestionAnswer], case: dict[str, Any]) -> Answers:
    given: dict[str, bool] = {}
    for row in answers:
        name = name_of(row.code, row.facts)
        given.pop(name, None)
        if row.looked_at == digest_of(case, row.facts):
            given[name] = row.is_yes
    return Answers(given)


class _Evidence:
    """Everything recorded about the appointments of some households, read at once."""

    def __init__(self, landlord_id: str, appointments: Sequence[Appointment], trust: str) -> None:
        names = [row.appointment_id for row in appointments]
        self._trust = trust
        self._phone = case_evidence.phone_events(landlord_id, names)
        self._imported = case_evidence.imported_visits(landlord_id, names)
        self._office = case_evidence.office_changes(landlord_id, names)
        self._sent = case_evidence.sent_notices(landlord_id, names)
        self._disputes = case_evidence.disputes(landlord_id, names)
        self.silences = self._silences(landlord_id, appointments)

    def appointment(self, row: Appointment, spoken: list[Spoken]) -> dict[str, Any]:
        """The appointment as the case has it; words by voice whose minute is unsure are added to `spoken`."""
        name = row.appointment_id
        start_at, end_at = self._agreed(row)
        told = Told([], [], []) if start_at is None else self._told(row, start_at)
        spoken += told.spoken
        written_row = {
            "id": name,
            "contractor": row.firm_id,
            "kind": row.kind,
            "agreed_start": written(start_at) if start_at else None,
            "agreed_end": written(end_at) if start_at and end_at else None,
            "agreed_with_tenant": row.agreed_with_tenant,
            "people_required": row.people_required,
            "changes": told.changes,
            "notices": told.notices,
            "events": self._events(name),
            "tenant_disputes": self._is_disputed(row),
        }
        return without_nothing(written_row)

    def _agreed(self, row: Appointment) -> tuple[datetime | None, datetime | None]:
        end_at = row.slot_end_at
        if row.slot_start_at is None or (end_at is not None and end_at < row.slot_start_at):
            end_at = None
        return row.slot_start_at, end_at

    def _told(self, row: Appointment, start_at: datetime) -> Told:
        name = row.appointment_id
        visits = self._visits(name)
        changes = [change for visit in visits if (change := imported_change(visit)) is not None]
        notices = [notice for visit in visits if (notice := imported_notice(visit)) is not None]
        return what_was_told(
            name,
            start_at,
            [*changes, *self._office.get(name, [])],
            [*notices, *self._sent.get(name, [])],
            spoken_notices(self._events_of_phones(name), self._doubt(name)),
        )

    def _events(self, name: str) -> list[dict[str, Any]]:
        imported = [event for visit in self._visits(name) for event in imported_events(visit)]
        return imported + case_events(self._events_of_phones(name), self._doubt(name))

    def _visits(self, name: str) -> list[ImportedVisit]:
        return [visit for visit, _ in self._imported.get(name, [])]

    def _events_of_phones(self, name: str) -> list[PhoneEvent]:
        return self._phone.get(name, [])

    def _doubt(self, name: str) -> Doubt:
        disputed = self._disputes.get(name)
        return Doubt(self._trust, disputed is not None and disputed.time)

    def _is_disputed(self, row: Appointment) -> bool:
        newest = self._disputes.get(row.appointment_id)
        if newest is not None and newest.attendance is not None:
            return newest.attendance
        return row.tenant_disputes or any(disputed for _, disputed in self._imported.get(row.appointment_id, []))

    def _silences(self, landlord_id: str, appointments: Sequence[Appointment]) -> dict[str, Silence]:
        recorded = {
            row.appointment_id: Recorded(
                from_other_system=row.appointment_id in self._imported,
                has_events=row.appointment_id in self._phone,
                has_changes=row.appointment_id in self._office,
                disputed=self._is_disputed(row),
            )
            for row in appointments
        }
        return silences(landlord_id, appointments, recorded)


def _repair(
    row: Repair, appointments: Sequence[Appointment], evidence: _Evidence, spoken: list[Spoken]
) -> dict[str, Any]:
    own = [one for one in appointments if one.job_number == row.job_number]
    return without_nothing(
        {
            "id": row.job_number,
            "root": row.repair_root,
            "address": row.uprn,
            "trade": row.trade or None,
            "raised_on": row.raised_on.isoformat() if row.raised_on else None,
            "completed_on": row.completed_on.isoformat() if row.completed_on else None,
            "appointments": [evidence.appointment(one, spoken) for one in own],
        }
    )


def _person(row: Person) -> dict[str, Any]:
    return without_nothing(
        {
            "id": row.person_id,
            "tenure": row.tenure if row.tenure in _TENURES else "other",
            "on_tenancy": row.role in _ON_TENANCY,
            "from": row.tenure_from.isoformat() if row.tenure_from else None,
            "to": row.tenure_to.isoformat() if row.tenure_to else None,
        }
    )


def _claimed(records: CaseRecords) -> dict[str, Any]:
    """The losses, when they were claimed, and the decision in force."""
    claimed_at, prior = claims.newest_claim_at(records.claims), records.decision
    losses = [
        {
            "person": row.person_id,
            "day": row.day.isoformat(),
            "off_work": row.off_work,
            "pence": row.pence,
            "evidence": row.evidence,
            "paid_leave": row.paid_leave,
        }
        for row in records.losses
    ]
    found: dict[str, Any] = {"losses": losses}
    if claimed_at is not None:
        found["claimed_at"] = written(claimed_at)
    if prior is not None:
        found["prior"] = {"state": prior.state, "total_pence": prior.total_pence}
    return found
