"""Tells the landlord and the firm by email, in the same minute, that a complaint has come in (decision 0301).

Call it in the transaction that took the complaint. It says that there is one, and never what was said or by whom.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.engine import Connection
from uuid_utils.compat import uuid7

from server.domain.notices.kinds import STAFF
from server.domain.notices.routes import EMAIL
from server.domain.wording.languages import ENGLISH
from server.domain.wording.templates import fill
from server.outside.local_times import day_in_words
from server.storage.people import users
from server.storage.tables.messages import TenantMessage
from server.storage.tables.register import Firm, Landlord
from server.storage.telling import notices
from server.storage.telling.catalogues import shipped
from server.storage.telling.notices import NoticeRow

_HELPS = timedelta(days=5)
_ANSWERING = ("contract_manager",)


def tell_of_complaint(connection: Connection, complaint: TenantMessage) -> None:
    """One email to each contract manager and one to the office of the firm, where an address is recorded."""
    managers = users.with_roles(connection, complaint.landlord_id, _ANSWERING)
    told = [("landlord", email, "") for _, email in managers]
    told += [("firm", email, complaint.firm_id) for email in _office(connection, complaint)]
    for name, email, firm_id in told:
        notices.put(connection, _row(connection, complaint, name, email, firm_id))


def _office(connection: Connection, complaint: TenantMessage) -> list[str]:
    mine = (Firm.landlord_id == complaint.landlord_id, Firm.firm_id == complaint.firm_id)
    return list(connection.execute(select(Firm.email).where(*mine, Firm.email != "")).scalars())


def _row(connection: Connection, complaint: TenantMessage, name: str, email: str, firm_id: str) -> NoticeRow:
    now = complaint.received_at
    return NoticeRow(
        notice_id=str(uuid7()),
        landlord_id=complaint.landlord_id,
        cause=f"{complaint.landlord_id}:complaint:{complaint.message_id}:{email}"[:200],
        template=f"complaint_{name}",
        language=ENGLISH,
        channel=EMAIL,
        person_id=None,
        recipient=email,
        text=_words(connection, complaint, name),
        firm_id=firm_id,
        appointment_id=None,
        visit_id=None,
        new_start_at=None,
        new_end_at=None,
        useless_after_at=now + _HELPS,
        queued_at=now,
        kind=STAFF,
        state="queued",
        due_at=now,
    )


def _words(connection: Connection, complaint: TenantMessage, name: str) -> str:
    query = select(Landlord.name).where(Landlord.landlord_id == complaint.landlord_id)
    facts = {
        "landlord": connection.execute(query).scalar() or complaint.landlord_id,
        "reference": complaint.reference,
        "acknowledge": day_in_words(complaint.acknowledge_by_on, ENGLISH) if complaint.acknowledge_by_on else "today",
    }
    return fill(name, shipped(ENGLISH, "complaints")[name], facts)
