"""Puts people on the rota and takes them off. A turn is taken off, never deleted: it says who was on duty then."""

from dataclasses import dataclass
from datetime import datetime

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.imports.phones import read_phone
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.storage.database import db, transaction
from server.storage.people import audit
from server.storage.safety import rota
from server.storage.tables.safety import DutyTurn

OFFICE_ROLES, MANAGER_ROLES = ("contractor_office",), ("contract_manager", "director")
POSTS = ("office", "duty_manager", "next_duty_manager")


@dataclass(frozen=True)
class NewTurn:
    """A turn as it was typed; its instants are London times turned into instants."""

    post: str
    user_id: str
    mobile: str
    starts_at: datetime
    ends_at: datetime


def who_may_stand(viewer: Viewer, post: str) -> list[tuple[str, str]]:
    """(id, name) of those who may take a turn at this post: a firm's office fills its own."""
    is_firms = viewer.firm_id is not None
    if is_firms != (post == "office"):
        return []
    return [(one.user_id, one.name) for one in rota.people(viewer, OFFICE_ROLES if is_firms else MANAGER_ROLES)]


def add_turn(new: NewTurn, *, viewer: Viewer, clock: Clock) -> None:
    """Add a turn; raises where it is not complete."""
    if new.post not in POSTS or new.user_id not in dict(who_may_stand(viewer, new.post)):
        raise DoorstepError("unknown_person", "Choose a person who may stand at this post.")
    if new.ends_at <= new.starts_at or new.ends_at <= clock.now():
        raise DoorstepError("wrong_times", "The turn must end after it starts, and not in the past.")
    phone = read_phone(new.mobile)
    if phone.number is None or not phone.mobile:
        raise DoorstepError("wrong_phone", "Give a mobile number that takes texts, such as 07700 900123.")
    turn = DutyTurn(
        turn_id=str(uuid7()),
        landlord_id=viewer.landlord_id,
        firm_id=viewer.firm_id,
        post=new.post,
        user_id=new.user_id,
        mobile=phone.number,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        made_by=viewer.user_id,
        made_at=clock.now(),
    )
    with transaction():
        db.session.add(turn)
        after = {"post": new.post, "user_id": new.user_id, "starts_at": new.starts_at.isoformat()}
        about = audit.Subject("rota", turn.turn_id)
        audit.record(viewer.landlord_id, about, "turn_added", by=viewer.user_id, at=clock.now(), after=after)


def remove_turn(turn_id: str, *, viewer: Viewer, clock: Clock) -> None:
    """Take somebody off the rota."""
    with transaction():
        turn = rota.find(viewer, turn_id)
        if turn is None:
            raise DoorstepError("not_found", "This turn is not on the rota any more.")
        turn.removed_at = clock.now()
        about = audit.Subject("rota", turn_id)
        audit.record(viewer.landlord_id, about, "turn_removed", by=viewer.user_id, at=clock.now())
