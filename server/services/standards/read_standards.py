"""The standards of a period for one person: each question with its answer, for all firms or one."""

from collections.abc import Iterable, Mapping
from datetime import date

from server.domain.standards.answer import Answer, Target, answer
from server.domain.standards.catalogue import STANDARDS, Standard
from server.domain.viewing import Viewer
from server.storage.cases import landlord_policy
from server.storage.people import users
from server.storage.standards import counts, policy
from server.storage.standards.counts import BY_FIRM, Period

_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NO_FIRM = "No contractor"


def read_standards(viewer: Viewer, period: Period, by: str) -> list[Answer]:
    """Every standard, also one of which nothing was counted; `by` is firm or month."""
    cells = counts.cells(viewer, period, by)
    labels = _labels(viewer, {cell.point for found in cells.values() for cell in found}, by)
    own = landlord_policy.policy_on(viewer.landlord_id, period.ends).around["standards_target_percent"]
    return [
        answer(one, cells.get(one.key, []), labels, target_of(one, period.ends, int(own))) for one in STANDARDS.values()
    ]


def target_of(standard: Standard, day: date, own_percent: int) -> Target:
    """The policy's share before the landlord's own; 0 says that the landlord has set none."""
    row = policy.target(standard.key, day)
    if row is not None and row.value is not None:
        return Target(float(row.value), f"Target {row.value} %, {row.clause}.")
    if standard.unit == "percent" and own_percent:
        return Target(float(own_percent), f"Target {own_percent} %, set by the landlord. {standard.clause} sets none.")
    return Target(None, f"No target: {row.clause if row is not None else f'{standard.clause} sets none'}.")


def _labels(viewer: Viewer, points: Iterable[str], by: str) -> Mapping[str, str]:
    if by == BY_FIRM:
        names = users.firm_names(viewer.landlord_id)
        found = {key: names.get(key, key) or NO_FIRM for key in points}
        return dict(sorted(found.items(), key=lambda one: (one[0] == "", one[1])))
    return {key: month_name(key) for key in sorted(points)}


def month_name(key: str) -> str:
    """`November 2026` for 2026-11."""
    year, _, month = key.partition("-")
    return f"{_NAMES[int(month) - 1]} {year}"
