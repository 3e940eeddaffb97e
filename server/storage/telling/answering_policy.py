"""The dated numbers about answering tenants, from `server/policies/answering.yaml`, each with its clause."""

from datetime import date
from functools import lru_cache

from server.domain.messages import Answering
from server.domain.parameters import Parameter
from server.storage.policy_files import POLICY_FOLDER, read_parameters


def answering_on(day: date) -> Answering:
    """Raises NoValueInForce for a day before the first value."""
    values = _parameters()
    return Answering(
        acknowledge=values["acknowledge_working_days"].on(day),
        ring_back=values["ring_back_working_days"].on(day),
        answer=values["answer_working_days"].on(day),
        complaint_acknowledge=values["complaint_acknowledge_working_days"].on(day),
        complaint_answer=values["complaint_answer_working_days"].on(day),
        complaint_extension=values["complaint_extension_working_days"].on(day),
    )


@lru_cache(maxsize=1)
def _parameters() -> dict[str, Parameter]:
    return read_parameters(POLICY_FOLDER / "answering.yaml")
