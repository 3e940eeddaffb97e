"""The dated numbers about telling tenants, from `server/policies/telling.yaml`, each with its reference."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from server.domain.parameters import Parameter
from server.storage.policy_files import POLICY_FOLDER, read_parameters


@dataclass(frozen=True)
class TellingPolicy:
    """The numbers in force on one day."""

    planned_notice_clear_working_days: int
    text_after_push: timedelta
    text_after_urgent_push: timedelta
    daily_from_hour: int
    reminder_not_after_word: timedelta


def telling_policy(day: date) -> TellingPolicy:
    """Raises NoValueInForce for a day before the first value."""
    values = _parameters()
    return TellingPolicy(
        planned_notice_clear_working_days=values["planned_notice_clear_working_days"].on(day),
        text_after_push=timedelta(minutes=values["text_after_push_minutes"].on(day)),
        text_after_urgent_push=timedelta(minutes=values["text_after_urgent_push_minutes"].on(day)),
        daily_from_hour=values["daily_from_hour"].on(day),
        reminder_not_after_word=timedelta(hours=values["reminder_not_after_word_hours"].on(day)),
    )


@lru_cache(maxsize=1)
def _parameters() -> dict[str, Parameter]:
    return read_parameters(POLICY_FOLDER / "telling.yaml")
