"""What stood in earlier files and is not in the newest: told and asked about, never deleted."""

from collections.abc import Callable, Iterator, Sequence
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
_AT_ONCE = 1000

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
    query = select(ROWS.c.key, ROWS.c.stands_for).where(
        ROWS.c.landlord_id == source.landlord_id, ROWS.c.kind == source.kind
    )
    rows = db.session.execute(query.execution_options(yield_per=_AT_ONCE))
    own = [stands_for or key for key, stands_for in rows if holds(key)]
    found = [_first_and_last(source.landlord_id, batch, since) for batch in _batches(own)]
    ahead = [(first, last) for first, last in found if first is not None and last is not None]
    if not ahead:
        return None
    begins = min(first for first, _ in ahead).astimezone(LONDON).date()
    ends = max(last for _, last in ahead).astimezone(LONDON).date() + timedelta(days=1)
    first, last = (datetime.combine(day, time(), LONDON) for day in (begins, ends))
    return max(since, first), last


def _first_and_last(landlord_id: str, names: Sequence[str], since: datetime) -> tuple[datetime | None, datetime | None]:
    """By the appointments' own key: joined to the rows of the file, a database went through all of these for each."""
    query = select(func.min(Appointment.now_start_at), func.max(Appointment.now_start_at)).where(
        Appointment.landlord_id == landlord_id,
        Appointment.appointment_id.in_(names),
        Appointment.now_start_at >= since,
    )
    first, last = db.session.execute(query).one()
    return first, last


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[start : start + _AT_ONCE] for start in range(0, len(names), _AT_ONCE))


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
