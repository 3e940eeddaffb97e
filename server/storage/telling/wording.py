"""The words that people get, read from `server/wording/` by language and checked once."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from server.domain.wording.templates import WrongTemplate, placeholders

_FOLDER = Path(__file__).resolve().parents[2] / "wording"
_COMMON = frozenset({"landlord", "phone", "link"})

TEXT_FACTS: Mapping[str, frozenset[str]] = {
    "on_my_way": _COMMON | {"firm", "expected", "code"},
    "new_time": _COMMON | {"day", "window"},
    "no_access": _COMMON | {"called"},
    "missed": _COMMON | {"day"},
    "not_kept": _COMMON | {"day"},
    "missed_may_claim": _COMMON | {"day"},
    "not_kept_may_claim": _COMMON | {"day"},
    "summary": _COMMON | {"day"},
    "claim_received": _COMMON | {"reference", "day"},
    "claim_hearing": _COMMON | {"reference", "day"},
    "claim_decided": _COMMON | {"reference", "day"},
}
"""What each text may name."""


@lru_cache
def texts(language: str) -> Mapping[str, str]:
    """Every text template of a language; raises WrongTemplate where one names what its notice does not know."""
    read = yaml.safe_load((_FOLDER / language / "texts.yaml").read_text(encoding="utf-8"))
    for name, template in read.items():
        unknown = placeholders(template) - TEXT_FACTS[name]
        if unknown:
            raise WrongTemplate(name, min(unknown))
    return dict(read)
