"""What a person has to tell: calls to make, planned works that were stopped, letters to print and post."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from server.domain.viewing import Viewer
from server.domain.wording.text_rules import sender_and_words
from server.storage.database import db
from server.storage.pages.own_work import own_work
from server.storage.people.contact_choices import format_chosen
from server.storage.tables.notices import Notice
from server.storage.tables.register import Firm, Home, Person
from server.storage.tables.telling import Letter
from server.storage.telling.letters import waits

BY_VOICE = ("phone", "none")
_STILL_ASKED = timedelta(days=30)


@dataclass(frozen=True)
class ToTell:
    """A notice that no message can carry: whom to tell, how to reach them, what to say, and until when it helps."""

    notice_id: str
    kind: str
    channel: str
    text: str
    why: str
    useless_after_at: datetime | None
    queued_at: datetime
    who: str
    address: str
    mobile: str
    landline: str
    firm_name: str


@dataclass(frozen=True)
class ToPost:
    """A letter that has not left. `format` is how its reader reads, such as large_print or braille."""

    letter_id: str
    kind: str
    queued_at: datetime
    printed_at: datetime | None
    who: str
    address: str
    firm_name: str
    format: str


@dataclass(frozen=True)
class DeadNumber:
    """A tenant's number that a text did not reach, and when that was known."""

    failed_at: datetime
    number: str
    who: str
    address: str


def calls(viewer: Viewer, now: datetime, limit: int = 200) -> Sequence[ToTell]:
    """Those to ring, the most pressing first; what would help nobody any more is left out."""
    return _held(viewer, now, Notice.channel.in_(BY_VOICE), limit)


def stopped(viewer: Viewer, now: datetime, limit: int = 200) -> Sequence[ToTell]:
    """Notices that could leave by themselves and must not without a manager's reason."""
    printed = exists().where(Letter.notice_id == Notice.notice_id)
    late_letter = and_(Notice.channel == "letter", Notice.kind == "planned", not_(printed))
    return _held(viewer, now, or_(Notice.channel.not_in((*BY_VOICE, "letter")), late_letter), limit)


def letters(viewer: Viewer, now: datetime, limit: int = 200) -> Sequence[ToPost]:
    """Letters to print and post, the oldest first; without those that would come too late."""
    query = (
        select(Letter.letter_id, Letter.kind, Letter.queued_at, Letter.printed_at)
        .add_columns(Person.first_name, Person.last_name, Home.address_line_1, Firm.name, format_chosen())
        .outerjoin(Person, and_(Person.landlord_id == Letter.landlord_id, Person.person_id == Letter.person_id))
        .outerjoin(Home, and_(Home.landlord_id == Person.landlord_id, Home.uprn == Person.uprn))
        .outerjoin(Firm, and_(Firm.landlord_id == Letter.landlord_id, Firm.firm_id == Letter.firm_id))
        .where(*own_work(viewer, Letter), *waits(now))
        .order_by(Letter.queued_at, Letter.letter_id)
        .limit(limit)
    )
    return [
        ToPost(letter_id, kind, queued_at, printed_at, _name(first, last), address or "", firm or "", chosen or "")
        for letter_id, kind, queued_at, printed_at, first, last, address, firm, chosen in db.session.execute(query)
    ]


def dead_numbers(viewer: Viewer, now: datetime) -> Sequence[DeadNumber]:
    """Numbers that are still a tenant's and that a text left for and never reached, without one that did since."""
    later = aliased(Notice)
    reached = exists().where(later.recipient == Notice.recipient, later.delivered_at > Notice.failed_at)
    query = (
        select(func.max(Notice.failed_at), Notice.recipient, Person.first_name, Person.last_name, Home.address_line_1)
        .join(Person, and_(Person.landlord_id == Notice.landlord_id, Person.person_id == Notice.person_id))
        .outerjoin(Home, and_(Home.landlord_id == Person.landlord_id, Home.uprn == Person.uprn))
        .where(*own_work(viewer, Notice), Notice.channel == "sms", Notice.state == "failed")
        .where(Notice.sent_at.is_not(None), Notice.failed_at > now - _STILL_ASKED, Person.mobile == Notice.recipient)
        .where(~reached)
        .group_by(Notice.recipient, Person.first_name, Person.last_name, Home.address_line_1)
        .order_by(func.max(Notice.failed_at).desc())
    )
    return [
        DeadNumber(failed_at, number, _name(first, last), address or "")
        for failed_at, number, first, last, address in db.session.execute(query)
        if failed_at is not None
    ]


def count(viewer: Viewer, now: datetime) -> int:
    """How much of all this there is."""
    query = select(func.count()).where(*own_work(viewer, Notice), *_still_held(now))
    return db.session.scalar(query) or 0


def _held(viewer: Viewer, now: datetime, which: object, limit: int) -> Sequence[ToTell]:
    query = (
        select(
            Notice, Person.first_name, Person.last_name, Person.mobile, Person.landline, Home.address_line_1, Firm.name
        )
        .outerjoin(Person, and_(Person.landlord_id == Notice.landlord_id, Person.person_id == Notice.person_id))
        .outerjoin(Home, and_(Home.landlord_id == Person.landlord_id, Home.uprn == Person.uprn))
        .outerjoin(Firm, and_(Firm.landlord_id == Notice.landlord_id, Firm.firm_id == Notice.firm_id))
        .where(*own_work(viewer, Notice), *_still_held(now), which)  # type: ignore[arg-type]
        .order_by(Notice.useless_after_at, Notice.notice_id)
        .limit(limit)
    )
    return [
        ToTell(
            notice_id=notice.notice_id,
            kind=notice.kind,
            channel=notice.channel,
            text=sender_and_words(notice.text)[1],
            why=notice.failure,
            useless_after_at=notice.useless_after_at,
            queued_at=notice.queued_at,
            who=_name(first, last),
            address=address or "",
            mobile=mobile or "",
            landline=landline or "",
            firm_name=firm or "",
        )
        for notice, first, last, mobile, landline, address, firm in db.session.execute(query)
    ]


def _still_held(now: datetime):  # type: ignore[no-untyped-def]
    return (Notice.state == "held", or_(Notice.useless_after_at.is_(None), Notice.useless_after_at > now))


def _name(first: str | None, last: str | None) -> str:
    return " ".join(part for part in (first, last) if part)
