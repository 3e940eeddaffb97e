"""Appends one step to a damage case: the fold goes into the case's columns, the trail and the tenant hear of it.

Call it inside a transaction that holds the case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from uuid_utils.compat import uuid7

from server.domain.damage.standing import DamageStanding, fold_damage
from server.domain.damage.steps import TENANT_IS_TOLD, DamageStep
from server.domain.wording.tenant_times import london_date
from server.services.damage.put_in_queue import put_in_queue
from server.services.damage.tell_tenant import tell_tenant
from server.storage.damage import cases
from server.storage.database import db
from server.storage.people import audit
from server.storage.tables.damage import DamageCase, DamageStepRow


@dataclass(frozen=True)
class NewStep:
    """What is appended. `is_news` False leaves the tenant alone, where they have been told already."""

    kind: str
    by: str
    text: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    by_firm: bool = False
    is_news: bool = True


def append_step(case: DamageCase, new: NewStep, *, now: datetime) -> DamageStepRow:
    """Returns the row. A step of which tenants are told puts one notice that there is news into the outbox."""
    row = DamageStepRow(
        step_id=str(uuid7()),
        damage_id=case.damage_id,
        number=case.steps + 1,
        kind=new.kind,
        text=new.text.strip(),
        facts=dict(new.facts),
        by_firm=new.by_firm,
        by=new.by,
        at=now,
    )
    cases.add(row)
    opened_at = _project(case, now)
    put_in_queue(case, since=opened_at, by=new.by, now=now)
    subject = audit.Subject("damage", case.damage_id)
    audit.record(case.landlord_id, subject, f"damage_{new.kind}", by=new.by, at=now, after={"step": row.number})
    if new.is_news and new.kind in TENANT_IS_TOLD:
        tell_tenant(case, row.step_id, now=now)
    return row


def standing_of(damage_id: str) -> DamageStanding:
    """How a case stands after its steps."""
    return fold_damage(as_step(row) for row in cases.steps_of(damage_id))


def as_step(row: DamageStepRow) -> DamageStep:
    """The row as the rule reads it."""
    return DamageStep(row.number, row.kind, london_date(row.at), row.by_firm, row.facts)


def _project(case: DamageCase, now: datetime) -> datetime:
    """Returns when it opened, or opened anew."""
    rows = cases.steps_of(case.damage_id)
    standing = fold_damage(as_step(row) for row in rows)
    case.stage, case.remedy, case.value_pence = standing.stage, standing.remedy, standing.value_pence
    case.due_on, case.has_news = standing.next_due(), standing.has_news
    case.steps, case.changed_at = len(rows), now
    db.session.flush()
    return max(row.at for row in rows if "decide_by" in row.facts)
