"""What the address of an item's own page needs beside its subject: the case's newest assessment, and its repair."""

from sqlalchemy import select

from server.storage.database import db
from server.storage.tables.decisions import CaseStanding
from server.storage.tables.standings import RepairStanding


def assessment_of(landlord_id: str, case_id: str) -> int | None:
    standing = db.session.get(CaseStanding, (landlord_id, case_id))
    return standing.assessment_id if standing is not None else None


def repair_of(landlord_id: str, case_id: str) -> str | None:
    """The repair of the case with the most appointments not kept."""
    query = select(RepairStanding.root).where(
        RepairStanding.landlord_id == landlord_id, RepairStanding.case_id == case_id
    )
    return db.session.scalar(query.order_by(RepairStanding.not_kept.desc(), RepairStanding.root).limit(1))
