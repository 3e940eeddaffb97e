"""What does not fit the case format is refused with the path of the wrong field."""

import copy
from typing import Any

import pytest

from server.domain.cases.case_format import read_case
from server.domain.cases.fields import CaseDoesNotFit, RepeatedNames
from tests.policy_cases.rows import (
    DAYS,
    a_loss,
    an_appointment,
    an_event,
    missed_three_times,
    missed_twice_and,
    nobody_in,
)

Json = dict[str, Any]
A3 = "repairs[0].appointments[2]"


def refusal(case: object) -> CaseDoesNotFit:
    with pytest.raises(CaseDoesNotFit) as refused:
        read_case(case)
    assert refused.value.message.endswith(".")
    return refused.value


def at(**fields: Any) -> Json:
    return missed_twice_and(an_appointment(**fields))


def a_change(**fields: Any) -> Json:
    return at(changes=[{"kind": "cancelled", "by": "contractor", **fields}])


def a_notice(**fields: Any) -> Json:
    return at(notices=[{"channel": "sms", "new_start": f"{DAYS[2]}T09:30:00Z", **fields}])


def test_optional_fields_may_be_missing_and_optional_moments_null():
    case = read_case(
        missed_three_times(
            claimed_at=None,
            people=[{"id": "p1", "tenure": "tenant", "from": None, "to": None}],
            note="ignored",
        )
    )

    assert case.people[0].on_tenancy is True
    assert case.repairs[0].root == "R1"
    assert case.repairs[0].appointments[0].agreed_end is None


@pytest.mark.parametrize("case", [None, [], "case", 1, True])
def test_a_case_must_be_an_object(case: object):
    assert refusal(case).path == ""


@pytest.mark.parametrize("name", ["case", "as_of", "people", "repairs", "losses"])
def test_a_field_that_is_not_optional_is_missing(name: str):
    case = missed_three_times()
    del case[name]

    assert refusal(case).path == name


@pytest.mark.parametrize(
    ("case", "path"),
    [
        (missed_three_times(colour="red"), "colour"),
        (missed_three_times(**{"two words\n": 1}), r'"two words\n"'),
        (missed_three_times(as_of=None), "as_of"),
        (missed_three_times(as_of="2026-11-20T12:00:00"), "as_of"),
        (missed_three_times(as_of=1), "as_of"),
        (missed_three_times(claimed_at="yesterday"), "claimed_at"),
        (missed_three_times(note=1), "note"),
        (missed_three_times(people={}), "people"),
        (missed_three_times(people=[{"id": 1, "tenure": "tenant"}]), "people[0].id"),
        (missed_three_times(people=[{"id": "p1", "tenure": "lodger"}]), "people[0].tenure"),
        (missed_three_times(people=[{"id": "p1", "tenure": "tenant", "from": "5.10.2026"}]), "people[0].from"),
        (missed_three_times(people=[{"id": "p1", "tenure": "tenant", "on_tenancy": 1}]), "people[0].on_tenancy"),
        (missed_three_times(people=[{"id": "p1", "tenure": "other"}] * 2), "people[1].id"),
        (missed_three_times(repairs=[None]), "repairs[0]"),
        (missed_three_times(repairs=[{"id": "R1", "appointments": []}] * 2), "repairs[1].id"),
        (missed_three_times(repairs=[{"id": "R1", "appointments": None}]), "repairs[0].appointments"),
        (missed_three_times(repairs=[{"id": "R1", "root": None, "appointments": []}]), "repairs[0].root"),
        (missed_twice_and(an_appointment("A1")), f"{A3}.id"),
        (missed_three_times(losses=[a_loss(person="p9")]), "losses[0].person"),
        (missed_three_times(losses=[a_loss(), a_loss(pence=1)]), "losses[1].day"),
        (missed_three_times(losses=[a_loss(pence=-1)]), "losses[0].pence"),
        (missed_three_times(losses=[a_loss(pence=90.0)]), "losses[0].pence"),
        (missed_three_times(losses=[a_loss(pence=True)]), "losses[0].pence"),
        (missed_three_times(losses=[a_loss(pence=float("nan"))]), "losses[0].pence"),
        (missed_three_times(losses=[a_loss(pence=10**1000)]), "losses[0].pence"),
        (missed_three_times(losses=[a_loss(evidence="letter")]), "losses[0].evidence"),
        (missed_three_times(losses=[a_loss(day="2026-02-30")]), "losses[0].day"),
        (missed_three_times(prior={"state": "open", "total_pence": 1}), "prior.state"),
        (missed_three_times(prior={"state": "paid"}), "prior.total_pence"),
        (missed_three_times(prior=None), "prior"),
        (missed_three_times(ignored={"arrears_pence": "1"}), "ignored.arrears_pence"),
        (missed_three_times(settings=[]), "settings"),
        (missed_three_times(settings={"days_payed": "x"}), "settings.days_payed"),
        (missed_three_times(settings={"days_paid": "x"}), "settings.days_paid"),
        (missed_three_times(settings={"profile": "strict"}), "settings.profile"),
        (missed_three_times(settings={"profile": None}), "settings.profile"),
        (missed_three_times(policy=[{"cap_pence_per_day": 1}]), "policy[0].from"),
        (missed_three_times(policy=[{"from": DAYS[0], "cap": 1}]), "policy[0].cap"),
        (missed_three_times(policy=[{"from": DAYS[0], "threshold_more_than": -1}]), "policy[0].threshold_more_than"),
        (
            missed_three_times(policy=[{"from": DAYS[0], "cap_pence_per_day": n} for n in (1, None)]),
            "policy[1].cap_pence_per_day",
        ),
    ],
)
def test_a_field_of_the_case_does_not_fit(case: Json, path: str):
    assert refusal(case).path == path


@pytest.mark.parametrize(
    ("case", "path"),
    [
        (at(kind="urgent"), "kind"),
        (at(contractor=None), "contractor"),
        (at(people_required=0), "people_required"),
        (at(people_required="2"), "people_required"),
        (at(agreed_with_tenant="yes"), "agreed_with_tenant"),
        (at(agreed_end=f"{DAYS[2]}T08:59:59Z"), "agreed_end"),
        (at(agreed_start=None, agreed_end=f"{DAYS[2]}T10:00:00Z"), "agreed_end"),
        (a_change(kind="dropped"), "changes[0].kind"),
        (a_change(by="landlord"), "changes[0].by"),
        (a_change(told_at=f"{DAYS[2]}T08:00:00Z"), "changes[0].channel"),
        (a_change(channel="fax"), "changes[0].channel"),
        (a_change(channel=None), "changes[0].channel"),
        (a_change(new_start=f"{DAYS[2]}T08:00:00Z"), "changes[0].new_start"),
        (a_change(kind="moved"), "changes[0].new_start"),
        (a_change(reason=7), "changes[0].reason"),
        (
            a_change(kind="moved", new_start=f"{DAYS[2]}T12:00:00Z", new_end=f"{DAYS[2]}T11:00:00Z"),
            "changes[0].new_end",
        ),
        (a_notice(new_start=None), "notices[0].new_start"),
        (a_notice(new_start="2026-10-14T09:00:00Z"), "notices[0].new_start"),
        (a_notice(new_end=f"{DAYS[2]}T09:29:59Z"), "notices[0].new_end"),
        (a_notice(channel="letter"), "notices[0].channel"),
        (a_notice(spoken_at=f"{DAYS[2]}T08:00:00Z"), "notices[0].spoken_at"),
        (a_notice(channel="phone", sent_at=f"{DAYS[2]}T08:00:00Z"), "notices[0].sent_at"),
        (a_notice(channel="in_person", queued_at=f"{DAYS[2]}T08:00:00Z"), "notices[0].queued_at"),
        (at(events=[an_event("came", "09:00:00")]), "events[0].type"),
        (at(events=[{}]), "events[0].type"),
        (at(events=[an_event("arrived", "09:00:00", operative=None)]), "events[0].operative"),
        (at(events=[an_event("arrived", "09:00:00", until="08:59:59")]), "events[0].latest"),
        (at(events=[an_event("arrived", "09:00:00", reason="late")]), "events[0].reason"),
        (at(events=[an_event("arrived", "09:00:00", weak=None)]), "events[0].weak"),
        (at(events=[an_event("arrived", "09:00:00", device_time="9")]), "events[0].device_time"),
        (at(events=[an_event("no_access", "09:00:00", card_left=True)]), "events[0].reason"),
        (at(events=[an_event("no_access", "09:00:00", reason="nobody_in")]), "events[0].card_left"),
        (at(events=[nobody_in("09:00:00", reason="out")]), "events[0].reason"),
        (at(events=[an_event("work_not_done", "09:00:00")]), "events[0].reason"),
        (
            at(events=[an_event("arrived", "09:00:00", id="e1"), an_event("left", "09:00:00", id="e1")]),
            "events[1].id",
        ),
    ],
)
def test_a_field_of_an_appointment_does_not_fit(case: Json, path: str):
    assert refusal(case).path == f"{A3}.{path}"


def test_a_name_that_stands_twice_is_refused_where_it_stands():
    case = missed_three_times()
    case["losses"][1] = RepeatedNames(case["losses"][1])
    case["losses"][1].repeated = "pence"

    assert refusal(case).path == "losses[1].pence"


def test_a_notice_may_follow_a_move_to_another_day():
    moved = {
        "kind": "moved",
        "by": "contractor",
        "told_at": "2026-10-12T09:00:00Z",
        "channel": "sms",
        "new_start": "2026-10-14T09:00:00Z",
    }
    late = {"channel": "phone", "new_start": "2026-10-14T10:00:00Z"}

    read_case(at(changes=[moved], notices=[{**late, "spoken_at": "2026-10-14T08:00:00Z"}]))
    early = refusal(at(changes=[moved], notices=[{**late, "spoken_at": "2026-10-12T08:00:00Z"}]))

    assert early.path == f"{A3}.notices[0].new_start"


def test_the_same_event_twice_counts_once():
    arrived = an_event("arrived", "09:00:00")
    same = {**arrived, "earliest": f"{DAYS[2]}T10:00:00+01:00", "weak": False}

    case = read_case(at(events=[arrived, same]))

    assert len(case.repairs[0].appointments[2].events) == 1


def test_reading_changes_nothing_in_what_was_given():
    given = missed_three_times(settings={"profile": "third", "set_off": "both"})
    before = copy.deepcopy(given)

    read_case(given)

    assert given == before
