"""Changes of settings: drafts being tried, changes that were saved, and the cases that a trial looks at."""

from datetime import date
from typing import Any

from sqlalchemy import func, select, update

from server.storage.database import db
from server.storage.tables.decisions import Assessment, CaseStanding, PolicyOverride, SettingDraft
from server.storage.tables.standings import AppointmentStanding


def add_draft(draft: SettingDraft) -> None:
    db.session.add(draft)


def draft(landlord_id: str, draft_id: str) -> SettingDraft | None:
    found = db.session.get(SettingDraft, draft_id)
    return found if found is not None and found.landlord_id == landlord_id else None


def add_change(change: PolicyOverride) -> None:
    db.session.add(change)


def changes(landlord_id: str, *, limit: int = 200) -> list[PolicyOverride]:
    """The changes that were saved, the newest first."""
    query = select(PolicyOverride).where(PolicyOverride.landlord_id == landlord_id)
    return list(db.session.scalars(query.order_by(PolicyOverride.override_id.desc()).limit(limit)))


def not_taken_up(landlord_id: str, today: date) -> list[PolicyOverride]:
    """Changes whose day has come and that the cases have not been assessed under."""
    query = select(PolicyOverride).where(
        PolicyOverride.landlord_id == landlord_id,
        PolicyOverride.starts_on <= today,
        PolicyOverride.taken_up_at.is_(None),
    )
    return list(db.session.scalars(query))


def mark_all_stale(landlord_id: str) -> None:
    """Ask the sweep to assess every case again, inside the caller's transaction."""
    mine = (AppointmentStanding.landlord_id == landlord_id, AppointmentStanding.case_id.is_not(None))
    db.session.execute(update(AppointmentStanding).where(*mine).values(stale=True))


def how_many_cases(landlord_id: str) -> int:
    query = select(func.count()).select_from(CaseStanding).where(CaseStanding.landlord_id == landlord_id)
    return int(db.session.scalar(query) or 0)


def inputs_after(landlord_id: str, place: str, limit: int) -> list[tuple[str, dict[str, Any]]]:
    """The next cases by name, each with what went into its newest assessment."""
    query = (
        select(CaseStanding.case_id, Assessment.input)
        .join(Assessment, Assessment.assessment_id == CaseStanding.assessment_id)
        .where(CaseStanding.landlord_id == landlord_id, CaseStanding.case_id > place)
        .order_by(CaseStanding.case_id)
        .limit(limit)
    )
    return [(row[0], dict(row[1])) for row in db.session.execute(query)]
