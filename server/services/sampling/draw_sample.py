"""Draws a random sample of visits for mystery shopping or a survey; the seed is written down, so it can be repeated.

It writes into its own tables and the landlord's trail only: no feed, notice, tag or count that a firm sees moves.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from uuid_utils.compat import uuid7

from server.domain import horizon
from server.domain import sampling as rule
from server.domain.errors import DoorstepError
from server.domain.sampling import Wanted
from server.outside.clock import Clock
from server.storage import sampling
from server.storage.database import transaction
from server.storage.people import audit, users
from server.storage.tables.sampling import Sample


@dataclass(frozen=True)
class Repeated:
    """What the same seed draws now: how many visits there are, whether they are the same, and whether the sample is."""

    drawn_from: int
    same_visits: bool
    same_sample: bool


def draw_sample(landlord_id: str, wanted: Wanted, *, by: str, clock: Clock) -> str:
    """Draw and keep it; returns the sample's id. Raises where there is nothing to draw from."""
    rule.check(wanted)
    if wanted.firm_id and not users.firm_exists(landlord_id, wanted.firm_id):
        raise DoorstepError("wrong_firm", "There is no such contractor. Choose one of the list, or all.")
    found = sampling.visits_in(landlord_id, wanted, _bounds(wanted))
    if not found:
        raise DoorstepError("nothing_to_draw", "There is no visit of this kind in the period. Choose other days.")
    sample = _sample(landlord_id, wanted, found, by=by, at=clock.now())
    with transaction():
        sampling.add(sample, rule.draw(found, wanted.size, sample.seed))
        about, after = audit.Subject("sample", sample.sample_id), {"seed": sample.seed, "size": wanted.size}
        audit.record(landlord_id, about, "sample_drawn", by=by, at=clock.now(), after=after)
    return sample.sample_id


def repeat_draw(sample: Sample) -> Repeated:
    """Draw it again from the visits as they stand now."""
    wanted = wanted_of(sample)
    found = sampling.visits_in(sample.landlord_id, wanted, _bounds(wanted))
    same_sample = rule.draw(found, sample.size, sample.seed) == sampling.visit_ids(sample.sample_id)
    return Repeated(len(found), rule.fingerprint(found) == sample.fingerprint, same_sample)


def wanted_of(sample: Sample) -> Wanted:
    days = (sample.begins_on, sample.ends_on)
    return Wanted(sample.purpose, *days, sample.size, firm_id=sample.firm_id, kind=sample.kind)


def _sample(landlord_id: str, wanted: Wanted, found: list[str], *, by: str, at: datetime) -> Sample:
    return Sample(
        sample_id=str(uuid7()),
        landlord_id=landlord_id,
        purpose=wanted.purpose,
        begins_on=wanted.begins_on,
        ends_on=wanted.ends_on,
        firm_id=wanted.firm_id,
        kind=wanted.kind,
        size=wanted.size,
        seed=secrets.token_hex(8),
        drawn_from=len(found),
        fingerprint=rule.fingerprint(found),
        by=by,
        at=at,
    )


def _bounds(wanted: Wanted) -> tuple[datetime, datetime]:
    return horizon.bounds(wanted.begins_on)[0], horizon.bounds(wanted.ends_on)[1]
