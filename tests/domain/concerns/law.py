"""The limits as they are shipped, and concerns to run clocks for."""

from datetime import UTC, date, datetime

from server.domain.concerns.clocks import Clock, Concern, clocks_of
from server.domain.concerns.limits import Limits
from server.domain.concerns.steps import Step
from server.storage.policy_files import POLICY_FOLDER, read_parameters

LIMITS = Limits(read_parameters(POLICY_FOLDER / "hazards.yaml"))
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def at(day: int, hour: int = 9, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def damp(*, danger_now: bool = False, received_at: datetime = MONDAY, category: str = "damp_mould") -> Concern:
    return Concern(category, danger_now, received_at)


def clocks(concern: Concern, *steps: Step, limits: Limits = LIMITS) -> dict[str, Clock]:
    return {clock.kind: clock for clock in clocks_of(concern, steps, limits, holidays=CHRISTMAS)}


def confirmed(judged_as: str, when: datetime) -> Step:
    return Step("confirmed", when, "seen", {"as": judged_as, "hazard": "damp_and_mould", "competent": "A. Surveyor"})


def investigated(when: datetime, *, safety: bool = False, further: bool = False) -> Step:
    return Step("investigated", when, "found", {"safety_works": safety, "further_works": further})
