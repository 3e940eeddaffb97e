"""Whether a flag stands today: about a person at a home, it ends with their tenancy and never stays on an address."""

from datetime import date
from typing import Any

from sqlalchemy import BindParameter, and_, exists, not_, or_
from sqlalchemy.orm import aliased

from server.storage.tables.register import Flag, Person


def in_force(today: date | BindParameter[date]) -> Any:
    """A condition on `flags` joined (outer) to the `people` they name.

    One that names nobody, as an imported line may, stands as long as anybody lives there who did when it was set.
    """
    of_person = and_(Flag.person_id.is_not(None), or_(Person.tenure_to.is_(None), Person.tenure_to >= today))
    return and_(Flag.ended_on.is_(None), or_(of_person, and_(Flag.person_id.is_(None), not_(_household_is_new(today)))))


def _household_is_new(today: date | BindParameter[date]) -> Any:
    """Somebody lives there now, and everybody who does came after the flag was set."""
    now = aliased(Person)
    here = and_(
        now.landlord_id == Flag.landlord_id,
        now.uprn == Flag.uprn,
        now.acts_for == "",
        or_(now.tenure_to.is_(None), now.tenure_to >= today),
    )
    came_after = and_(now.tenure_from.is_not(None), now.tenure_from > Flag.set_on)
    then = aliased(Person)
    was_there = and_(
        then.landlord_id == Flag.landlord_id,
        then.uprn == Flag.uprn,
        then.acts_for == "",
        or_(then.tenure_to.is_(None), then.tenure_to >= today),
        or_(then.tenure_from.is_(None), then.tenure_from <= Flag.set_on),
    )
    return and_(exists().where(here, came_after), not_(exists().where(was_there)))
