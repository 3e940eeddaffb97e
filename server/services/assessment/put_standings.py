"""Writes how cases, appointments and repairs stand after their newest assessments, for lists and for the sweep."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from server.domain.evidence.edges import late_edges
from server.domain.evidence.open_outcomes import next_look_at
from server.services.assessment.build_case import BuiltCase
from server.storage.cases import cases, households
from server.storage.cases.households import Household
from server.storage.database import db
from server.storage.standards import line
from server.storage.tables.decisions import Assessment, CaseStanding
from server.storage.tables.standings import AppointmentStanding, RepairStanding

Json = dict[str, Any]


def put_standings(
    landlord_id: str, assessed: Sequence[tuple[BuiltCase, Assessment]]
) -> tuple[set[str], Mapping[str, set[str]]]:
    """Returns the appointments whose result is another one, and by case the repair roots whose count is."""
    whose = [(households.of_case(landlord_id, one.case_id), built, one) for built, one in assessed]
    cases.put_case_standings(landlord_id, [_case_standing(*one) for one in whose])
    changed = cases.put_appointment_standings([row for one in whose for row in _appointments(*one)])
    repairs = {owner.case_id: _repairs(owner, one.output) for owner, _, one in whose}
    _let_standards_count(landlord_id, assessed)
    return changed, cases.put_repair_standings(landlord_id, repairs)


def _let_standards_count(landlord_id: str, assessed: Sequence[tuple[BuiltCase, Assessment]]) -> None:
    if assessed:
        names = [one.case_id for _, one in assessed]
        line.touch(db.session.connection(), landlord_id, line.CASE, names, at=assessed[0][0].matters.now)


def _case_standing(household: Household, built: BuiltCase, assessment: Assessment) -> CaseStanding:
    output: Json = assessment.output
    return CaseStanding(
        landlord_id=household.landlord_id,
        case_id=household.case_id,
        tenancy_ref=household.tenancy_ref,
        uprn=household.uprn,
        assessment_id=assessment.assessment_id,
        state=assessment.state,
        total_pence=assessment.total_pence,
        at_stake_pence=assessment.at_stake_pence,
        most_not_kept=max((root["not_kept"] for root in output["roots"]), default=0),
        due_again_at=next_look_at(built.case, output, built.matters),
    )


def _appointments(household: Household, built: BuiltCase, assessment: Assessment) -> list[AppointmentStanding]:
    """How each appointment stands: the result of its last occasion, or that it waits."""
    output: Json = assessment.output
    last = {row["appointment"]: (row["result"], _first_code(row)) for row in output["occasions"]}
    for row in output["waiting"]:
        if not row["asks_person"]:
            last[row["appointment"]] = ("waiting", row["why"])
    tolerance = timedelta(seconds=output["settings"]["tolerance_seconds"])
    return [
        AppointmentStanding(
            landlord_id=household.landlord_id,
            appointment_id=row["id"],
            case_id=household.case_id,
            assessment_id=assessment.assessment_id,
            result=last[row["id"]][0],
            code=last[row["id"]][1],
            late_edge_at=late_edges(row, tolerance).get(None),
            looked_at=built.matters.now,
            stale=False,
        )
        for repair in built.case["repairs"]
        for row in repair["appointments"]
    ]


def _first_code(occasion: Json) -> str:
    return str(occasion["reasons"][0]["code"]) if occasion["reasons"] else ""


def _repairs(household: Household, output: Mapping[str, Any]) -> list[RepairStanding]:
    return [
        RepairStanding(
            landlord_id=household.landlord_id,
            case_id=household.case_id,
            root=row["root"],
            uprn=household.uprn,
            not_kept=row["not_kept"],
            threshold_passed=row["threshold_passed"],
        )
        for row in output["roots"]
    ]
