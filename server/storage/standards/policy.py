"""The numbers that the standards are measured against, from `server/policies`, each with its clause."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from server.domain.parameters import DatedValue, Parameter
from server.storage.policy_files import POLICY_FOLDER, read_parameters


@dataclass(frozen=True)
class InHand:
    """How long a concern may wait for a person."""

    working_days: int
    danger: timedelta


def in_hand(day: date) -> InHand:
    """Raises NoValueInForce for a day before the first value."""
    values = _parameters()
    hours = values["danger_in_hand_hours"].on(day)
    return InHand(values["concern_in_hand_working_days"].on(day), timedelta(hours=hours))


def target(standard: str, day: date) -> DatedValue | None:
    """The row in force; its value is None where the policy sets no share. None before the first row."""
    rows = [row for row in _parameters()[f"{standard}_percent"].values if row.starts_on <= day]
    return rows[-1] if rows else None


@lru_cache(maxsize=1)
def _parameters() -> dict[str, Parameter]:
    return read_parameters(POLICY_FOLDER / "standards.yaml")
