"""Step 7: what each person is paid for each paid day, and which contractor the sum falls to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.domain.cases.case import Loss, Person
from server.domain.compensation.counting import Count, count_occasions, missing_value
from server.domain.compensation.matter import Matter
from server.domain.compensation.worlds import OWN_RECORD, SECOND_ADULT, SHARED_OWNER, Question, World
from server.domain.parameters import Parameter


@dataclass(frozen=True, slots=True)
class Finding:
    """What one person's day comes to on its own, before the other adults of the home are looked at."""

    code: str
    passes: bool = False
    pence: int = 0


@dataclass(frozen=True, slots=True)
class Settlement:
    """The money of one world, before set-off."""

    count: Count
    payments: dict[tuple[str, date], int]
    findings: dict[tuple[str, date], Finding]

    @property
    def total_pence(self) -> int:
        return sum(self.payments.values())


def settle(matter: Matter, world: World) -> Settlement:
    count = count_occasions(matter, world)
    settlement = Settlement(count, {}, {})
    for day in count.paid_days:
        _settle_day(matter, world, settlement, day)
    return settlement


def _settle_day(matter: Matter, world: World, settlement: Settlement, day: date) -> None:
    passing: list[tuple[int, int, Person]] = []
    for place, person in enumerate(matter.case.people):
        finding = find(matter, world, settlement.count, person=person, day=day)
        settlement.findings[person.id, day] = finding
        if finding.passes:
            passing.append((-finding.pence, place, person))
    shared = _shared_cap(matter, settlement.count, day)
    for rank, (_, place, person) in enumerate(sorted(passing, key=lambda one: one[:2])):
        if rank > 0 and not _second_adult_is_paid(matter, world, (place, person), day):
            settlement.findings[person.id, day] = Finding("second_adult")
            continue
        own = settlement.findings[person.id, day].pence
        pence = own if shared is None else min(own, shared)
        settlement.payments[person.id, day] = pence
        shared = None if shared is None else shared - pence


def find(matter: Matter, world: World, count: Count, *, person: Person, day: date) -> Finding:
    """Ask the page's lines 1 to 4 in order and stop at the first that bars the day."""
    loss = matter.losses.get((person.id, day))
    if loss is None or not loss.off_work:
        return Finding("no_time_off_claimed")
    barred = (
        _bar_of_loss(matter, loss)
        or _bar_of_tenure(matter, world, person, day)
        or _bar_of_evidence(matter, world, loss)
    )
    if barred is not None:
        return Finding(barred)
    cap = cap_on(matter, count, day)
    if cap is None:
        is_paid = world.says_yes(missing_value(*cap_row(matter, count, day)))
        return Finding("policy_value_missing", passes=is_paid, pence=loss.pence if is_paid else 0)
    return Finding("below_cap" if loss.pence < cap else "at_cap", passes=True, pence=min(loss.pence, cap))


def _bar_of_loss(matter: Matter, loss: Loss) -> str | None:
    if loss.pence == 0:
        return "no_loss"
    return "paid_leave" if loss.paid_leave and matter.settings.paid_leave == "no_loss" else None


def _bar_of_tenure(matter: Matter, world: World, person: Person, day: date) -> str | None:
    """Tenure is judged on the day of the miss, not on the day of the claim."""
    if not person.on_tenancy:
        return "not_on_tenancy"
    is_before = person.first_day is not None and day < person.first_day
    is_after = person.last_day is not None and day > person.last_day
    if is_before or is_after:
        return "not_tenant_on_day"
    if person.tenure in matter.settings.eligible.split(","):
        return None
    if person.tenure != "shared_owner" or matter.settings.shared_owner == "not_eligible":
        return "not_eligible"
    asked = Question((SHARED_OWNER, _place(matter, person)), ("shared_owner",), {"person": person.id})
    is_eligible = matter.settings.shared_owner == "eligible" or world.says_yes(asked)
    return None if is_eligible else "shared_owner"


def _bar_of_evidence(matter: Matter, world: World, loss: Loss) -> str | None:
    """An own record that is not accepted is as no evidence: the day waits for better."""
    if loss.evidence in ("employer", "payslip") or (world.supplied and loss.evidence == "none"):
        return None
    rule = matter.settings.own_record_evidence if loss.evidence == "own_record" else "reject"
    if rule == "accept":
        return None
    if rule == "decision":
        facts = {"person": loss.person, "day": loss.day.isoformat()}
        key = (OWN_RECORD, loss.day.isoformat(), loss.person)
        if world.says_yes(Question(key, ("own_record_evidence",), facts)):
            return None
    if world.supplied:
        return None
    return "own_record_evidence" if rule == "decision" else "awaiting_evidence"


def _second_adult_is_paid(matter: Matter, world: World, other: tuple[int, Person], day: date) -> bool:
    place, person = other
    if matter.settings.second_adult != "decision":
        return matter.settings.second_adult == "counts"
    facts = {"person": person.id, "day": day.isoformat()}
    return world.says_yes(Question((SECOND_ADULT, day.isoformat(), place), ("second_adult",), facts))


def _place(matter: Matter, person: Person) -> int:
    return matter.case.people.index(person)


def cap_row(matter: Matter, count: Count, day: date) -> tuple[Parameter, date]:
    """Return the cap's parameter and the day it is looked up on (setting `cap_version`)."""
    paid = count.paid_days or (day,)
    by_version = {
        "by_day": day,
        "decision_date": matter.decided_on,
        "first_occasion": paid[0],
        "latest_occasion": paid[-1],
    }
    return matter.policy.cap_pence_per_day, by_version[matter.settings.cap_version]


def cap_on(matter: Matter, count: Count, day: date) -> int | None:
    """Return the most that one person's day can come to, or None where no cap is set."""
    parameter, looked_up_on = cap_row(matter, count, day)
    cap = parameter.find(looked_up_on)
    if cap is None or matter.settings.cap_scope != "repair_day":
        return cap
    missed = count.occasions_on(day, passed_only=False)
    return cap * max(1, len({count.root(matter.roots[one.repair]) for one in missed}))


def _shared_cap(matter: Matter, count: Count, day: date) -> int | None:
    return cap_on(matter, count, day) if matter.settings.cap_scope == "tenancy_day" else None


def recharge(settlement: Settlement) -> list[tuple[str, int]]:
    """Split each day's sum equally among the contractors who missed it; odd pence go to the day's earliest.

    Two occasions at the same instant stand by the contractor's name, so that the file's order changes nothing.
    """
    shares: dict[str, int] = {}
    for day in settlement.count.paid_days:
        pence = sum(paid for (_, paid_on), paid in settlement.payments.items() if paid_on == day)
        missed = settlement.count.occasions_on(day, passed_only=True)
        missed.sort(key=lambda one: (one.start or 0, one.contractor))
        firms = list(dict.fromkeys(one.contractor for one in missed))
        each, odd = divmod(pence, len(firms))
        for firm in firms:
            shares[firm] = shares.get(firm, 0) + each + (odd if firm == firms[0] else 0)
    return sorted((firm, pence) for firm, pence in shares.items() if pence > 0)
