"""How telling is steered: who wants no texts, what is stopped, how fast a gateway is fed, where pushes go, letters."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Instant, Json, Tables


class OptOut(Tables):
    """A number that answered STOP. `lifted_at`: it answered START since; the next STOP empties it again."""

    __tablename__ = "opt_outs"
    landlord_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    recipient: Mapped[str] = mapped_column(String(40), primary_key=True)
    stopped_at: Mapped[datetime] = mapped_column(Instant)
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)


class SendingStop(Tables):
    """The kill switch: nothing leaves by `channel` (`all` for every one) until somebody lets it go on."""

    __tablename__ = "sending_stops"
    stop_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    stopped_by: Mapped[str] = mapped_column(String(60))
    stopped_at: Mapped[datetime] = mapped_column(Instant)
    resumed_by: Mapped[str | None] = mapped_column(String(60))
    resumed_at: Mapped[datetime | None] = mapped_column(Instant)


class GatewayPace(Tables):
    """Until when a gateway's allowance is spent: each message moves `spent_until_at` on by its share of a minute."""

    __tablename__ = "gateway_paces"
    channel: Mapped[str] = mapped_column(String(10), primary_key=True)
    spent_until_at: Mapped[datetime] = mapped_column(Instant)


class PushSubscription(Tables):
    """Where a browser takes pushes, for a phone of an operative or for a tenant; one that is gone is deleted.

    `woken_to` is the feed position up to which a phone has been woken.
    """

    __tablename__ = "push_subscriptions"
    __table_args__ = (Index("ix_push_subscriptions_person", "landlord_id", "person_id"),)
    endpoint_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    device_id: Mapped[str | None] = mapped_column(String(36), index=True)
    person_id: Mapped[str | None] = mapped_column(String(60))
    endpoint: Mapped[str] = mapped_column(Text)
    p256dh: Mapped[str] = mapped_column(String(100))
    auth: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(Instant)
    woken_to: Mapped[int] = mapped_column(default=0)
    woken_at: Mapped[datetime | None] = mapped_column(Instant)


class Letter(Tables):
    """A letter to be printed and posted. `facts` fill `document`; `posted_at` is when it left, and its tenant is told.

    A letter about a notice has its `notice_id`. `called_off` says why one is not posted after all.
    """

    __tablename__ = "letters"
    __table_args__ = (Index("ix_letters_waiting", "landlord_id", "posted_at"),)
    letter_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    notice_id: Mapped[str | None] = mapped_column(String(36), index=True)
    cause: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    person_id: Mapped[str | None] = mapped_column(String(60), index=True)
    firm_id: Mapped[str] = mapped_column(String(40), default="")
    appointment_id: Mapped[str | None] = mapped_column(String(60))
    document: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(10), default="en")
    facts: Mapped[dict[str, object]] = mapped_column(Json)
    queued_at: Mapped[datetime] = mapped_column(Instant)
    printed_at: Mapped[datetime | None] = mapped_column(Instant)
    printed_by: Mapped[str] = mapped_column(String(60), default="")
    posted_at: Mapped[datetime | None] = mapped_column(Instant)
    posted_by: Mapped[str] = mapped_column(String(60), default="")
    called_off: Mapped[str] = mapped_column(Text, default="")
