"""Samples of visits, for the landlord's people alone: nothing that a firm reads asks this module."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from server.domain.sampling import Wanted
from server.storage.database import db
from server.storage.tables.register import Appointment, Firm, Home, Person
from server.storage.tables.sampling import Sample, SampledVisit, SampleOutcome
from server.storage.tables.visits import Visit

_TAKEN_BACK = ("cancelled", "moved")


@dataclass(frozen=True)
class Sampled:
    """One visit of a sample, with what is needed to ask there."""

    place: int
    visit_id: str
    day: datetime
    firm_name: str
    job_number: str
    address: str
    postcode: str
    tenant: str
    phone: str
    language: str


def visits_in(landlord_id: str, wanted: Wanted, bounds: tuple[datetime, datetime]) -> list[str]:
    """The visits of the period; one whose appointment was cancelled or moved away is none."""
    day = func.coalesce(Appointment.now_start_at, Visit.made_at)
    query = (
        select(Visit.visit_id)
        .outerjoin(Appointment, _same_appointment())
        .where(Visit.landlord_id == landlord_id, day >= bounds[0], day < bounds[1])
        .where(Appointment.status.is_(None) | Appointment.status.not_in(_TAKEN_BACK))
    )
    if wanted.firm_id:
        query = query.where(Visit.firm_id == wanted.firm_id)
    if wanted.kind:
        query = query.where(Appointment.kind == wanted.kind)
    return list(db.session.scalars(query))


def add(sample: Sample, visit_ids: Sequence[str]) -> None:
    db.session.add(sample)
    rows = [
        SampledVisit(sample_id=sample.sample_id, visit_id=visit_id, place=place)
        for place, visit_id in enumerate(visit_ids, start=1)
    ]
    db.session.add_all(rows)


def all_of(landlord_id: str) -> list[Sample]:
    """Newest first."""
    query = select(Sample).where(Sample.landlord_id == landlord_id)
    return list(db.session.scalars(query.order_by(Sample.at.desc(), Sample.sample_id.desc())))


def find(landlord_id: str, sample_id: str) -> Sample | None:
    query = select(Sample).where(Sample.landlord_id == landlord_id, Sample.sample_id == sample_id)
    return db.session.scalars(query).first()


def visit_ids(sample_id: str) -> list[str]:
    """In the order drawn."""
    query = select(SampledVisit.visit_id).where(SampledVisit.sample_id == sample_id)
    return list(db.session.scalars(query.order_by(SampledVisit.place)))


def visits(sample: Sample) -> list[Sampled]:
    """Its visits with their homes as they stand now, in the order drawn."""
    landlord = Visit.landlord_id
    query = (
        select(
            SampledVisit.place, Visit.visit_id, func.coalesce(Appointment.now_start_at, Visit.made_at), Firm.name,
            Appointment.job_number, Home.address_line_1, Home.postcode, Person.first_name, Person.last_name,
            Person.mobile, Person.landline, Person.language,
        )
        .join(Visit, Visit.visit_id == SampledVisit.visit_id)
        .outerjoin(Appointment, _same_appointment())
        .outerjoin(Home, (Home.landlord_id == landlord) & (Home.uprn == Visit.uprn))
        .outerjoin(Firm, (Firm.landlord_id == landlord) & (Firm.firm_id == Visit.firm_id))
        .outerjoin(Person, (Person.landlord_id == landlord) & (Person.person_id == Appointment.person_id))
        .where(SampledVisit.sample_id == sample.sample_id, Visit.landlord_id == sample.landlord_id)
        .order_by(SampledVisit.place)
    )  # fmt: skip
    return [_sampled(tuple(row)) for row in db.session.execute(query)]


def add_outcome(row: SampleOutcome) -> None:
    db.session.add(row)


def outcomes(sample_id: str) -> dict[str, list[SampleOutcome]]:
    """Visit id -> what was recorded of it, oldest first."""
    found: dict[str, list[SampleOutcome]] = {}
    query = select(SampleOutcome).where(SampleOutcome.sample_id == sample_id).order_by(SampleOutcome.outcome_id)
    for row in db.session.scalars(query):
        found.setdefault(row.visit_id, []).append(row)
    return found


def counts(landlord_id: str) -> dict[str, int]:
    """Sample id -> how many of its visits have an outcome."""
    query = (
        select(SampleOutcome.sample_id, func.count(SampleOutcome.visit_id.distinct()))
        .join(Sample, Sample.sample_id == SampleOutcome.sample_id)
        .where(Sample.landlord_id == landlord_id)
        .group_by(SampleOutcome.sample_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _same_appointment() -> ColumnElement[bool]:
    return (Appointment.landlord_id == Visit.landlord_id) & (Appointment.appointment_id == Visit.appointment_id)


def _sampled(row: tuple[object, ...]) -> Sampled:
    place, visit_id, day, firm, job, address, postcode, first, last, mobile, landline, language = row
    tenant = f"{first or ''} {last or ''}".strip()
    texts = (firm, job, address, postcode, tenant, mobile or landline, language)
    return Sampled(place, visit_id, day, *(str(one or "") for one in texts))  # type: ignore[arg-type]
