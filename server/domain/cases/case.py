"""One tenant's repair history as the rule sees it: plain facts, already checked.

The fields are those of the case format; instants are exact (instants.py), days are London dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from server.domain.cases.instants import Instant


@dataclass(frozen=True, slots=True)
class Event:
    """One thing recorded at the home, within the interval in which it happened."""

    id: str
    type: str
    operative: str
    earliest: Instant
    latest: Instant
    received_at: Instant
    device_time: Instant | None = None
    at_property: bool = True
    weak: bool = False
    reason: str | None = None
    card_left: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A cancellation or a move; `index` is its place among the appointment's changes."""

    index: int
    kind: str
    by: str
    told_at: Instant | None = None
    channel: str | None = None
    reason: str | None = None
    new_start: Instant | None = None
    new_end: Instant | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Word that the visit will be early or late."""

    channel: str
    new_start: Instant
    new_end: Instant | None = None
    queued_at: Instant | None = None
    sent_at: Instant | None = None
    delivered_at: Instant | None = None
    spoken_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Appointment:
    id: str
    contractor: str
    kind: str = "routine"
    agreed_start: Instant | None = None
    agreed_end: Instant | None = None
    agreed_with_tenant: bool = True
    people_required: int = 1
    changes: tuple[Change, ...] = ()
    notices: tuple[Notice, ...] = ()
    events: tuple[Event, ...] = ()
    tenant_disputes: bool = False


@dataclass(frozen=True, slots=True)
class Repair:
    id: str
    root: str
    appointments: tuple[Appointment, ...] = ()
    address: str | None = None
    trade: str | None = None
    raised_on: date | None = None
    completed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the household; the tenure holds from `first_day` to `last_day`, both included."""

    id: str
    tenure: str
    on_tenancy: bool = True
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    person: str
    day: date
    off_work: bool
    pence: int
    evidence: str
    paid_leave: bool = False


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A dated policy value that the case lays over the shipped ones; None = none is set."""

    starts_on: date
    name: str
    value: int | None


@dataclass(frozen=True, slots=True)
class Prior:
    """The decision already in force: approved, paid or refused."""

    state: str
    total_pence: int


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    as_of: Instant
    people: tuple[Person, ...] = ()
    repairs: tuple[Repair, ...] = ()
    losses: tuple[Loss, ...] = ()
    policy_rows: tuple[PolicyRow, ...] = ()
    profile: str | None = None
    settings: Mapping[str, str | int] = field(default_factory=dict)
    claimed_at: Instant | None = None
    prior: Prior | None = None
    arrears_pence: int = 0
    voucher_pence: int = 0
