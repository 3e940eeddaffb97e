"""People who sign in to the console, their roles and their sessions; tenants' links."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Instant, Tables


class User(Tables):
    """Staff of the landlord (`firm_id` is null) or of one firm."""

    __tablename__ = "users"
    user_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    firm_id: Mapped[str | None] = mapped_column(String(40))
    email: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)
    disabled_at: Mapped[datetime | None] = mapped_column(Instant)
    failed_sign_ins: Mapped[int] = mapped_column(Integer, default=0)
    locked_until_at: Mapped[datetime | None] = mapped_column(Instant)


class UserRole(Tables):
    __tablename__ = "user_roles"
    user_id: Mapped[str] = mapped_column(ForeignKey("users.user_id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(30), primary_key=True)


class StaffSession(Tables):
    """A signed-in browser. The cookie holds the token; here stands its hash, so that it can be ended."""

    __tablename__ = "staff_sessions"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.user_id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class TenantLink(Tables):
    """A link that a tenant was sent: 12 random characters, kept as a hash. `about` is appointment or claim."""

    __tablename__ = "tenant_links"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    about: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(String(60), index=True)
    person_id: Mapped[str | None] = mapped_column(String(60))
    uprn: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    failed_checks: Mapped[int] = mapped_column(Integer, default=0)
    locked_until_at: Mapped[datetime | None] = mapped_column(Instant)
