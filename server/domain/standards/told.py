"""What the tenant was told of a changed time: in advance (HS004A 7.1), and how early of a withdrawal (HS004A 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from server.domain.evidence.records import london_day
from server.domain.standards.counted import MET, NOT_MET, UNCERTAIN
from server.domain.standards.promises import Occasion, Promised, Row, start_before

Verdict = tuple[str, str]
_UNTOLD = ("late", "early", "early_access_given", "late_attended")
_OPEN = frozenset({"uncertain_time", "disputed_notice"})


def in_advance(promised: Promised, occasion: Occasion) -> Verdict | None:
    """None where the visit came at the time first agreed, or not at all: there was nothing to announce."""
    if "notice_too_late" in occasion.codes:
        return NOT_MET, "notice_too_late"
    if occasion.codes[:1] and occasion.codes[0] in _UNTOLD:
        return NOT_MET, occasion.codes[0]
    if occasion.result == "decision":
        return (UNCERTAIN, occasion.codes[0]) if _OPEN & set(occasion.codes) else None
    if occasion.result in ("kept", "tenant_side") and occasion.part == 0 and _was_announced(promised, occasion):
        return MET, "told_new_time"
    return None


def _was_announced(promised: Promised, occasion: Occasion) -> bool:
    """Whether a new time on the same day reached the tenant before both the agreed time's end and the new time."""
    words = [
        *promised.row.get("notices", []),
        *(one for one in promised.row.get("changes", []) if one["by"] == "contractor" and one["kind"] == "moved"),
    ]
    end = promised.row.get("agreed_end") or promised.row["agreed_start"]
    ends_at = max(datetime.fromisoformat(end), occasion.starts_at)
    for word in words:
        said = word.get("spoken_at") or word.get("sent_at") or word.get("told_at")
        new_start = datetime.fromisoformat(word["new_start"]) if "new_start" in word else None
        if said is None or new_start is None or london_day(new_start) != occasion.day:
            continue
        if _is_same_day(word, promised) and datetime.fromisoformat(said) < min(ends_at, new_start):
            return True
    return False


def _is_same_day(word: Row, promised: Promised) -> bool:
    """A move to another date is a withdrawal, not a word about the time of day."""
    if "told_at" not in word:
        return True
    return london_day(_before(promised.row, word)) == london_day(datetime.fromisoformat(word["new_start"]))


def _before(row: Row, change: Row) -> datetime:
    return start_before(row, list(row["changes"]).index(change))


def cancellations(promised: Promised, as_of: datetime) -> Iterator[tuple[int, date, str, str]]:
    """Part, day, verdict and code of each time that the contractor took back or moved to another date."""
    for place, change in enumerate(promised.row.get("changes", [])):
        if change["by"] != "contractor":
            continue
        start = start_before(promised.row, place)
        if "new_start" in change and london_day(datetime.fromisoformat(change["new_start"])) == london_day(start):
            continue
        found = _notice_given(change, start, as_of)
        if found is not None:
            yield place + 1, london_day(start), *found


def _notice_given(change: Row, start: datetime, as_of: datetime) -> Verdict | None:
    """None as long as the tenant can still be told in time."""
    if change.get("told_at") is None:
        return (NOT_MET, "never_told") if as_of > start else None
    told_at = datetime.fromisoformat(change["told_at"])
    days = (london_day(start) - london_day(told_at)) // timedelta(days=1)
    if days > 0:
        return MET, "day_before" if days == 1 else "two_days_or_more"
    return NOT_MET, "on_the_day" if told_at < start else "after_its_time"
