"""The parent of every error Doorstep raises on purpose.

A code is stable and for programs; the message is one clear sentence for people; the details are facts.
"""

from __future__ import annotations

from collections.abc import Mapping


class DoorstepError(Exception):
    """Something was asked that the rules do not allow.

    Nothing secret or personal belongs in `details`: they may be shown and logged.
    """

    def __init__(self, code: str, message: str, details: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details: dict[str, object] = dict(details or {})
