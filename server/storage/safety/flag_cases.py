"""Flags and their cases for the console. No list reads a reason; whoever opens one is written down."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from server.domain.viewing import Viewer
from server.storage.database import db
from server.storage.safety.flags_in_force import in_force
from server.storage.tables.flag_cases import FlagAppeal, FlagCase, FlagIncident, FlagStep
from server.storage.tables.register import Appointment, Flag, Home, Person


@dataclass(frozen=True)
class ListedFlag:
    """One line of the register: what to do, for whom, until when. Never why."""

    flag_id: str
    kind: str
    what_to_do: str
    set_by: str
    set_on: date | None
    review_on: date | None
    interim_until_at: datetime | None
    letter_sent_on: date | None
    ended_on: date | None
    person_id: str | None
    who: str
    address: str
    has_case: bool
    stands: bool


def register(viewer: Viewer, today: date, *, words: str = "", is_open: bool = True) -> list[ListedFlag]:
    """The flags that are not ended, those to be reviewed first on top; `words` of a name, an address or a number."""
    query = _lines(viewer, today)
    query = query.where(Flag.ended_on.is_(None) if is_open else Flag.ended_on.is_not(None))
    for word in words.split()[:6]:
        pattern = "%" + word.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        places = (Flag.flag_id, Person.last_name, Person.first_name, Home.address_line_1, Home.postcode)
        query = query.where(or_(*(func.lower(place).like(pattern, escape="\\") for place in places)))
    query = query.order_by(Flag.review_on.is_not(None), Flag.review_on, Flag.flag_id).limit(500)
    return [_listed(row) for row in db.session.execute(query)]


def line_of(viewer: Viewer, flag_id: str, today: date) -> ListedFlag | None:
    row = db.session.execute(_lines(viewer, today).where(Flag.flag_id == flag_id)).one_or_none()
    return _listed(row) if row else None


def drafts(viewer: Viewer) -> list[FlagCase]:
    query = select(FlagCase).where(FlagCase.landlord_id == viewer.landlord_id, FlagCase.state == "draft")
    return list(db.session.scalars(query.order_by(FlagCase.made_at)))


def waiting_cases(landlord_id: str, today: date) -> list[FlagCase]:
    """Those in force, and those that ended and of which the person is still to be told."""
    query = _cases_that_stand(landlord_id, today).where(or_(FlagCase.state == "live", _letter_is_owed()))
    return list(db.session.scalars(query.order_by(FlagCase.review_on)))


def owed_letters(landlord_id: str, today: date) -> list[FlagCase]:
    """Those of which the person waits for a letter that is neither sent nor withheld."""
    return list(db.session.scalars(_cases_that_stand(landlord_id, today).where(_letter_is_owed())))


def _cases_that_stand(landlord_id: str, today: date) -> Any:
    """Nothing is due about a flag whose person has left; one that somebody ended is still to be told of."""
    return (
        select(FlagCase)
        .join(Flag, and_(Flag.landlord_id == FlagCase.landlord_id, Flag.flag_id == FlagCase.flag_id))
        .outerjoin(Person, and_(Person.landlord_id == Flag.landlord_id, Person.person_id == Flag.person_id))
        .where(FlagCase.landlord_id == landlord_id, or_(FlagCase.state == "ended", in_force(today)))
    )


def _letter_is_owed() -> ColumnElement[bool]:
    is_owed = and_(FlagCase.letter_due_at.is_not(None), FlagCase.letter_sent_at.is_(None))
    return and_(is_owed, FlagCase.withheld_reason == "", FlagCase.state != "draft")


def case(landlord_id: str, flag_id: str) -> FlagCase | None:
    return db.session.get(FlagCase, {"flag_id": flag_id, "landlord_id": landlord_id})


def flag(landlord_id: str, flag_id: str) -> Flag | None:
    return db.session.get(Flag, {"landlord_id": landlord_id, "flag_id": flag_id})


def register_lines(landlord_id: str, flag_ids: Iterable[str]) -> list[tuple[Flag, str | None, FlagCase | None]]:
    """These lines of the register that name a person, each with that person's home and with the case it has."""
    query = (
        select(Flag, Person.uprn, FlagCase)
        .join(Person, and_(Person.landlord_id == Flag.landlord_id, Person.person_id == Flag.person_id))
        .outerjoin(FlagCase, and_(FlagCase.landlord_id == Flag.landlord_id, FlagCase.flag_id == Flag.flag_id))
        .where(Flag.landlord_id == landlord_id, Flag.flag_id.in_(list(flag_ids)))
        .order_by(Flag.flag_id)
        .execution_options(populate_existing=True)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]


def begin_versions(landlord_id: str, flag_ids: Collection[str]) -> None:
    """Operatives are asked to read these flags again: other words, or another kind, stand in them now."""
    if flag_ids:
        mine = (Flag.landlord_id == landlord_id, Flag.flag_id.in_(flag_ids))
        db.session.execute(update(Flag).where(*mine).values(version=Flag.version + 1))


def lines_without_case(landlord_id: str) -> list[str]:
    """Lines in force that name a person and have no case."""
    query = (
        select(Flag.flag_id)
        .outerjoin(FlagCase, and_(FlagCase.landlord_id == Flag.landlord_id, FlagCase.flag_id == Flag.flag_id))
        .where(Flag.landlord_id == landlord_id, Flag.ended_on.is_(None))
        .where(Flag.person_id.is_not(None), FlagCase.flag_id.is_(None))
    )
    return list(db.session.scalars(query))


def steps(landlord_id: str, flag_id: str) -> list[FlagStep]:
    """What was done, the oldest first."""
    query = select(FlagStep).where(FlagStep.landlord_id == landlord_id, FlagStep.flag_id == flag_id)
    return list(db.session.scalars(query.order_by(FlagStep.happened_on, FlagStep.step_id)))


def appeals(landlord_id: str, flag_id: str = "") -> list[FlagAppeal]:
    """The appeals against one flag, newest first; without one, all that wait for a decision."""
    query = select(FlagAppeal).where(FlagAppeal.landlord_id == landlord_id)
    query = query.where(FlagAppeal.flag_id == flag_id) if flag_id else query.where(FlagAppeal.decided_at.is_(None))
    return list(db.session.scalars(query.order_by(FlagAppeal.entered_at.desc())))


def appeal(landlord_id: str, appeal_id: str) -> FlagAppeal | None:
    query = select(FlagAppeal).where(FlagAppeal.landlord_id == landlord_id, FlagAppeal.appeal_id == appeal_id)
    return db.session.scalar(query)


def incidents(viewer: Viewer, *, person_id: str | None = None, limit: int = 100) -> list[FlagIncident]:
    """What was reported, newest first; a firm's people see what they reported themselves."""
    query = select(FlagIncident).where(FlagIncident.landlord_id == viewer.landlord_id)
    if viewer.firm_id is not None:
        query = query.where(FlagIncident.firm_id == viewer.firm_id)
    if person_id is not None:
        query = query.where(FlagIncident.person_id == person_id)
    return list(db.session.scalars(query.order_by(FlagIncident.happened_at.desc()).limit(limit)))


def incident(viewer: Viewer, incident_id: str) -> FlagIncident | None:
    query = select(FlagIncident).where(FlagIncident.landlord_id == viewer.landlord_id)
    if viewer.firm_id is not None:
        query = query.where(FlagIncident.firm_id == viewer.firm_id)
    return db.session.scalar(query.where(FlagIncident.incident_id == incident_id))


def count_since(landlord_id: str, person_id: str, since: datetime) -> int:
    """How many incidents with this person since then."""
    query = select(func.count()).where(
        FlagIncident.landlord_id == landlord_id,
        FlagIncident.person_id == person_id,
        FlagIncident.happened_at >= since,
    )
    return db.session.scalar(query) or 0


def person(landlord_id: str, person_id: str) -> Person | None:
    return db.session.get(Person, {"landlord_id": landlord_id, "person_id": person_id})


def home(landlord_id: str, uprn: str) -> Home | None:
    return db.session.get(Home, {"landlord_id": landlord_id, "uprn": uprn})


def knows_home(viewer: Viewer, uprn: str) -> bool:
    """Whether there is such a home; for a firm's people only where the firm has had an appointment."""
    if viewer.firm_id is None:
        return home(viewer.landlord_id, uprn) is not None
    query = select(Appointment.appointment_id).where(
        Appointment.landlord_id == viewer.landlord_id,
        Appointment.uprn == uprn,
        Appointment.firm_id == viewer.firm_id,
    )
    return db.session.scalar(query.limit(1)) is not None


def people_at(landlord_id: str, postcode: str, today: date) -> Sequence[Any]:
    """Who lives at this postcode now: (person_id, name, address)."""
    wanted = postcode.upper().replace(" ", "")
    query = (
        select(Person.person_id, Person.first_name, Person.last_name, Home.address_line_1, Home.uprn)
        .join(Home, and_(Home.landlord_id == Person.landlord_id, Home.uprn == Person.uprn))
        .where(Person.landlord_id == landlord_id, func.replace(func.upper(Home.postcode), " ", "") == wanted)
        .where(or_(Person.tenure_to.is_(None), Person.tenure_to >= today))
        .order_by(Home.address_line_1, Person.last_name)
    )
    return db.session.execute(query.limit(100)).all()


def _lines(viewer: Viewer, today: date) -> Any:
    home_of = func.coalesce(Person.uprn, Flag.uprn)
    return (
        select(
            *(Flag.flag_id, Flag.kind, Flag.what_to_do, Flag.set_by, Flag.set_on, Flag.review_on),
            *(Flag.interim_until_at, Flag.letter_sent_on, Flag.ended_on, Flag.person_id),
            *(Person.first_name, Person.last_name, Home.address_line_1, FlagCase.flag_id.label("case_id")),
            in_force(today).label("stands"),
        )
        .outerjoin(Person, and_(Person.landlord_id == Flag.landlord_id, Person.person_id == Flag.person_id))
        .outerjoin(Home, and_(Home.landlord_id == Flag.landlord_id, Home.uprn == home_of))
        .outerjoin(FlagCase, and_(FlagCase.landlord_id == Flag.landlord_id, FlagCase.flag_id == Flag.flag_id))
        .where(Flag.landlord_id == viewer.landlord_id)
    )


def _listed(row: Any) -> ListedFlag:
    return ListedFlag(
        flag_id=row.flag_id,
        kind=row.kind,
        what_to_do=row.what_to_do,
        set_by=row.set_by,
        set_on=row.set_on,
        review_on=row.review_on,
        interim_until_at=row.interim_until_at,
        letter_sent_on=row.letter_sent_on,
        ended_on=row.ended_on,
        person_id=row.person_id,
        who=" ".join(part for part in (row.first_name, row.last_name) if part),
        address=row.address_line_1 or "Address not known",
        has_case=row.case_id is not None,
        stands=bool(row.stands),
    )
