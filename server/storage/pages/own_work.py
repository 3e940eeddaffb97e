"""The first condition of every list for staff: this landlord's rows, and for a firm's people their own firm's only."""

from typing import Any

from sqlalchemy import ColumnElement, false

from server.domain.viewing import FIRM_ROLES, Viewer


def own_work(viewer: Viewer, table: Any) -> list[ColumnElement[bool]]:
    """Conditions on a table with `landlord_id` and `firm_id`. A firm's person without a firm sees nothing."""
    conditions: list[ColumnElement[bool]] = [table.landlord_id == viewer.landlord_id]
    if viewer.firm_id is not None:
        conditions.append(table.firm_id == viewer.firm_id)
    elif all(role in FIRM_ROLES for role in viewer.roles):
        conditions.append(false())
    return conditions
