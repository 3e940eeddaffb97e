"""Files whose dates move with the day on which they are loaded, such as `{today-14}` or `{working_day+1}`.

`{day}` is the day a template of visits is filled in for, and `{day_id}` the same as six digits for its keys.
"""

import re
from collections.abc import Set
from datetime import date, timedelta

from server.domain.working_days import is_working_day

_MARK = re.compile(r"\{(today|day|working_day)([+-]\d+)?\}|\{day_id\}", re.ASCII)


def fill_in(template: str, *, today: date, holidays: Set[date], day: date | None = None) -> str:
    """The template with its dates; `{working_day-3}` is the third working day before today."""
    shown = day or today

    def replace(mark: re.Match[str]) -> str:
        if mark[1] is None:
            return shown.strftime("%y%m%d")
        offset = int(mark[2] or 0)
        if mark[1] == "working_day":
            return working_day_from(today, offset, holidays).isoformat()
        return ((today if mark[1] == "today" else shown) + timedelta(days=offset)).isoformat()

    return _MARK.sub(replace, template)


def working_day_from(start: date, count: int, holidays: Set[date]) -> date:
    """The working day that many working days after `start`, or before it where the count is negative."""
    step = timedelta(days=1 if count > 0 else -1)
    day, left = start, abs(count)
    while left:
        day += step
        left -= is_working_day(day, holidays)
    return day
