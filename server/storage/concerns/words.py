"""The words to the landlord's people about concerns and clocks, read from `server/wording/` and checked once."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from server.domain.wording.templates import WrongTemplate, placeholders

_FILE = Path(__file__).resolve().parents[2] / "wording" / "en" / "concerns.yaml"
FACTS = frozenset({"landlord", "phone", "reference", "clock", "due", "year"})


@lru_cache
def concern_texts() -> Mapping[str, str]:
    """Every template; raises WrongTemplate where one names what nobody fills in."""
    read = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    for name, template in read.items():
        unknown = placeholders(template) - FACTS
        if unknown:
            raise WrongTemplate(name, min(unknown))
    return dict(read)
