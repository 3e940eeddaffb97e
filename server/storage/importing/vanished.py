"""What stood in earlier files and is not in the newest: told and asked about, never deleted."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import func, select

from server.domain.imports.clock_times import LONDON
from server.domain.imports.fates import Place
from server.domain.imports.problems import Question
from server.domain.imports.report import AskedRow
from server.storage.database import db
from server.storage.importing import import_record
from server.storage.importing.import_record import ROWS, Source
from server.storage.tables.register import Appointment

NOWHERE = Place(0, 0)

Span = tuple[datetime, datetime]


def keys_gone(source: Source, holds: Callable[[str], bool]) -> list[str]:
    """Keys that a file of this kind and style brought and that this one does not hold, in order."""
    query = select(ROWS.c.key).where(
        ROWS.c.landlord_id == source.landlord_id,
        ROWS.c.kind == source.kind,
        ROWS.c.style == source.style,
        ROWS.c.standing == "loaded",
    )
    keys = db.session.connection().execute(query.order_by(ROWS.c.key)).scalars()
    return [key for key in keys if not holds(key)]


def ask_about(source: Source, keys: Sequence[str], *, field: str, span: Span) -> None:
    """Put one question for each promise in the span: somebody may have cancelled it without a word."""

    def question(key: str) -> Question:
        return Question(field, "vanished", key)

    ahead = _promised(source, keys, span)
    asked = [AskedRow(NOWHERE, key, question(key)) for key in keys if key in ahead]
    import_record.ask(source.landlord_id, source.kind, source.import_id, asked)


def span_of(source: Source, holds: Callable[[str], bool], *, since: datetime) -> Span | None:
    """The whole London days from the first to the last promise of this file still ahead; it says nothing of others."""
    own = func.coalesce(func.nullif(ROWS.c.stands_for, ""), ROWS.c.key)
    query = (
        select(ROWS.c.key, Appointment.now_start_at)
        .join(Appointment, (Appointment.landlord_id == ROWS.c.landlord_id) & (Appointment.appointment_id == own))
        .where(ROWS.c.landlord_id == source.landlord_id, ROWS.c.kind == source.kind, Appointment.now_start_at >= since)
    )
    rows = db.session.execute(query.execution_options(yield_per=1000))
    days = {start_at.astimezone(LONDON).date() for key, start_at in rows if holds(key)}
    if not days:
        return None
    first, last = (datetime.combine(day, time(), LONDON) for day in (min(days), max(days) + timedelta(days=1)))
    return max(since, first), last


def _promised(source: Source, keys: Sequence[str], span: Span) -> set[str]:
    standings = import_record.standings(source.landlord_id, source.kind, keys)
    own = {said.stands_for or key: key for key, said in standings.items()}
    query = select(Appointment.appointment_id).where(
        Appointment.landlord_id == source.landlord_id,
        Appointment.appointment_id.in_(own),
        Appointment.status == "booked",
        Appointment.now_start_at >= span[0],
        Appointment.now_start_at < span[1],
    )
    return {own[name] for name in db.session.scalars(query)}
