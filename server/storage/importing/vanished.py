"""What stood in earlier files and is not in the newest: told and asked about, never deleted."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select

from server.domain.imports.fates import Place
from server.domain.imports.problems import Question
from server.domain.imports.report import AskedRow
from server.storage.database import db
from server.storage.importing import import_record
from server.storage.importing.import_record import ROWS, Source
from server.storage.tables.register import Appointment

NOWHERE = Place(0, 0)


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


def ask_about(source: Source, keys: Sequence[str], *, field: str, since: datetime) -> None:
    """Put one question for each promise still ahead: somebody may have cancelled it without a word."""

    def question(key: str) -> Question:
        return Question(field, "vanished", key)

    ahead = _still_ahead(source, keys, since)
    asked = [AskedRow(NOWHERE, key, question(key)) for key in keys if key in ahead]
    import_record.ask(source.landlord_id, source.kind, source.import_id, asked)


def _still_ahead(source: Source, keys: Sequence[str], since: datetime) -> set[str]:
    standings = import_record.standings(source.landlord_id, source.kind, keys)
    own = {said.stands_for or key: key for key, said in standings.items()}
    query = select(Appointment.appointment_id).where(
        Appointment.landlord_id == source.landlord_id,
        Appointment.appointment_id.in_(own),
        Appointment.status == "booked",
        Appointment.now_start_at >= since,
    )
    return {own[name] for name in db.session.scalars(query)}
