"""What a morning digest says and to whom: exact counts of what one person may see, the words, and who was sent one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml
from sqlalchemy import Integer, Row, Table, case, func, select
from sqlalchemy import cast as as_type
from sqlalchemy.engine import Connection

from server.domain.parameters import Parameter
from server.domain.review.items import OPEN
from server.domain.review.kinds import seen_by
from server.domain.viewing import Viewer
from server.storage.insertion import insert_if_absent
from server.storage.pages.own_work import own_work
from server.storage.policy_files import POLICY_FOLDER, read_parameters
from server.storage.tables.review import ReviewDigest, ReviewItem

DIGESTS = cast(Table, ReviewDigest.__table__)
_WORDS = Path(__file__).resolve().parents[2] / "wording" / "en" / "review.yaml"


@dataclass(frozen=True)
class Counted:
    """Of one kind: how many wait, how many of them lapse before a moment, and how many are over already."""

    kind: str
    waiting: int
    lapsing: int
    over: int


def counted(connection: Connection, viewer: Viewer, now: datetime, midnight: datetime) -> Sequence[Counted]:
    """By kind, for what this person may see."""

    def how_many(condition: Any) -> Any:
        return as_type(func.coalesce(func.sum(case((condition, 1), else_=0)), 0), Integer)

    lapses = (ReviewItem.due_at >= now) & (ReviewItem.due_at <= midnight)
    query = (
        select(ReviewItem.kind, func.count(), how_many(lapses), how_many(ReviewItem.due_at < now))
        .where(*own_work(viewer, ReviewItem), ReviewItem.state == OPEN, ReviewItem.kind.in_(seen_by(viewer)))
        .group_by(ReviewItem.kind)
    )
    found = {row[0]: Counted(*row) for row in connection.execute(query)}
    return [found[kind] for kind in seen_by(viewer) if kind in found]


def sent_on(connection: Connection, landlord_id: str, day: date) -> set[str]:
    query = select(DIGESTS.c.user_id).where(DIGESTS.c.landlord_id == landlord_id, DIGESTS.c.day == day.isoformat())
    rows: Sequence[Row[Any]] = connection.execute(query).all()
    return {row[0] for row in rows}


def note_sent(connection: Connection, viewer: Viewer, day: date, *, at: datetime) -> None:
    """Whether there was something to say or not: nobody is looked at twice on a day."""
    row = {"user_id": viewer.user_id, "day": day.isoformat(), "landlord_id": viewer.landlord_id, "queued_at": at}
    insert_if_absent(connection, DIGESTS, [row])


def from_hour(day: date) -> int:
    """The hour, in London, from which digests leave."""
    return int(_parameters()["digest_from_hour"].on(day))


@lru_cache
def words() -> Mapping[str, str]:
    return dict(yaml.safe_load(_WORDS.read_text(encoding="utf-8")))


@lru_cache
def _parameters() -> dict[str, Parameter]:
    return read_parameters(POLICY_FOLDER / "review.yaml")
