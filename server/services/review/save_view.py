"""Somebody keeps a choice of filters under a name, for themselves alone; a name again takes the new choice."""

from collections.abc import Mapping

from uuid_utils.compat import uuid7

from server.domain.review.items import ReviewRefused
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.storage.database import transaction
from server.storage.review import views

LONGEST_NAME, MOST_VIEWS = 60, 20


def save_view(name: str, filters: Mapping[str, str], *, viewer: Viewer, clock: Clock) -> None:
    """Raises ReviewRefused where the name does not do, or there are too many."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise ReviewRefused(f"Give the view a name of at most {LONGEST_NAME} characters.", code="wrong_name")
    with transaction():
        before = views.of_user(viewer)
        same = [one for one in before if one.name.casefold() == name.casefold()]
        if not same and len(before) >= MOST_VIEWS:
            raise ReviewRefused(f"You have {MOST_VIEWS} views. Remove one first.", code="too_many_views")
        if same:
            views.change(same[0], filters)
        else:
            views.add(str(uuid7()), viewer, name, filters, at=clock.now())


def remove_view(view_id: str, *, viewer: Viewer) -> None:
    """One's own only; what is not there is removed already."""
    with transaction():
        views.remove(viewer, view_id)
