"""Reads the counts of a period: one query, whose cost hangs on days and firms and not on visits."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from server.domain.standards.answer import Cell
from server.domain.viewing import Viewer
from server.storage.database import db
from server.storage.pages.own_work import own_work
from server.storage.tables.standards import StandardCount

BY_FIRM, BY_MONTH = "firm", "month"


@dataclass(frozen=True)
class Period:
    """First and last day, both included; an empty `firm_id` or `sort` asks for all."""

    begins: date
    ends: date
    firm_id: str = ""
    sort: str = ""


def cells(viewer: Viewer, period: Period, by: str) -> dict[str, list[Cell]]:
    """By standard, what this person may see: a firm's office its own firm's."""
    point: Any = StandardCount.month if by == BY_MONTH else StandardCount.firm_id
    columns = (StandardCount.standard, point, StandardCount.verdict, StandardCount.code)
    query = (
        select(*columns, func.sum(StandardCount.counted))
        .where(*own_work(viewer, StandardCount), StandardCount.day.between(period.begins, period.ends))
        .group_by(*columns)
    )
    if period.firm_id:
        query = query.where(StandardCount.firm_id == period.firm_id)
    if period.sort:
        query = query.where(StandardCount.sort == period.sort)
    found: dict[str, list[Cell]] = {}
    for standard, key, verdict, code, counted in db.session.execute(query):
        found.setdefault(standard, []).append(Cell(key, verdict, code, int(counted)))
    return found
