"""Enrol a phone with a one-time code: its id, its token, who works with it, and the server's public keys."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from random import randint
from uuid import uuid4

from sqlalchemy.engine import Connection

from server.domain.errors import DoorstepError
from server.domain.horizon import bounds, horizon_at
from server.domain.times import Contact, Reading
from server.outside.clock import Clock
from server.outside.holidays import bank_holidays
from server.outside.keys import Keys, PhoneKey, is_signature
from server.services.phones.make_enrolment_code import code_hash
from server.storage import feed, meta
from server.storage.database import transaction
from server.storage.phones import devices, enrolments, phone_view
from server.storage.phones.enrolments import Code, OperativeCard

ANSWER_MAY_BE_LOST = timedelta(minutes=10)
TRIES_COUNTED = timedelta(minutes=10)
MOST_WRONG_OF_ONE = 10
MOST_WRONG_OF_ALL = 300


class UnknownCode(DoorstepError):
    """Nobody made this code."""

    def __init__(self) -> None:
        super().__init__("unknown_code", "This code is not right. Check it, or ask the office for a new one.")


class CodeUsed(DoorstepError):
    """The code has enrolled a phone already."""

    def __init__(self) -> None:
        super().__init__("code_used", "This code has been used. Ask the office for a new one.")


class CodeExpired(DoorstepError):
    """The code was not used within its day."""

    def __init__(self) -> None:
        super().__init__("code_expired", "This code is more than a day old. Ask the office for a new one.")


class TooManyWrongCodes(DoorstepError):
    """Somebody may be guessing; `details.retry_after_s` says when to try again."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(
            "too_many",
            "Too many wrong codes. Wait a few minutes, then try again.",
            {"retry_after_s": retry_after_s},
        )
        self.retry_after_s = retry_after_s


class OtherFirm(DoorstepError):
    """A phone is one firm's; another firm's operative needs another."""

    def __init__(self) -> None:
        super().__init__("not_allowed", "This phone is enrolled for another firm. Use a phone of your own firm.")


@dataclass(frozen=True)
class Former:
    """Which phone this was, where its token counts no more: an anchor that we gave it, and its key's signature."""

    device_id: str
    anchor_id: str
    signature: str | None = None


@dataclass(frozen=True)
class Wish:
    """What a phone asks for. `token` is its present one, where a second operative enrols on a shared phone."""

    code: str
    key: PhoneKey | None = None
    name: str = ""
    platform: str = ""
    app_version: str = ""
    self_test: Mapping[str, object] = field(default_factory=dict)
    token: str = ""
    caller: str = ""
    former: Former | None = None


@dataclass(frozen=True)
class Enrolled:
    """What the phone gets, once."""

    device_id: str
    landlord_id: str
    token: str
    operative: OperativeCard
    server_epoch: str
    anchor: dict[str, object]
    enrolled_at: datetime


def enrol_device(wish: Wish, *, landlord_id: str, keys: Keys, clock: Clock) -> Enrolled:
    """Enrol; raises UnknownCode, CodeUsed, CodeExpired, TooManyWrongCodes or OtherFirm."""
    now = clock.now()
    caller = sha256(f"doorstep caller {wish.caller}".encode()).hexdigest()
    with transaction() as connection:
        code = enrolments.find_code(connection, code_hash(wish.code))
        if code is not None and code.landlord_id == landlord_id:
            return _enrolled(connection, wish, code, keys, now)
        _check_tries(connection, caller, now)
        enrolments.note_wrong_code(connection, caller, now, TRIES_COUNTED)
    raise UnknownCode


def _check_tries(connection: Connection, caller: str, now: datetime) -> None:
    """Slow down wrong codes. A right one is never held up: many phones share one address, and its 50 bits guard it."""
    since = now - TRIES_COUNTED
    for who, most in ((caller, MOST_WRONG_OF_ONE), (None, MOST_WRONG_OF_ALL)):
        tries, first = enrolments.wrong_codes(connection, since, who)
        if tries >= most and first is not None:
            wait = (first + TRIES_COUNTED - now).total_seconds()
            # Spread out, so that callers who were turned away together do not come back together.
            raise TooManyWrongCodes(max(1, int(wait)) + randint(0, 15))  # noqa: S311


def _enrolled(connection: Connection, wish: Wish, code: Code, keys: Keys, now: datetime) -> Enrolled:
    thumbprint = wish.key.thumbprint if wish.key else None
    if code.used_at is not None:
        if code.device_id is None or code.thumbprint != thumbprint or now - code.used_at > ANSWER_MAY_BE_LOST:
            raise CodeUsed
    elif now > code.expires_at:
        raise CodeExpired
    operative = enrolments.operative_cards(connection, code.landlord_id, [code.operative_id])[code.operative_id]
    place = _place(connection, wish, _Place(code, code.device_id or "", operative, now), keys)
    device_id, token = place.device_id, secrets.token_urlsafe(32)
    _write(connection, wish, place)
    _give_token(connection, device_id, operative.operative_id, token, now)
    if code.used_at is None:
        enrolments.use_code(connection, code, device_id, thumbprint, now)
    milliseconds = round(now.timestamp() * 1000)
    anchor = keys.issue_anchor(device_id, Contact(milliseconds, milliseconds, Reading(milliseconds)))
    epoch = meta.server_epoch(connection)
    _show_day(connection, code.landlord_id, operative.operative_id, now)
    return Enrolled(device_id, code.landlord_id, token, operative, epoch, anchor, now)


@dataclass(frozen=True)
class _Place:
    code: Code
    device_id: str
    operative: OperativeCard
    at: datetime
    was_known_before: bool = False


def _place(connection: Connection, wish: Wish, place: _Place, keys: Keys) -> _Place:
    """The phone's id: of a lost answer, else of a token we once gave it, else of the phone it was, else a new one."""
    if place.device_id:
        return place
    if wish.token:
        found = enrolments.device_of_any_token(connection, sha256(wish.token.encode()).hexdigest())
        if found is not None:
            if found[1] != place.operative.firm_id:
                raise OtherFirm
            return replace(place, device_id=found[0])
    return _as_before(connection, wish, place, keys) or replace(place, device_id=str(uuid4()))


def _as_before(connection: Connection, wish: Wish, place: _Place, keys: Keys) -> _Place | None:
    """The phone that it was, where a database put back from a backup has forgotten its token, or all of it.

    Only we can have made its anchor. Anchors stand in records that others read, so a phone we still know must sign.
    """
    former = wish.former
    if former is None or keys.read_anchor(former.device_id, former.anchor_id, None) is None:
        return None
    known = enrolments.former_device(connection, former.device_id)
    if known is None:
        is_signed_or_bare = wish.key is None or _signed(wish, former, wish.key.jwk)
        return replace(place, device_id=former.device_id, was_known_before=True) if is_signed_or_bare else None
    own_keys = devices.public_keys(connection, former.device_id)
    if known == (place.operative.firm_id, True) and any(_signed(wish, former, key) for key in own_keys):
        return replace(place, device_id=former.device_id)
    return None


def _signed(wish: Wish, former: Former, key: Mapping[str, object]) -> bool:
    said = f"doorstep enrol 1\n{former.device_id}\n{wish.code}"
    return former.signature is not None and said.isascii() and is_signature(key, said, former.signature)


def _write(connection: Connection, wish: Wish, place: _Place) -> None:
    own = {"device_id": place.device_id, "landlord_id": place.code.landlord_id, "enrolled_at": place.at}
    device = {"name": wish.name, "platform": wish.platform, "app_version": wish.app_version}
    enrolments.put_device(
        connection,
        {
            **own,
            **device,
            "firm_id": place.operative.firm_id,
            "self_test": dict(wish.self_test),
            "was_known_before": place.was_known_before,
        },
    )
    enrolments.put_operative(connection, {**own, "operative_id": place.operative.operative_id})
    if wish.key is not None:
        key = {"thumbprint": wish.key.thumbprint, "public_key_jwk": dict(wish.key.jwk), "added_at": place.at}
        enrolments.put_key(connection, {"device_id": place.device_id, **key})


def _give_token(connection: Connection, device_id: str, operative_id: str, token: str, now: datetime) -> None:
    row = {
        "token_hash": sha256(token.encode()).hexdigest(),
        "device_id": device_id,
        "operative_id": operative_id,
        "issued_at": now,
        "first_used_at": None,
        "replaces_hash": None,
        "ended_at": None,
    }
    devices.add_token(connection, row)


def _show_day(connection: Connection, landlord_id: str, operative_id: str, now: datetime) -> None:
    """A phone that is shared already has a cursor: the feed brings it the new operative's day."""
    audience = feed.operative(operative_id)
    days = horizon_at(now, bank_holidays((now.year, now.year + 1))).days
    spans = [bounds(day) for day in days]
    visit_ids = phone_view.visit_ids(connection, landlord_id, [operative_id], spans)
    changes = [feed.Change(audience, "operative", operative_id)]
    feed.append(landlord_id, [*changes, *(feed.Change(audience, "visit", each) for each in visit_ids)], at=now)
