"""Hands out what few may read about a flag, only to its keepers and judges, only for a reason that is kept."""

from dataclasses import dataclass

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.typed_text import kept_whole
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.services.flags.decide_appeal import decides
from server.services.flags.keep_case import is_theirs
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.safety import flag_cases
from server.storage.safety.flag_cases import ListedFlag
from server.storage.tables.flag_cases import FlagCase

SHORTEST_WHY, LONGEST_WHY = 10, 500


@dataclass(frozen=True)
class Opened:
    """The case with everything in it; only for the answer to the person who asked."""

    case: FlagCase


def read_restricted(flag_id: str, why: str, what: str, *, viewer: Viewer, clock: Clock) -> Opened:
    """`what` is reason, letter or report; raises where no reason is given, before anything is read."""
    reason = _why(why, "it")
    with transaction():
        case = _readable(flag_id, viewer)
        about = audit.Subject("flag", flag_id)
        audit.record(viewer.landlord_id, about, f"flag_{what}_read", by=viewer.user_id, at=clock.now(), reason=reason)
    return Opened(case)


def may_read(case: FlagCase, viewer: Viewer) -> bool:
    """Those who keep the case; and who decides an appeal, while one waits."""
    return is_theirs(case, viewer) or (_has_appeal(case) and decides(case, viewer))


def _has_appeal(case: FlagCase) -> bool:
    return any(one.decided_at is None for one in flag_cases.appeals(case.landlord_id, case.flag_id))


def _readable(flag_id: str, viewer: Viewer) -> FlagCase:
    case = flag_cases.case(viewer.landlord_id, flag_id)
    if case is None or not may_read(case, viewer):
        raise DoorstepError("not_found", "There is no such flag, or its case is another manager's.")
    return case


def search_flags(words: str, why: str, *, viewer: Viewer, clock: Clock) -> list[ListedFlag]:
    """Look a flag up by name, address or number, for a reason that is kept. A reason's own words are never searched."""
    reason = _why(why, "the register")
    if not words.strip():
        raise DoorstepError("missing_words", "Write the name, the address or the number of the flag you look for.")
    with transaction():
        about = audit.Subject("flags", "search")
        audit.record(viewer.landlord_id, about, "flags_searched", by=viewer.user_id, at=clock.now(), reason=reason)
    return flag_cases.register(viewer, london_day(clock.now()), words=words)


def _why(why: str, what: str) -> str:
    reason = kept_whole(why, LONGEST_WHY, "The reason")
    if len(reason) < SHORTEST_WHY:
        raise DoorstepError("why_missing", f"Say why you need to look at {what}: a few words, which are kept.")
    return reason
