"""One-time enrolment codes, and what an enrolment writes down."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, func, select, update
from sqlalchemy.engine import Connection

from server.storage.insertion import insert_if_absent
from server.storage.prepared import Prepared
from server.storage.tables.devices import Device, DeviceKey, DeviceOperative, DeviceToken, EnrolmentCode, WrongCode
from server.storage.tables.register import Firm, Operative

CODES = cast(Table, EnrolmentCode.__table__)
WRONG = cast(Table, WrongCode.__table__)
DEVICES = cast(Table, Device.__table__)
DEVICE_OPERATIVES = cast(Table, DeviceOperative.__table__)
DEVICE_KEYS = cast(Table, DeviceKey.__table__)
TOKENS = cast(Table, DeviceToken.__table__)
OPERATIVES = cast(Table, Operative.__table__)
FIRMS = cast(Table, Firm.__table__)


@dataclass(frozen=True)
class Code:
    """A code by its hash; once used, the phone that used it."""

    code_hash: str
    landlord_id: str
    operative_id: str
    expires_at: datetime
    used_at: datetime | None
    device_id: str | None
    thumbprint: str | None


@dataclass(frozen=True)
class OperativeCard:
    """Who an operative is, as the phone shows it."""

    operative_id: str
    name: str
    firm_id: str
    firm_name: str
    trades: list[str]
    badge_number: str
    photo_sha256: str | None


def add_code(connection: Connection, row: dict[str, Any]) -> None:
    connection.execute(CODES.insert(), [row])


def find_code(connection: Connection, code_hash: str) -> Code | None:
    query = select(
        CODES.c.code_hash,
        CODES.c.landlord_id,
        CODES.c.operative_id,
        CODES.c.expires_at,
        CODES.c.used_at,
        CODES.c.device_id,
        CODES.c.public_key_thumbprint,
    ).where(CODES.c.code_hash == code_hash)
    row = connection.execute(query.with_for_update()).one_or_none()
    return Code(*row) if row else None


def use_code(connection: Connection, code: Code, device_id: str, thumbprint: str | None, at: datetime) -> None:
    query = update(CODES).where(CODES.c.code_hash == code.code_hash)
    connection.execute(query.values(used_at=at, device_id=device_id, public_key_thumbprint=thumbprint))


def note_wrong_code(connection: Connection, caller_hash: str, at: datetime, kept: timedelta) -> None:
    """Count a wrong try; older ones than `kept` are forgotten."""
    connection.execute(delete(WRONG).where(WRONG.c.at < at - kept))
    connection.execute(WRONG.insert(), [{"caller_hash": caller_hash, "at": at}])


def wrong_codes(connection: Connection, since: datetime, caller_hash: str | None) -> tuple[int, datetime | None]:
    """How many wrong tries since then, by this caller or by all, and when the first of them was."""
    query = select(func.count(), func.min(WRONG.c.at)).where(WRONG.c.at >= since)
    if caller_hash is not None:
        query = query.where(WRONG.c.caller_hash == caller_hash)
    row = connection.execute(query).one()
    return row[0], row[1]


_CARDS = Prepared(
    select(
        OPERATIVES.c.operative_id,
        OPERATIVES.c.full_name,
        OPERATIVES.c.firm_id,
        FIRMS.c.name,
        OPERATIVES.c.trades,
        OPERATIVES.c.badge_number,
        OPERATIVES.c.photo_sha256,
    )
    .join(FIRMS, (FIRMS.c.landlord_id == OPERATIVES.c.landlord_id) & (FIRMS.c.firm_id == OPERATIVES.c.firm_id))
    .where(
        OPERATIVES.c.landlord_id == bindparam("landlord"),
        OPERATIVES.c.operative_id.in_(bindparam("operatives", expanding=True)),
    )
)


def operative_cards(connection: Connection, landlord_id: str, operative_ids: list[str]) -> dict[str, OperativeCard]:
    rows = _CARDS.rows(connection, {"landlord": landlord_id, "operatives": operative_ids})
    return {row[0]: OperativeCard(*row) for row in rows}


def device_of_any_token(connection: Connection, token_hash: str) -> tuple[str, str] | None:
    """(device, firm) of a token that we once gave out, ended or not, where the phone is not revoked."""
    query = (
        select(DEVICES.c.device_id, DEVICES.c.firm_id)
        .join(TOKENS, TOKENS.c.device_id == DEVICES.c.device_id)
        .where(TOKENS.c.token_hash == token_hash, DEVICES.c.revoked_at.is_(None))
    )
    row = connection.execute(query).one_or_none()
    return (row[0], row[1]) if row else None


def former_device(connection: Connection, device_id: str) -> tuple[str, bool] | None:
    """(firm, whether it is in use) of a phone that says it was this one; None where we know of none."""
    query = select(DEVICES.c.firm_id, DEVICES.c.revoked_at.is_(None)).where(DEVICES.c.device_id == device_id)
    row = connection.execute(query).one_or_none()
    return (row[0], row[1]) if row else None


def put_device(connection: Connection, row: dict[str, Any]) -> None:
    """Add a phone; one that is there keeps its enrolment and gets its newest name and self-test."""
    insert_if_absent(connection, DEVICES, [row])
    newest = {name: row[name] for name in ("name", "platform", "app_version", "self_test")}
    connection.execute(update(DEVICES).where(DEVICES.c.device_id == row["device_id"]).values(**newest))


def put_operative(connection: Connection, row: dict[str, Any]) -> None:
    insert_if_absent(connection, DEVICE_OPERATIVES, [row])


def put_key(connection: Connection, row: dict[str, Any]) -> None:
    insert_if_absent(connection, DEVICE_KEYS, [row])


def revoke(connection: Connection, landlord_id: str, device_id: str, *, by: str, at: datetime) -> bool:
    """Revoke a phone; False where there is none. A second time changes nothing."""
    mine = (DEVICES.c.landlord_id == landlord_id) & (DEVICES.c.device_id == device_id)
    connection.execute(update(DEVICES).where(mine, DEVICES.c.revoked_at.is_(None)).values(revoked_at=at, revoked_by=by))
    return connection.execute(select(DEVICES.c.device_id).where(mine)).first() is not None


@dataclass(frozen=True)
class Listed:
    """A phone as lists show it."""

    device_id: str
    name: str
    platform: str
    app_version: str
    firm_id: str
    enrolled_at: datetime
    revoked_at: datetime | None
    operatives: list[str]


def all_devices(connection: Connection, landlord_id: str) -> list[Listed]:
    names = (
        select(func.aggregate_strings(DEVICE_OPERATIVES.c.operative_id, "\n"))
        .where(DEVICE_OPERATIVES.c.device_id == DEVICES.c.device_id)
        .scalar_subquery()
    )
    query = (
        select(
            DEVICES.c.device_id,
            DEVICES.c.name,
            DEVICES.c.platform,
            DEVICES.c.app_version,
            DEVICES.c.firm_id,
            DEVICES.c.enrolled_at,
            DEVICES.c.revoked_at,
            names,
        )
        .where(DEVICES.c.landlord_id == landlord_id)
        .order_by(DEVICES.c.enrolled_at, DEVICES.c.device_id)
    )
    return [Listed(*row[:7], sorted((row[7] or "").split("\n"))) for row in connection.execute(query)]
