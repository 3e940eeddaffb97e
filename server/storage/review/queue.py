"""The queue as one person sees it: what they may see, first what harms most, then what lapses first.

Every query takes a page's worth from the front of an index, kind by kind, so that its cost does not grow with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, select, union_all

from server.domain.review.items import CLOSED, OPEN
from server.domain.review.kinds import seen_by
from server.domain.viewing import Viewer
from server.storage.database import db
from server.storage.pages.own_work import own_work
from server.storage.tables.register import Firm, Home
from server.storage.tables.review import ReviewItem, ReviewQuestion, ReviewStep
from server.storage.tables.staff import User

COUNTED = 100
"""Counts stop here: a page says `99+` and costs the same whether a hundred wait or a million."""

MINE, NOBODYS = "mine", "nobody"
OVERDUE = "overdue"


@dataclass(frozen=True)
class Asked:
    """Which part of the queue is asked for. `who` is MINE, NOBODYS or empty; `due_before` ends what counts as due."""

    kind: str = ""
    firm_id: str = ""
    who: str = ""
    due_before: datetime | None = None
    state: str = OPEN
    page: int = 1


@dataclass(frozen=True)
class ListedItem:
    """One line of the queue."""

    item_id: str
    landlord_id: str
    kind: str
    subject_kind: str
    subject_id: str
    reference: str
    rank: int
    raised_at: datetime
    due_at: datetime | None
    state: str
    waits: bool
    assigned_to: str | None
    closed_at: datetime | None
    closed_by: str | None
    outcome: str
    visit_id: str | None
    firm_id: str | None
    rev: int
    address: str
    firm_name: str
    holder: str


def listed(viewer: Viewer, asked: Asked, length: int) -> tuple[list[ListedItem], bool]:
    """A page of items, and whether there are more."""
    kinds = _kinds(viewer, asked)
    if not kinds:
        return [], False
    most = asked.page * length + 1
    parts = [_front(viewer, asked, kind, most) for kind in kinds]
    places = union_all(*(select(part.subquery()) for part in parts)).subquery()
    order = (places.c.rank, places.c.order_at, places.c.item_id)
    page = select(places).order_by(*_directed(asked, order)).limit(length + 1).offset(most - 1 - length).subquery()
    query = _lines().join(page, page.c.item_id == ReviewItem.item_id)
    query = query.order_by(*_directed(asked, (page.c.rank, page.c.order_at, page.c.item_id)))
    rows = [ListedItem(*row) for row in db.session.execute(query)]
    return rows[:length], len(rows) > length


def find(viewer: Viewer, item_id: str) -> ListedItem | None:
    """One item; None where it is not there or not this person's to see."""
    query = _lines().where(ReviewItem.item_id == item_id, *own_work(viewer, ReviewItem))
    row = db.session.execute(query.where(ReviewItem.kind.in_(seen_by(viewer)))).one_or_none()
    return ListedItem(*row) if row else None


def counts(viewer: Viewer) -> Mapping[str, int]:
    """How many open items of each kind this person may see; COUNTED stands for that many or more."""
    kinds = seen_by(viewer)
    return _counted(viewer, kinds) if kinds else {}


def household_count(viewer: Viewer) -> int:
    """How many household concerns wait that this person may know of and not see."""
    return _counted(viewer, ("household_concern",)).get("household_concern", 0)


def history(item_id: str) -> Sequence[ReviewStep]:
    """What was done, the oldest first."""
    query = select(ReviewStep).where(ReviewStep.item_id == item_id)
    return list(db.session.scalars(query.order_by(ReviewStep.step_id)))


def questions(item_id: str) -> Sequence[ReviewQuestion]:
    query = select(ReviewQuestion).where(ReviewQuestion.item_id == item_id)
    return list(db.session.scalars(query.order_by(ReviewQuestion.asked_at, ReviewQuestion.message_id)))


def _counted(viewer: Viewer, kinds: Sequence[str]) -> dict[str, int]:
    parts = []
    for kind in kinds:
        some = select(ReviewItem.item_id).where(*_of_kind(viewer, kind, OPEN)).limit(COUNTED).subquery()
        parts.append(select(literal(kind), func.count()).select_from(some))
    return {kind: count for kind, count in db.session.execute(union_all(*parts)) if count}


def _kinds(viewer: Viewer, asked: Asked) -> list[str]:
    return [kind for kind in seen_by(viewer) if asked.kind in ("", kind)]


def _of_kind(viewer: Viewer, kind: str, state: str) -> list[ColumnElement[bool]]:
    return [*own_work(viewer, ReviewItem), ReviewItem.state == state, ReviewItem.kind == kind]


def _front(viewer: Viewer, asked: Asked, kind: str, most: int) -> Any:
    order = (ReviewItem.rank, ReviewItem.order_at, ReviewItem.item_id)
    query = select(*order).where(*_of_kind(viewer, kind, asked.state), *_filters(viewer, asked))
    return query.order_by(*_directed(asked, order)).limit(most)


def _filters(viewer: Viewer, asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.firm_id:
        found.append(ReviewItem.firm_id == asked.firm_id)
    if asked.who == MINE:
        found.append(ReviewItem.assigned_to == viewer.user_id)
    elif asked.who == NOBODYS:
        found.append(ReviewItem.assigned_to.is_(None))
    if asked.due_before is not None:
        found.append(ReviewItem.due_at < asked.due_before)
    return found


def _directed(asked: Asked, order: Sequence[Any]) -> list[Any]:
    """What is closed stands by when that was, the newest first."""
    return [one.desc() for one in order] if asked.state == CLOSED else list(order)


def _lines() -> Any:
    return (
        select(
            *(
                ReviewItem.item_id,
                ReviewItem.landlord_id,
                ReviewItem.kind,
                ReviewItem.subject_kind,
                ReviewItem.subject_id,
            ),
            *(ReviewItem.reference, ReviewItem.rank, ReviewItem.raised_at, ReviewItem.due_at, ReviewItem.state),
            *(ReviewItem.waits, ReviewItem.assigned_to, ReviewItem.closed_at, ReviewItem.closed_by),
            *(ReviewItem.outcome, ReviewItem.visit_id, ReviewItem.firm_id, ReviewItem.rev),
            func.coalesce(Home.address_line_1, ""),
            func.coalesce(Firm.name, ReviewItem.firm_id, ""),
            func.coalesce(User.name, ""),
        )
        .outerjoin(Home, and_(Home.landlord_id == ReviewItem.landlord_id, Home.uprn == ReviewItem.uprn))
        .outerjoin(Firm, and_(Firm.landlord_id == ReviewItem.landlord_id, Firm.firm_id == ReviewItem.firm_id))
        .outerjoin(User, User.user_id == ReviewItem.assigned_to)
    )
