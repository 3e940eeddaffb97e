"""Assesses one household's case after something touched it: a new assessment supersedes, nothing is rewritten."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import orjson

from server.domain.evidence.edges import late_edges
from server.domain.evidence.open_outcomes import assess_open, next_look_at
from server.outside.clock import Clock
from server.services.assessment.announce_outcomes import announce_outcomes
from server.services.assessment.assess_case import assess_case
from server.services.assessment.build_case import BuiltCase, build_case
from server.storage import feed
from server.storage.cases import cases, households
from server.storage.cases.households import Household
from server.storage.database import transaction
from server.storage.phones import touched_visits
from server.storage.tables.decisions import Assessment, CaseStanding
from server.storage.tables.standings import AppointmentStanding, RepairStanding

Json = dict[str, Any]


@dataclass(frozen=True)
class Assessed:
    """The assessment that stands now, whether it is new, and the appointments whose result changed with it."""

    assessment: Assessment
    is_new: bool
    changed_appointments: frozenset[str]


def assess_household(landlord_id: str, case_id: str, *, cause: str, clock: Clock) -> Assessed:
    """Build the case, run the rule and store what came of it; a case that is as it was stores nothing new.

    1. Hold the case, so that two assessments of it never cross.
    2. Build it from the records, with the landlord's own policy values and settings, and run the rule.
    3. Append the assessment where its input or its result is another; `as_of` alone is no change.
    4. Write the standings and queue what they newly prove.
    5. Last, since the feed takes the lock, tell phones whose warning changed.
    """
    household = households.of_case(landlord_id, case_id)
    now = clock.now()
    with transaction() as connection:
        cases.hold_case(connection, landlord_id, case_id)
        built = build_case(household, as_of=now)
        output = _as_stored(assess_open(built.case, built.matters, partial(assess_case, answers=built.matters.answers)))
        last = cases.latest_assessment(landlord_id, case_id)
        is_new = last is None or _has_changed(last, built.case, output)
        assessment = last
        if is_new or assessment is None:
            assessment = _appended(household, built, output, cause=cause, supersedes=last)
        _put_case_standing(household, built, assessment)
        changed = cases.put_appointment_standings(_appointments(household, built, assessment))
        recounted = cases.put_repair_standings(landlord_id, case_id, _repairs(household, output))
        announce_outcomes(landlord_id, changed, clock=clock)
        _tell_phones(landlord_id, built, recounted, clock)
    return Assessed(assessment, is_new, frozenset(changed))


def _as_stored(value: Any) -> Json:
    """The value as it will be read back, so that it compares with what is stored."""
    stored: Json = orjson.loads(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS))
    return stored


def _has_changed(last: Assessment, case: Json, output: Json) -> bool:
    now, before = _as_stored(case), dict(last.input)
    now.pop("as_of")
    before.pop("as_of", None)
    return now != before or output != last.output


def _appended(
    household: Household, built: BuiltCase, output: Json, *, cause: str, supersedes: Assessment | None
) -> Assessment:
    assessment = Assessment(
        landlord_id=household.landlord_id,
        case_id=household.case_id,
        made_at=built.matters.now,
        cause=cause,
        state=output["state"],
        total_pence=output["total_pence"],
        at_stake_pence=output["at_stake_pence"],
        input=_as_stored(built.case),
        output=output,
        supersedes=supersedes.assessment_id if supersedes else None,
    )
    cases.add_assessment(assessment)
    return assessment


def _put_case_standing(household: Household, built: BuiltCase, assessment: Assessment) -> None:
    output: Json = assessment.output
    cases.put_case_standing(
        CaseStanding(
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


def _repairs(household: Household, output: Json) -> list[RepairStanding]:
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


def _tell_phones(landlord_id: str, built: BuiltCase, recounted: set[str], clock: Clock) -> None:
    """The visits still to come of a repair whose count changed: the operative is warned before the next miss."""
    if not recounted:
        return
    coming = {
        row["id"]
        for repair in built.case["repairs"]
        for row in repair["appointments"]
        if {repair["id"], repair["root"]} & recounted and _is_to_come(row, built)
    }
    feed.append(landlord_id, touched_visits.of_appointments(landlord_id, coming), at=clock.now())


def _is_to_come(appointment: Json, built: BuiltCase) -> bool:
    edge = late_edges(appointment, timedelta()).get(None)
    return edge is not None and edge >= built.matters.now
