"""Assesses households' cases: a new assessment supersedes, nothing is rewritten. Many cost hardly more than one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import orjson

from server.domain.evidence.edges import late_edges
from server.domain.evidence.open_outcomes import assess_open
from server.outside.clock import Clock
from server.services.assessment.announce_outcomes import announce_outcomes
from server.services.assessment.assess_case import assess_case
from server.services.assessment.build_case import BuiltCase, build_cases
from server.services.assessment.put_standings import put_standings
from server.storage import feed
from server.storage.cases import cases
from server.storage.database import transaction
from server.storage.phones import touched_visits
from server.storage.tables.decisions import Assessment

Json = dict[str, Any]


@dataclass(frozen=True)
class Assessed:
    """The assessment that stands now, whether it is new, and the appointments whose result changed with it."""

    assessment: Assessment
    is_new: bool
    changed_appointments: frozenset[str]


def assess_households(landlord_id: str, case_ids: Collection[str], *, cause: str, clock: Clock) -> dict[str, Assessed]:
    """Assess these cases in one transaction, in a number of statements that does not hang on how many they are.

    1. Hold the cases, in order of their names, so that two assessments of one never cross.
    2. Build them from the records, with the landlord's own policy values and settings, and run the rule on each.
    3. Append an assessment where its input or its result is another; `as_of` alone is no change.
    4. Write the standings and queue what they newly prove.
    5. Last, since the feed takes the lock, tell phones whose warning changed.
    """
    names = sorted(set(case_ids))
    with transaction() as connection:
        for case_id in names:
            cases.hold_case(connection, landlord_id, case_id)
        built = build_cases(landlord_id, names, as_of=clock.now())
        last = cases.latest_assessments(landlord_id, names)
        stands = {name: _stands(landlord_id, name, built[name], last.get(name), cause) for name in names}
        cases.add_assessments([one for one in stands.values() if one.assessment_id is None])
        changed, recounted = put_standings(landlord_id, [(built[name], stands[name]) for name in names])
        announce_outcomes(landlord_id, changed, clock=clock)
        coming = {row for name in names for row in _coming(built[name], recounted.get(name, ()))}
        if coming:
            feed.append(landlord_id, touched_visits.of_appointments(landlord_id, coming), at=clock.now())
    return {
        name: Assessed(one, one is not last.get(name), frozenset(changed & built[name].roots.keys()))
        for name, one in stands.items()
    }


def _stands(landlord_id: str, case_id: str, built: BuiltCase, last: Assessment | None, cause: str) -> Assessment:
    """The last assessment where nothing is another than it was, else a new one."""
    rule = partial(assess_case, answers=built.matters.answers)
    output, case = _as_stored(assess_open(built.case, built.matters, rule)), _as_stored(built.case)
    if last is not None and not _has_changed(last, case, output):
        return last
    return Assessment(
        landlord_id=landlord_id,
        case_id=case_id,
        made_at=built.matters.now,
        cause=cause,
        state=output["state"],
        total_pence=output["total_pence"],
        at_stake_pence=output["at_stake_pence"],
        input=case,
        output=output,
        supersedes=last.assessment_id if last is not None else None,
    )


def _as_stored(value: Any) -> Json:
    """The value as it will be read back, so that it compares with what is stored."""
    stored: Json = orjson.loads(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS))
    return stored


def _has_changed(last: Assessment, case: Json, output: Json) -> bool:
    return output != last.output or _without_as_of(case) != _without_as_of(last.input)


def _without_as_of(case: Mapping[str, Any]) -> Json:
    return {name: value for name, value in case.items() if name != "as_of"}


def _coming(built: BuiltCase, recounted: Collection[str]) -> set[str]:
    """What is still to come of a repair whose count changed: its operatives are warned before the next miss."""
    if not recounted:
        return set()
    return {
        row["id"]
        for repair in built.case["repairs"]
        for row in repair["appointments"]
        if {repair["id"], repair["root"]} & set(recounted) and _is_to_come(row, built)
    }


def _is_to_come(appointment: Json, built: BuiltCase) -> bool:
    edge = late_edges(appointment, timedelta()).get(None)
    return edge is not None and edge >= built.matters.now
