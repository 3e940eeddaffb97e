"""The print queue: letters that wait to be printed, were printed, and left by post."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Table, and_, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, CursorResult

from server.storage.tables.notices import Notice
from server.storage.tables.register import Firm, Home, Landlord, Person
from server.storage.tables.telling import Letter

LETTERS = cast(Table, Letter.__table__)


@dataclass(frozen=True)
class LetterRow:
    """A letter as it stands; `facts` fill its document, with `{link}` still standing in them."""

    letter_id: str
    landlord_id: str
    cause: str
    kind: str
    document: str
    facts: dict[str, object]
    queued_at: datetime
    notice_id: str | None = None
    person_id: str | None = None
    firm_id: str = ""
    appointment_id: str | None = None
    language: str = "en"
    printed_at: datetime | None = None
    printed_by: str = ""
    posted_at: datetime | None = None
    posted_by: str = ""
    called_off: str = ""


@dataclass(frozen=True)
class Addressee:
    """Who writes to whom: the lines that stand on the paper."""

    landlord_name: str
    landlord_phone: str
    out_of_hours_phone: str
    recipient: tuple[str, ...]


_COLUMNS = [LETTERS.c[name] for name in LetterRow.__dataclass_fields__]


def put(connection: Connection, letter: LetterRow) -> bool:
    """Add the letter unless its cause has one already; True where it is new."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    values = {name: getattr(letter, name) for name in letter.__dataclass_fields__}
    query = insert(LETTERS).values(values).on_conflict_do_nothing().returning(LETTERS.c.letter_id)
    return connection.execute(query).one_or_none() is not None


def addressee(connection: Connection, landlord_id: str, person_id: str, firm_id: str = "") -> Addressee | None:
    """The person's name and home as an envelope needs them; None where we do not know them or their home.

    Out of hours the firm's number is given where it has one.
    """
    query = (
        select(
            Landlord.name,
            Landlord.phone,
            func.coalesce(func.nullif(Firm.out_of_hours_phone, ""), Landlord.out_of_hours_phone),
        )
        .add_columns(Person.title, Person.first_name, Person.last_name)
        .add_columns(Home.address_line_1, Home.address_line_2, Home.address_line_3, Home.town, Home.postcode)
        .join(Person, Person.landlord_id == Landlord.landlord_id)
        .join(Home, and_(Home.landlord_id == Person.landlord_id, Home.uprn == Person.uprn))
        .outerjoin(Firm, and_(Firm.landlord_id == Landlord.landlord_id, Firm.firm_id == firm_id))
        .where(Person.landlord_id == landlord_id, Person.person_id == person_id)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    name = " ".join(part for part in row[3:6] if part)
    return Addressee(row[0], row[1], row[2], tuple(line for line in (name, *row[6:]) if line))


def get(connection: Connection, landlord_id: str, letter_id: str) -> LetterRow | None:
    query = select(*_COLUMNS).where(LETTERS.c.landlord_id == landlord_id, LETTERS.c.letter_id == letter_id)
    row = connection.execute(query).one_or_none()
    return LetterRow(*row) if row else None


def note_printed(connection: Connection, letter: LetterRow, *, by: str, at: datetime) -> None:
    connection.execute(_of(letter).values(printed_at=at, printed_by=by))


def note_posted(connection: Connection, letter: LetterRow, *, by: str, at: datetime) -> bool:
    """False where it had left or was called off before."""
    query = _of(letter).where(LETTERS.c.posted_at.is_(None), LETTERS.c.called_off == "")
    return _touched(connection.execute(query.values(posted_at=at, posted_by=by))) == 1


def call_off_replaced(connection: Connection, landlord_id: str, appointment_id: str) -> None:
    """The letters of this appointment's notices that are no news any more are not to be posted."""
    replaced = select(Notice.notice_id).where(
        Notice.landlord_id == landlord_id, Notice.appointment_id == appointment_id, Notice.state == "replaced"
    )
    query = update(LETTERS).where(LETTERS.c.notice_id.in_(replaced), LETTERS.c.posted_at.is_(None))
    connection.execute(query.values(called_off="A newer notice about the same visit takes its place."))


def waits(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What is true of a letter that is still to be posted: one that would be read too late is not."""
    too_late = exists().where(Notice.notice_id == Letter.notice_id, Notice.useless_after_at <= now)
    return Letter.posted_at.is_(None), Letter.called_off == "", ~too_late


def _of(letter: LetterRow):  # type: ignore[no-untyped-def]
    return update(LETTERS).where(LETTERS.c.landlord_id == letter.landlord_id, LETTERS.c.letter_id == letter.letter_id)


def _touched(result: object) -> int:
    return cast("CursorResult[object]", result).rowcount
