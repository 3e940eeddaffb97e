"""Logs: one JSON object a line, and nothing in them that a person typed.

A traceback names lines of code only: local variables would carry bodies, names and tokens, and a database error's
parameters would too.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_LINK = re.compile(r"/(t|c)/[0-9A-Za-z_-]+")


def configure_logs(level: str) -> None:
    """Set up logging once for this process; `level` is a name such as `info`."""
    number = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(level=number, stream=sys.stderr, format="%(message)s")
    # It tells two lines at every look at the schema, and every readiness probe looks.
    logging.getLogger("alembic").setLevel(max(number, logging.WARNING))
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False)),
            without_links,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def without_links(_logger: Any, _name: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask the token of every link of a tenant or calendar, wherever it stands: it is a secret."""
    return {key: _masked(value) for key, value in entry.items()}


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return _LINK.sub(r"/\1/(masked)", value)
    if isinstance(value, dict):
        return {key: _masked(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_masked(inner) for inner in value]
    return value
