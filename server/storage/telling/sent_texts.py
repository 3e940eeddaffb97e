"""What tenants were sent or are about to be sent, as the office sees it."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from server.domain.notices.kinds import ALARM, STAFF
from server.domain.viewing import Viewer
from server.storage.database import db
from server.storage.pages.own_work import own_work
from server.storage.tables.notices import LocalText, Notice
from server.storage.tables.register import Firm, Home, Person
from server.storage.tables.visits import Visit

_OWN_PEOPLE = frozenset({STAFF, ALARM, "trial"})
# A text that has not left yet still holds its link's secret.
_SECRET = re.compile(r"(/t/)[\w-]+")


@dataclass(frozen=True)
class ListedText:
    """One notice with its times. `full_text`, link and all, is there only with the local gateway, in demo and test."""

    notice_id: str
    template: str
    channel: str
    recipient: str
    text: str
    full_text: str | None
    who: str
    address: str
    firm_name: str
    visit_id: str | None
    state: str
    queued_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    failed_at: datetime | None
    failure: str
    attempts: int
    to_staff: bool


def listed(viewer: Viewer, *, with_links: bool, limit: int, offset: int) -> list[ListedText]:
    """Notices, the newest first; of a firm those about its own visits."""
    query = (
        select(
            Notice,
            Person.first_name,
            Person.last_name,
            Home.address_line_1,
            Firm.name,
            LocalText.text,
            Visit.visit_id,
        )
        .outerjoin(Person, and_(Person.landlord_id == Notice.landlord_id, Person.person_id == Notice.person_id))
        .outerjoin(Home, and_(Home.landlord_id == Person.landlord_id, Home.uprn == Person.uprn))
        .outerjoin(Firm, and_(Firm.landlord_id == Notice.landlord_id, Firm.firm_id == Notice.firm_id))
        .outerjoin(LocalText, LocalText.gateway_id == Notice.gateway_id)
        .outerjoin(Visit, Visit.visit_id == Notice.visit_id)
        .where(*own_work(viewer, Notice))
        .order_by(Notice.queued_at.desc(), Notice.notice_id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [_listed(*row, with_link=with_links) for row in db.session.execute(query)]


def _listed(
    notice: Notice,
    first: str | None,
    last: str | None,
    address: str | None,
    firm: str | None,
    full_text: str | None,
    visit_id: str | None,
    *,
    with_link: bool,
) -> ListedText:
    return ListedText(
        notice_id=notice.notice_id,
        template=notice.template,
        channel=notice.channel,
        recipient=notice.recipient,
        text=_SECRET.sub(r"\1...", notice.text),
        full_text=full_text if with_link else None,
        who=" ".join(part for part in (first, last) if part),
        address=address or "",
        firm_name=firm or notice.firm_id,
        visit_id=visit_id,
        state=notice.state,
        queued_at=notice.queued_at,
        sent_at=notice.sent_at,
        delivered_at=notice.delivered_at,
        failed_at=notice.failed_at,
        failure=notice.failure,
        attempts=notice.attempts,
        to_staff=notice.kind in _OWN_PEOPLE,
    )
