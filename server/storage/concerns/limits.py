"""The limits of the hazard clocks, read once from `server/policies/hazards.yaml`."""

from functools import lru_cache

from server.domain.concerns.limits import NAMES, Limits
from server.storage.policy_files import POLICY_FOLDER, PolicyFileIsWrong, read_parameters

_FILE = POLICY_FOLDER / "hazards.yaml"


@lru_cache
def limits() -> Limits:
    """Raises PolicyFileIsWrong where a limit is missing, or one is named that nothing uses."""
    found = read_parameters(_FILE)
    if set(found) != set(NAMES):
        raise PolicyFileIsWrong(_FILE, "values", f"must be exactly: {', '.join(NAMES)}")
    return Limits(found)
