"""What an assessment says: codes and facts only. The words are made in `server/domain/wording`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from server.domain.attendance.outcome import Occasion, Reason
from server.domain.cases.policy_settings import PolicySettings
from server.domain.parameters import Policy


@dataclass(frozen=True, slots=True)
class RootCount:
    root: str
    not_kept: int
    threshold_passed: bool


@dataclass(frozen=True, slots=True)
class PaidDay:
    """One person's day with a missed appointment; `cap_pence` is None where the policy sets none."""

    person: str
    day: date
    loss_pence: int
    cap_pence: int | None
    paid_pence: int
    state: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Needed:
    """A question for a person, with the sums before set-off if it is answered yes or no."""

    code: str
    facts: Mapping[str, object]
    clause: str
    if_yes_pence: int
    if_no_pence: int


@dataclass(frozen=True, slots=True)
class Decision:
    case: str
    state: str
    total_pence: int
    at_stake_pence: int
    paid_before_pence: int
    pay_now_pence: int
    occasions: tuple[Occasion, ...]
    roots: tuple[RootCount, ...]
    days: tuple[PaidDay, ...]
    recharge: tuple[tuple[str, int], ...]
    decisions_needed: tuple[Needed, ...]
    notes: tuple[Reason, ...]
    policy: Policy
    settings: PolicySettings
