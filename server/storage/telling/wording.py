"""The words that people get, read from `server/wording/` by language and checked once."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from server.domain.wording.templates import WrongTemplate, placeholders

_FOLDER = Path(__file__).resolve().parents[2] / "wording"
_COMMON = frozenset({"landlord", "phone", "link"})

TEXT_FACTS: Mapping[str, frozenset[str]] = {
    "booked": _COMMON | {"day", "window"},
    "planned": _COMMON | {"day", "window"},
    "reminder": _COMMON | {"day", "window"},
    "on_my_way": _COMMON | {"firm", "expected"},
    "on_my_way_code": _COMMON | {"firm", "expected", "code"},
    "new_time": _COMMON | {"day", "window"},
    "cancelled": _COMMON | {"day"},
    "cancelled_illness": _COMMON | {"day"},
    "cancelled_severe_weather": _COMMON | {"day"},
    "cancelled_parts": _COMMON | {"day"},
    "cancelled_as_asked": _COMMON | {"day"},
    "moved": _COMMON | {"day", "new_day", "window"},
    "assigned": _COMMON | {"day"},
    "follow_up": _COMMON,
    "linked": _COMMON,
    "no_access": _COMMON | {"called"},
    "missed": _COMMON | {"day"},
    "not_kept": _COMMON | {"day"},
    "missed_may_claim": _COMMON | {"day"},
    "not_kept_may_claim": _COMMON | {"day"},
    "summary": _COMMON | {"day"},
    "feedback": _COMMON | {"day"},
    "news": _COMMON,
    "message_received": _COMMON | {"day"},
    "push_on_my_way": frozenset({"firm", "expected"}),
    "push_new_time": frozenset({"window", "day"}),
    "push_news": frozenset(),
    "claim_received": _COMMON | {"reference", "day"},
    "claim_hearing": _COMMON | {"reference", "day"},
    "claim_decided": _COMMON | {"reference", "day"},
}
"""What each text may name."""

PUSHES = frozenset(name for name in TEXT_FACTS if name.startswith("push_"))
"""Shown under the landlord's name by a browser that has the link: they need neither."""


@lru_cache
def texts(language: str) -> Mapping[str, str]:
    """Every text template of a language; raises WrongTemplate where one names what its notice does not know."""
    read = yaml.safe_load((_FOLDER / language / "texts.yaml").read_text(encoding="utf-8"))
    for name, template in read.items():
        unknown = placeholders(template) - TEXT_FACTS[name]
        if unknown:
            raise WrongTemplate(name, min(unknown))
    return dict(read)
