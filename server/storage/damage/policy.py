"""The dated numbers about damage, from `server/policies/damage.yaml`, each with its clause."""

from datetime import date
from functools import lru_cache

from server.domain.damage.standing import DamageNumbers
from server.domain.parameters import Parameter
from server.storage.policy_files import POLICY_FOLDER, read_parameters


def damage_numbers_on(day: date) -> DamageNumbers:
    """Raises NoValueInForce for a day before the first value."""
    values = _parameters()
    return DamageNumbers(
        decide=values["decide_working_days"].on(day),
        contractor_answer=values["contractor_answer_working_days"].on(day),
        put_right=values["put_right_working_days"].on(day),
        close=values["close_working_days"].on(day),
    )


@lru_cache(maxsize=1)
def _parameters() -> dict[str, Parameter]:
    return read_parameters(POLICY_FOLDER / "damage.yaml")
