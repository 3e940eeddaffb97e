"""Whether a text about the next hours would reach a tenant: all that a phone hears of how they want to be told."""

from typing import Any, cast

from sqlalchemy import Table, exists, select

from server.domain.notices import ON_MY_WAY, Reader, route
from server.domain.notices.routes import PUSH, SMS
from server.storage.tables.messages import ContactChoice
from server.storage.tables.register import Person
from server.storage.tables.telling import OptOut, PushSubscription

_PEOPLE = cast(Table, Person.__table__).c
_CHOICES = cast(Table, ContactChoice.__table__).c
_OPT_OUTS = cast(Table, OptOut.__table__).c
_PUSHES = cast(Table, PushSubscription.__table__).c

COLUMNS = (
    _PEOPLE.preferred_channel,
    select(_CHOICES.channel)
    .where(_CHOICES.landlord_id == _PEOPLE.landlord_id, _CHOICES.person_id == _PEOPLE.person_id)
    .order_by(_CHOICES.at.desc(), _CHOICES.choice_id.desc())
    .limit(1)
    .scalar_subquery()
    .label("chosen_channel"),
    exists()
    .where(
        _OPT_OUTS.landlord_id == _PEOPLE.landlord_id,
        _OPT_OUTS.recipient == _PEOPLE.mobile,
        _OPT_OUTS.lifted_at.is_(None),
    )
    .label("opted_out"),
    exists()
    .where(_PUSHES.landlord_id == _PEOPLE.landlord_id, _PUSHES.person_id == _PEOPLE.person_id)
    .label("takes_push"),
)
"""What `takes_texts` reads of a row that selects from people as well."""


def takes_texts(row: Any) -> bool:
    """By the same rule as the notice itself, so that the phone offers no text that would be held."""
    reader = Reader(
        person_id=row.person_id,
        mobile=row.mobile,
        preferred_channel=row.chosen_channel or row.preferred_channel,
        takes_push=bool(row.takes_push),
        opted_out=bool(row.opted_out),
    )
    return route(reader, ON_MY_WAY)[0] in (SMS, PUSH)
