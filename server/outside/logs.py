"""Logs: one JSON object a line, and nothing in them that a person typed.

A traceback names lines of code only: local variables would carry bodies, names and tokens, and so would what many
errors say, such as `invalid literal for int(): 'Mrs Khan'`, or the row that breaks a database's rule.
"""

import logging
import re
import sys
from collections.abc import Iterator, MutableMapping
from typing import Any

import structlog
from structlog.typing import ExcInfo

from server.domain.errors import DoorstepError

# What these say names code and types; what others say may repeat what somebody typed.
_ABOUT_CODE = (AttributeError, ImportError, NameError, NotImplementedError, TypeError)
_FRAMES = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
_LINK = re.compile(r"/(t|c)/[0-9A-Za-z_-]+")


def configure_logs(level: str) -> None:
    """Set up logging once for this process; `level` is a name such as `info`."""
    number = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(level=number, stream=sys.stderr, format="%(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(mask_links)
    # It tells two lines at every look at the schema, and every readiness probe looks.
    logging.getLogger("alembic").setLevel(max(number, logging.WARNING))
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(_traceback),
            without_links,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def mask_links(record: logging.LogRecord) -> bool:
    """The same mask for what libraries log by themselves, as a filter of their handlers."""
    record.msg, record.args = _masked(record.getMessage()), ()
    return True


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


def _traceback(exc_info: ExcInfo) -> list[dict[str, Any]]:
    traces = _FRAMES(exc_info)
    for trace in traces:
        trace |= {"exc_value": "", "exc_notes": [], "exceptions": []}
    # Where the two walks along the causes part, an error is shown with another's code, never with its words.
    for trace, error in zip(traces, _and_its_causes(exc_info[1]), strict=False):
        trace["exc_value"] = _safely_said(error)
    return traces


def _and_its_causes(error: BaseException) -> Iterator[BaseException]:
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def _safely_said(error: BaseException) -> str:
    """A code where there is one: ours, the system's, PostgreSQL's, SQLite's."""
    if isinstance(error, DoorstepError):
        return error.code
    if isinstance(error, OSError):
        return error.strerror or ""
    if isinstance(error, _ABOUT_CODE):
        return str(error)
    return str(getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None) or "")
