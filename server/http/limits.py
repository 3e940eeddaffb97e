"""How often one address may try. Counted in each process: a brake on guessing, not a fence."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address


class _ViewLimiter(Limiter):
    """Counts where a view has a limit of its own, and takes no time of the other requests: none has a common limit."""

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)


limiter = _ViewLimiter(key_func=get_remote_address, storage_uri="memory://")
