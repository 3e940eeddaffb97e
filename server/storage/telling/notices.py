"""The outbox in the database: queued once for each cause, claimed by one worker at a time, every attempt kept."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, Update, and_, case, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, CursorResult
from uuid_utils.compat import uuid7

from server.domain.notices import CANCELLED, MOVED, Said
from server.domain.notices.kinds import ALARM, URGENT
from server.storage.standards import line
from server.storage.tables.notices import LocalText, Notice, NoticeAttempt
from server.storage.tables.standings import AppointmentStanding

NOTICES = cast(Table, Notice.__table__)
ATTEMPTS = cast(Table, NoticeAttempt.__table__)
LOCAL_TEXTS = cast(Table, LocalText.__table__)

_LEFT = NOTICES.c.sent_at.is_not(None)
_SAID = ("queued", "sending", "sent", "delivered")


@dataclass(frozen=True)
class NoticeRow:
    """A notice as it stands; `text` holds `{link}` until it leaves, and a masked link afterwards."""

    notice_id: str
    landlord_id: str
    cause: str
    template: str
    language: str
    channel: str
    recipient: str
    text: str
    firm_id: str
    useless_after_at: datetime | None
    queued_at: datetime
    due_at: datetime
    state: str = "queued"
    person_id: str | None = None
    appointment_id: str | None = None
    visit_id: str | None = None
    new_start_at: datetime | None = None
    new_end_at: datetime | None = None
    failure: str = ""
    attempts: int = 0
    lease_until_at: datetime | None = None
    kind: str = ""
    short_text: str = ""
    about_at: datetime | None = None
    allowed_because: str = ""
    own_text: str = ""


_COLUMNS = [NOTICES.c[name] for name in NoticeRow.__dataclass_fields__]


def put(connection: Connection, notice: NoticeRow) -> bool:
    """Add the notice unless its cause has one already; True where it is new."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    values = {name: getattr(notice, name) for name in notice.__dataclass_fields__}
    # The row itself says whether it is new: drivers disagree on what an insert that was left out counts as.
    query = insert(NOTICES).values(values).on_conflict_do_nothing().returning(NOTICES.c.notice_id)
    return connection.execute(query).one_or_none() is not None


def replace_waiting(connection: Connection, cause: str, reason: str) -> bool:
    """Take a notice back that has not left: it can no longer help."""
    query = update(NOTICES).where(NOTICES.c.cause == cause, NOTICES.c.state.in_(("queued", "held")))
    return _touched(connection.execute(query.values(state="replaced", failure=reason))) == 1


def said(connection: Connection, landlord_id: str, appointment_id: str) -> list[Said]:
    """What this appointment's tenant was told or is about to be, for the rule about doubles."""
    moment = func.coalesce(NOTICES.c.sent_at, NOTICES.c.queued_at)
    query = select(NOTICES.c.kind, NOTICES.c.about_at, moment, NOTICES.c.new_end_at).where(
        NOTICES.c.landlord_id == landlord_id,
        NOTICES.c.appointment_id == appointment_id,
        NOTICES.c.state.in_(_SAID),
    )
    return [Said(*row) for row in connection.execute(query)]


def replace_overtaken(
    connection: Connection, landlord_id: str, appointment_id: str, kinds: Collection[str], *, besides: str
) -> int:
    """Take back what still waits about an appointment and is no news any more; returns how many."""
    query = update(NOTICES).where(
        NOTICES.c.landlord_id == landlord_id,
        NOTICES.c.appointment_id == appointment_id,
        NOTICES.c.kind.in_(kinds),
        NOTICES.c.cause != besides,
        NOTICES.c.state.in_(("queued", "held")),
    )
    reason = "A newer notice about the same visit takes its place."
    return _touched(connection.execute(query.values(state="replaced", failure=reason)))


def due_ids(
    connection: Connection, now: datetime, limit: int, *, channel: str, stopped: Collection[tuple[str, str]] = ()
) -> list[str]:
    """Notices that may leave by this channel, or whose sender was lost in the middle; the urgent ones first.

    What is `stopped` (landlord, channel or `all`) waits, but alarms: the switch is against wrong notices to tenants,
    not against help for somebody in danger.
    """
    silent = {landlord_id for landlord_id, name in stopped if name in (channel, "all")}
    query = select(NOTICES.c.notice_id).where(_may_be_claimed(now), NOTICES.c.channel == channel)
    if silent:
        query = query.where(or_(NOTICES.c.landlord_id.not_in(silent), NOTICES.c.kind == ALARM))
    first = case((NOTICES.c.kind == ALARM, 0), (NOTICES.c.kind.in_(URGENT), 1), else_=2)
    ordered = query.order_by(first, NOTICES.c.due_at, NOTICES.c.notice_id)
    return list(connection.execute(ordered.limit(limit)).scalars())


def claim(connection: Connection, notice_id: str, now: datetime, lease_until: datetime) -> NoticeRow | None:
    """Take the notice for this sender, if no other has; `attempts` counts this one already."""
    before = connection.execute(select(NOTICES.c.state).where(NOTICES.c.notice_id == notice_id)).scalar()
    query = (
        update(NOTICES)
        .where(NOTICES.c.notice_id == notice_id, _may_be_claimed(now))
        .values(state="sending", lease_until_at=lease_until, attempts=NOTICES.c.attempts + 1)
    )
    if _touched(connection.execute(query)) != 1:
        return None
    if before == "sending":
        add_attempt(connection, notice_id, now, now, "unknown", "The sender stopped in the middle; it may have left.")
    return NoticeRow(*connection.execute(select(*_COLUMNS).where(NOTICES.c.notice_id == notice_id)).one())


def add_attempt(
    connection: Connection, notice_id: str, started_at: datetime, ended_at: datetime, outcome: str, detail: str
) -> None:
    """Write down how one attempt went."""
    connection.execute(
        ATTEMPTS.insert().values(
            attempt_id=str(uuid7()),
            notice_id=notice_id,
            started_at=started_at,
            ended_at=ended_at,
            outcome=outcome,
            detail=detail[:500],
        )
    )


def sent(connection: Connection, notice: NoticeRow, *, gateway_id: str, masked_text: str, at: datetime) -> None:
    """It left. What was told of a time may change what the rule says, so its appointment is looked at again.

    A receipt may have overtaken us: the gateway can be quicker with it than we with this.
    """
    state = case(
        (NOTICES.c.delivered_at.is_not(None), "delivered"), (NOTICES.c.failed_at.is_not(None), "failed"), else_="sent"
    )
    _settle(connection, notice, state=state, gateway_id=gateway_id, text=masked_text, sent_at=at)
    tell_the_rule(connection, notice)
    line.touch_appointment(connection, notice.landlord_id, notice.appointment_id, at=at)


def tell_the_rule(connection: Connection, notice: NoticeRow) -> None:
    """Have the appointment assessed again where this notice is part of what the rule reads."""
    if notice.appointment_id is not None and (notice.new_start_at is not None or notice.kind in (MOVED, CANCELLED)):
        connection.execute(
            update(AppointmentStanding)
            .where(
                AppointmentStanding.landlord_id == notice.landlord_id,
                AppointmentStanding.appointment_id == notice.appointment_id,
            )
            .values(stale=True)
        )


def delivered(connection: Connection, notice_id: str, at: datetime) -> NoticeRow | None:
    """The phone has it; None where that was known, or no such notice has left. The first word of it stands."""
    has_left = or_(NOTICES.c.state.in_(("sent", "sending")), and_(NOTICES.c.state == "failed", _LEFT))
    query = update(NOTICES).where(NOTICES.c.notice_id == notice_id, has_left, NOTICES.c.delivered_at.is_(None))
    state = case((NOTICES.c.state == "sending", "sending"), else_="delivered")
    return _changed(connection, notice_id, query.values(delivered_at=at, state=state))


def bounced(connection: Connection, notice_id: str, reason: str, at: datetime) -> NoticeRow | None:
    """It left and will not arrive; None where that was known, where it did arrive, or no such notice has left."""
    query = update(NOTICES).where(
        NOTICES.c.notice_id == notice_id,
        NOTICES.c.state.in_(("sent", "sending")),
        NOTICES.c.delivered_at.is_(None),
        NOTICES.c.failed_at.is_(None),
    )
    state = case((NOTICES.c.state == "sending", "sending"), else_="failed")
    return _not_arrived(connection, notice_id, query.values(failed_at=at, failure=reason, state=state), at)


def unseen_pushes(
    connection: Connection, *, urgent_before: datetime, others_before: datetime, urgent: Collection[str], limit: int
) -> list[str]:
    """Pushes that left before these moments and that no browser has shown."""
    is_urgent = NOTICES.c.kind.in_(urgent)
    query = select(NOTICES.c.notice_id).where(
        NOTICES.c.channel == "push",
        NOTICES.c.state == "sent",
        or_(and_(is_urgent, NOTICES.c.sent_at <= urgent_before), NOTICES.c.sent_at <= others_before),
    )
    return list(connection.execute(query.order_by(NOTICES.c.sent_at).limit(limit)).scalars())


def given_up(connection: Connection, notice_id: str, reason: str, at: datetime) -> NoticeRow | None:
    """It left, and nothing more was heard of it; None where something was in the meantime."""
    query = update(NOTICES).where(NOTICES.c.notice_id == notice_id, NOTICES.c.state == "sent")
    return _not_arrived(connection, notice_id, query.values(state="failed", failed_at=at, failure=reason), at)


def _not_arrived(connection: Connection, notice_id: str, query: Update, at: datetime) -> NoticeRow | None:
    """The tenant was not told after all, which the standards count anew."""
    row = _changed(connection, notice_id, query)
    if row is not None:
        line.touch_appointment(connection, row.landlord_id, row.appointment_id, at=at)
    return row


def failed(connection: Connection, notice: NoticeRow, reason: str, at: datetime) -> None:
    """It will not leave: a person must tell the tenant."""
    _settle(connection, notice, state="failed", failure=reason, failed_at=at)


def held(connection: Connection, notice: NoticeRow, reason: str) -> None:
    """It must not leave by itself: a person decides."""
    _settle(connection, notice, state="held", failure=reason, attempts=notice.attempts - 1)


def postponed(connection: Connection, notice: NoticeRow, due_at: datetime, reason: str) -> None:
    """Try again later."""
    _settle(connection, notice, state="queued", due_at=due_at, failure=reason)


def kept_for_later(connection: Connection, notice: NoticeRow, due_at: datetime) -> None:
    """Wait for the end of the quiet hours; no attempt was made."""
    _settle(connection, notice, state="queued", due_at=due_at, attempts=notice.attempts - 1)


def replaced(connection: Connection, notice: NoticeRow, reason: str) -> None:
    """It was still waiting when it could no longer help."""
    _settle(connection, notice, state="replaced", failure=reason)


def keep_local_text(connection: Connection, gateway_id: str, recipient: str, text: str, at: datetime) -> None:
    """The local gateway takes a text: it is shown in the console and sent to nobody."""
    connection.execute(LOCAL_TEXTS.insert().values(gateway_id=gateway_id, recipient=recipient, text=text, taken_at=at))


def told_by_person(connection: Connection, notice_id: str, channel: str, at: datetime) -> None:
    """A person told what was held: by `phone`, `in_person` or `letter`."""
    query = update(NOTICES).where(NOTICES.c.notice_id == notice_id, NOTICES.c.state == "held")
    told = _changed(connection, notice_id, query.values(state="sent", channel=channel, sent_at=at))
    if told is not None:
        line.touch_appointment(connection, told.landlord_id, told.appointment_id, at=at)


def allow(connection: Connection, notice_id: str, reason: str, at: datetime) -> None:
    """What was stopped may leave, for this reason; what a person tells still waits for them."""
    query = update(NOTICES).where(NOTICES.c.notice_id == notice_id, NOTICES.c.state == "held")
    connection.execute(query.values(allowed_because=reason))
    sendable = NOTICES.c.channel.in_(("sms", "push", "email"))
    connection.execute(query.where(sendable).values(state="queued", due_at=at, failure=""))


def get(connection: Connection, notice_id: str) -> NoticeRow | None:
    row = connection.execute(select(*_COLUMNS).where(NOTICES.c.notice_id == notice_id)).one_or_none()
    return NoticeRow(*row) if row else None


def of_cause(connection: Connection, cause: str) -> NoticeRow | None:
    """The notice of one cause."""
    row = connection.execute(select(*_COLUMNS).where(NOTICES.c.cause == cause)).one_or_none()
    return NoticeRow(*row) if row else None


def oldest_due(connection: Connection, now: datetime) -> datetime | None:
    """Since when the oldest notice that may leave has been waiting; for the doctor."""
    query = select(func.min(NOTICES.c.due_at)).where(NOTICES.c.state == "queued", NOTICES.c.due_at <= now)
    found: datetime | None = connection.execute(query).scalar()
    return found


def _may_be_claimed(now: datetime):  # type: ignore[no-untyped-def]
    return or_(
        and_(NOTICES.c.state == "queued", NOTICES.c.due_at <= now),
        and_(NOTICES.c.state == "sending", NOTICES.c.lease_until_at <= now),
    )


def _settle(connection: Connection, notice: NoticeRow, **values: object) -> None:
    """Only the holder of the lease settles a notice: a sender that was thought lost must not undo a later one."""
    query = update(NOTICES).where(
        NOTICES.c.notice_id == notice.notice_id,
        NOTICES.c.state == "sending",
        NOTICES.c.lease_until_at == notice.lease_until_at,
    )
    connection.execute(query.values(lease_until_at=None, **values))


def _changed(connection: Connection, notice_id: str, query: Update) -> NoticeRow | None:
    if _touched(connection.execute(query)) != 1:
        return None
    return NoticeRow(*connection.execute(select(*_COLUMNS).where(NOTICES.c.notice_id == notice_id)).one())


def _touched(result: object) -> int:
    return cast("CursorResult[object]", result).rowcount
