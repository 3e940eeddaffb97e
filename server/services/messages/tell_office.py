"""Tells the landlord and the firm by email, in the same minute, what must not wait until somebody looks.

That a complaint has come in (decision 0301), or that a caller at a door did not have the right code (decision 0360).
Call it in the transaction that took the message. It says that there is one, and never what was said or by whom.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.engine import Connection
from uuid_utils.compat import uuid7

from server.domain.messages import CALLER_WRONG, COMPLAINT
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
_CATALOGUES = {COMPLAINT: "complaints", CALLER_WRONG: "callers"}
_ANSWERING = ("contract_manager",)


def tell_office(connection: Connection, message: TenantMessage) -> None:
    """One email to each contract manager and one to the office of the firm, where an address is recorded.

    Nothing for a message of any other kind: its dates are enough.
    """
    if message.kind not in _CATALOGUES:
        return
    managers = users.with_roles(connection, message.landlord_id, _ANSWERING)
    told = [("landlord", email, "") for _, email in managers]
    told += [("firm", email, message.firm_id) for email in _office(connection, message)]
    for name, email, firm_id in told:
        notices.put(connection, _row(connection, message, name, email, firm_id))


def _office(connection: Connection, message: TenantMessage) -> list[str]:
    mine = (Firm.landlord_id == message.landlord_id, Firm.firm_id == message.firm_id)
    return list(connection.execute(select(Firm.email).where(*mine, Firm.email != "")).scalars())


def _row(connection: Connection, message: TenantMessage, name: str, email: str, firm_id: str) -> NoticeRow:
    now = message.received_at
    return NoticeRow(
        notice_id=str(uuid7()),
        landlord_id=message.landlord_id,
        cause=f"{message.landlord_id}:{message.kind}:{message.message_id}:{email}"[:200],
        template=f"{message.kind}_{name}",
        language=ENGLISH,
        channel=EMAIL,
        recipient=email,
        text=_words(connection, message, name),
        firm_id=firm_id,
        useless_after_at=now + _HELPS,
        queued_at=now,
        kind=STAFF,
        due_at=now,
    )


def _words(connection: Connection, message: TenantMessage, name: str) -> str:
    query = select(Landlord.name).where(Landlord.landlord_id == message.landlord_id)
    facts = {
        "landlord": connection.execute(query).scalar() or message.landlord_id,
        "reference": message.reference,
        "acknowledge": day_in_words(message.acknowledge_by_on, ENGLISH) if message.acknowledge_by_on else "today",
    }
    return fill(name, shipped(ENGLISH, _CATALOGUES[message.kind])[name], facts)
