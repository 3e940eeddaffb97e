"""What contractors and the landlord said of recharges, and the papers that came with it. Appended only."""

from datetime import datetime

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Counter, Instant, Tables


class RechargeWord(Tables):
    """One word about a firm's part of a payment: accepted, disputed or decided; `pence` is what a decision charges."""

    __tablename__ = "recharge_words"
    word_id: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=True)
    landlord_id: Mapped[str] = mapped_column(String(40), index=True)
    decision_id: Mapped[int] = mapped_column(Integer, index=True)
    firm_id: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(12))
    pence: Mapped[int | None] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)


class RechargePaper(Tables):
    """A firm's evidence against a recharge, sealed in the blob store under its own id; `kind` is picture or pdf."""

    __tablename__ = "recharge_papers"
    paper_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    decision_id: Mapped[int] = mapped_column(Integer, index=True)
    firm_id: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(10))
    size: Mapped[int] = mapped_column(Integer)
    added_by: Mapped[str] = mapped_column(String(60))
    added_at: Mapped[datetime] = mapped_column(Instant)
