"""An app that is behind is told so, and the number is the one that the app itself bears."""

import re
from pathlib import Path

import pytest

from server.domain.client_versions import SHIPPED, upgrade_for

OUTSIDE = Path(__file__).resolve().parents[2] / "pwa" / "sync" / "outside.js"


@pytest.mark.parametrize(
    ("version", "required", "told"),
    [
        (str(SHIPPED), 0, "none"),
        (str(SHIPPED), SHIPPED, "none"),
        (str(SHIPPED - 1), 0, "advised"),
        (str(SHIPPED - 1), SHIPPED, "required"),
        (str(SHIPPED + 1), SHIPPED, "none"),
        ("demonstration", SHIPPED, "none"),
        ("", SHIPPED, "none"),
        ("\u0663", SHIPPED, "none"),
    ],
)
def test_only_an_older_number_is_behind(version: str, required: int, told: str) -> None:
    assert upgrade_for(version, required=required) == told


def test_the_shipped_app_bears_this_number() -> None:
    assert re.search(r"appVersion: '(\d+)'", OUTSIDE.read_text()).group(1) == str(SHIPPED)  # type: ignore[union-attr]
