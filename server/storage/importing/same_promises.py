"""The same appointment in two styles: told by its job, its home and the moment it begins."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from server.domain.imports.clock_times import Moment
from server.storage.database import db
from server.storage.importing.import_record import ROWS, Source, Standing
from server.storage.tables.register import Appointment

Promise = tuple[str, str, datetime]


def find(source: Source, rows: Mapping[str, Mapping[str, Any]], before: Mapping[str, Standing]) -> dict[str, str]:
    """Key -> the id of the appointment it stands for: its own, unless another style brought the same promise.

    What was found once is kept, so that a row whose time is changed later still means the same appointment.
    """
    known = {key: before[key].stands_for for key in rows if key in before and before[key].stands_for}
    left = {key: values for key, values in rows.items() if key not in known}
    return {key: key for key in rows} | _brought_by_others(source, left) | known


def _brought_by_others(source: Source, rows: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Only where just one appointment of another style fits; two would have to be guessed between."""
    there = _promises(source.landlord_id, {str(values["job_number"]) for values in rows.values()})
    there = {one: ids for one, ids in there.items() if ids}
    own = _of_this_style(source, {name for ids in there.values() for name in ids}) if there else set()
    found = {}
    for key, values in rows.items():
        ids = there.get(_promise(values), [])
        others = [name for name in ids if name not in own and name != key]
        if key not in ids and len(others) == 1:
            found[key] = others[0]
    return found


def _promise(values: Mapping[str, Any]) -> Promise:
    start = values["slot_start"]
    if not isinstance(start, Moment):
        raise TypeError("an appointment that is fit to load has a time")
    return str(values["job_number"]), str(values["uprn"]), start.earliest


def _promises(landlord_id: str, jobs: Collection[str]) -> dict[Promise, list[str]]:
    query = select(
        Appointment.appointment_id, Appointment.job_number, Appointment.uprn, Appointment.slot_start_at
    ).where(Appointment.landlord_id == landlord_id, Appointment.job_number.in_(jobs))
    found: dict[Promise, list[str]] = {}
    for name, job, uprn, start in db.session.execute(query) if jobs else ():
        if start is not None:
            found.setdefault((job, uprn, start), []).append(name)
    return found


def _of_this_style(source: Source, ids: Collection[str]) -> set[str]:
    """Those that a file of the same style brought: they are other appointments, whatever their time."""
    query = select(ROWS.c.key).where(
        ROWS.c.landlord_id == source.landlord_id,
        ROWS.c.kind == "appointment",
        ROWS.c.style == source.style,
        ROWS.c.key.in_(ids),
    )
    return set(db.session.connection().execute(query).scalars())
