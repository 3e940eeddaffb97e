"""Monthly reports of the standards as they were made. Appended only: a later edition leaves the earlier one."""

from datetime import datetime

from sqlalchemy import Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.storage.database import Instant, Json, Tables


class MonthReport(Tables):
    """One report: `firm_id` is empty for all contractors, `month` is as 2026-11, `facts` what its PDF is set from."""

    __tablename__ = "month_reports"
    __table_args__ = (UniqueConstraint("landlord_id", "month", "firm_id", "edition"),)
    report_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    landlord_id: Mapped[str] = mapped_column(String(40))
    month: Mapped[str] = mapped_column(String(7))
    firm_id: Mapped[str] = mapped_column(String(40))
    edition: Mapped[int] = mapped_column(Integer)
    facts: Mapped[dict[str, object]] = mapped_column(Json)
    made_by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime] = mapped_column(Instant)
