"""Cases of any shape that the format allows, for properties that must hold of all of them."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as some

from tests.policy_cases.rows import an_appointment, an_event, nobody_in

Json = dict[str, Any]
FIRST_DAY = date(2026, 10, 5)
AS_OF = "2026-11-20T12:00:00Z"

SETTINGS: dict[str, list[str | int]] = {
    "days_paid": ["all_not_kept_days", "from_threshold_day"],
    "same_repair_scope": ["repair_root", "work_order"],
    "unlinked_recall": ["decision", "ignore", "link"],
    "contractors_counted": ["any", "each"],
    "occasion_unit": ["appointment", "day"],
    "cap_scope": ["person_day", "tenancy_day", "repair_day"],
    "shared_owner": ["decision", "eligible", "not_eligible"],
    "second_adult": ["decision", "counts", "one_only"],
    "paid_leave": ["no_loss", "value_of_day"],
    "own_record_evidence": ["decision", "accept", "reject"],
    "set_off": ["none", "arrears", "vouchers", "both"],
    "cap_version": ["by_day", "decision_date", "first_occasion", "latest_occasion"],
    "threshold_version": ["latest_occasion", "decision_date", "first_occasion"],
    "uncertain_time": ["decision", "favour_tenant", "midpoint"],
    "weak_evidence": ["decision", "accept", "ignore"],
    "late_evidence_before_payment": ["hold", "replace"],
    "late_evidence_after_payment": ["no_recovery", "manager_may_recover"],
    "tolerance_seconds": [0, 600],
}


def a_day(number: int) -> str:
    return (FIRST_DAY + timedelta(days=number)).isoformat()


def on(day: str, event: Json) -> Json:
    """Move an event, made for the usual day, to another."""
    moved = {name: f"{day}{event[name][10:]}" for name in ("earliest", "latest", "received_at")}
    return {**event, **moved}


@some.composite
def visits(draw: some.DrawFn, day: str) -> list[Json]:
    """Nobody; in time; late; uncertain; nobody in, with or without a card; a weak record."""
    kind = draw(some.sampled_from(["nobody", "nobody", "in time", "late", "unsure", "no access", "weak"]))
    arrived = {
        "nobody": [],
        "in time": [an_event("arrived", "09:02:00"), an_event("access_given", "09:03:00")],
        "late": [an_event("arrived", "09:20:00"), an_event("access_given", "09:21:00")],
        "unsure": [an_event("arrived", "09:05:00", until="09:15:00")],
        "no access": [
            an_event("arrived", "09:00:00"),
            nobody_in("09:06:00", card_left=draw(some.booleans())),
        ],
        "weak": [an_event("arrived", "09:02:00", weak=True)],
    }[kind]
    return [on(day, event) for event in arrived]


@some.composite
def repairs(draw: some.DrawFn, most: int = 3) -> list[Json]:
    made = []
    for number in range(draw(some.integers(1, most))):
        appointments = []
        for place in range(draw(some.integers(0, 4))):
            day = a_day(draw(some.integers(0, 4)))
            name = f"R{number}A{place}"
            appointments.append(
                an_appointment(
                    name,
                    day,
                    contractor=draw(some.sampled_from(["X", "Y"])),
                    events=draw(visits(day)),
                    tenant_disputes=draw(some.booleans()),
                )
            )
        made.append(
            {
                "id": f"R{number}",
                "root": draw(some.sampled_from([f"R{number}", "R0"])),
                "address": "h1",
                "trade": draw(some.sampled_from(["plumbing", "electrical"])),
                "raised_on": a_day(number - 20),
                "appointments": appointments,
            }
        )
    return made


@some.composite
def cases(draw: some.DrawFn) -> Json:
    people = [
        {
            "id": f"p{number}",
            "tenure": draw(some.sampled_from(["tenant", "tenant", "leaseholder", "shared_owner", "licensee"])),
            "on_tenancy": draw(some.integers(0, 5)) > 0,
        }
        for number in range(draw(some.integers(1, 3)))
    ]
    losses = [
        {
            "person": person["id"],
            "day": a_day(number),
            "off_work": draw(some.integers(0, 5)) > 0,
            "pence": draw(some.sampled_from([0, 1, 4001, 6999, 7000, 7001, 9000])),
            "evidence": draw(some.sampled_from(["employer", "employer", "payslip", "own_record", "none"])),
        }
        for person in people
        for number in range(5)
        if draw(some.integers(0, 3)) > 0
    ]
    case = {"case": "any", "as_of": AS_OF, "people": people, "repairs": draw(repairs()), "losses": losses}
    if draw(some.booleans()):
        case["policy"] = draw(policy_rows())
    if draw(some.integers(0, 3)) == 0:
        state = draw(some.sampled_from(["approved", "paid", "refused"]))
        case["prior"] = {"state": state, "total_pence": draw(some.sampled_from([0, 7000, 14000, 30000]))}
    case["settings"] = draw(chosen_settings())
    case["ignored"] = {"arrears_pence": draw(some.sampled_from([0, 5000])), "voucher_pence": 100}
    return case


def policy_rows() -> some.SearchStrategy[list[Json]]:
    values = some.sampled_from([None, 0, 1, 3, 8000])
    name = some.sampled_from(["cap_pence_per_day", "threshold_more_than"])
    row = some.tuples(some.integers(0, 5), name, values)
    rows = some.lists(row, max_size=3, unique_by=lambda one: one[:2])
    return rows.map(lambda made: [{"from": a_day(day), name: value} for day, name, value in made])


def chosen_settings() -> some.SearchStrategy[Json]:
    each = {name: some.sampled_from(values) for name, values in SETTINGS.items()}
    return some.fixed_dictionaries({}, optional=each)
