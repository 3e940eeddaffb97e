"""The views of the queue that people saved, each for themselves."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select

from server.domain.viewing import Viewer
from server.storage.database import db
from server.storage.tables.review import ReviewView


def of_user(viewer: Viewer) -> list[ReviewView]:
    """By name."""
    query = select(ReviewView).where(ReviewView.user_id == viewer.user_id, ReviewView.landlord_id == viewer.landlord_id)
    return list(db.session.scalars(query.order_by(ReviewView.name)))


def add(view_id: str, viewer: Viewer, name: str, filters: Mapping[str, str], *, at: datetime) -> None:
    whose = {"user_id": viewer.user_id, "landlord_id": viewer.landlord_id}
    db.session.add(ReviewView(view_id=view_id, name=name, filters=dict(filters), made_at=at, **whose))


def change(view: ReviewView, filters: Mapping[str, str]) -> None:
    view.filters = dict(filters)


def remove(viewer: Viewer, view_id: str) -> None:
    db.session.execute(delete(ReviewView).where(ReviewView.view_id == view_id, ReviewView.user_id == viewer.user_id))
