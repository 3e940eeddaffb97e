"""Phones: how they were enrolled, their tokens, and the highest head each one announced."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Counter, Instant, Json, Tables


class EnrolmentCode(Tables):
    """A one-time secret, valid 24 hours; only its hash is kept."""

    __tablename__ = "enrolment_codes"
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    operative_id: Mapped[str] = mapped_column(String(60), index=True)
    made_by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    device_id: Mapped[str | None] = mapped_column(String(36))
    public_key_thumbprint: Mapped[str | None] = mapped_column(String(64))


class Device(Tables):
    __tablename__ = "devices"
    device_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    firm_id: Mapped[str] = mapped_column(String(40), index=True)
    name: Mapped[str] = mapped_column(Text, default="")
    platform: Mapped[str] = mapped_column(Text, default="")
    app_version: Mapped[str] = mapped_column(String(60), default="")
    self_test: Mapped[dict[str, object]] = mapped_column(Json, default=dict)
    enrolled_at: Mapped[datetime] = mapped_column(Instant)
    was_known_before: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_by: Mapped[str | None] = mapped_column(String(60))


class DeviceOperative(Tables):
    """An operative enrolled on a phone; a shared phone has several."""

    __tablename__ = "device_operatives"
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.device_id"), primary_key=True)
    operative_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    enrolled_at: Mapped[datetime] = mapped_column(Instant)


class DeviceKey(Tables):
    """A public key of the phone; a re-enrolment with another key adds a row, and old signatures still verify."""

    __tablename__ = "device_keys"
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.device_id"), primary_key=True)
    thumbprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    public_key_jwk: Mapped[dict[str, object]] = mapped_column(Json)
    added_at: Mapped[datetime] = mapped_column(Instant)


class DeviceToken(Tables):
    """A bearer token by its hash; a rotated one lives until its successor has been used."""

    __tablename__ = "device_tokens"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.device_id"), index=True)
    operative_id: Mapped[str] = mapped_column(String(60))
    issued_at: Mapped[datetime] = mapped_column(Instant)
    first_used_at: Mapped[datetime | None] = mapped_column(Instant)
    replaces_hash: Mapped[str | None] = mapped_column(String(64))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class DeviceHead(Tables):
    """The present standing of one chain: what the phone announced, and how far we hold it without a hole.

    `highest_seq` is the highest number received or declared lost, `gaps` the numbers below it that are neither;
    `heard_*` the newest row of `heads_heard`; a valid signature covers every number up to `signed_seq`.
    """

    __tablename__ = "device_heads"
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.device_id"), primary_key=True)
    epoch: Mapped[str] = mapped_column(String(64), primary_key=True)
    head_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    head_hash: Mapped[str] = mapped_column(String(64), default="")
    heard_at: Mapped[datetime] = mapped_column(Instant)
    pending_events: Mapped[int] = mapped_column(Integer, default=0)
    pending_blobs: Mapped[int] = mapped_column(Integer, default=0)
    acked_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    acked_hash: Mapped[str] = mapped_column(String(64), default="0" * 64)
    highest_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    gaps: Mapped[list[list[int]]] = mapped_column(Json, default=list)
    heard_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    heard_hash: Mapped[str] = mapped_column(String(64), default="")
    signed_seq: Mapped[int] = mapped_column(BigInteger, default=0)


class HeadHeard(Tables):
    """Each new head as it was first heard, appended: it dates every event it covers."""

    __tablename__ = "heads_heard"
    device_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    epoch: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    heard_at: Mapped[datetime] = mapped_column(Instant)
    wall_ms: Mapped[int | None] = mapped_column(BigInteger)
    mono_ms: Mapped[int | None] = mapped_column(BigInteger)
    context_id: Mapped[str | None] = mapped_column(String(64))


class LostRange(Tables):
    """Numbers that a phone says it no longer has."""

    __tablename__ = "lost_ranges"
    device_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    epoch: Mapped[str] = mapped_column(String(64), primary_key=True)
    from_seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    to_seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    declared_at: Mapped[datetime] = mapped_column(Instant)


class WrongCode(Tables):
    """A try with an enrolment code that is none; the caller's address stands here as a hash, for an hour."""

    __tablename__ = "wrong_codes"
    wrong_code_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    caller_hash: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
