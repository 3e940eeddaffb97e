"""docs/sync-held.md names the tests that hold each promise: they are there, and no promise is left out."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "sync-held.md").read_text()
NAMED = re.findall(r"`([\w.-]+)::([^`]+)`", TEXT)


def test_every_test_that_is_named_is_there() -> None:
    files: dict[str, str] = {}
    for path in [*(ROOT / "tests").rglob("test_*.py"), *(ROOT / "tests" / "pwa").rglob("*.test.js")]:
        files[path.name] = files.get(path.name, "") + path.read_text()

    missing = [
        f"{file}::{name}"
        for file, name in NAMED
        if f"def test_{name}(" not in files.get(file, "") and f"test('{name}'" not in files.get(file, "")
    ]

    assert len(NAMED) > 90
    assert missing == []


def test_no_invariant_and_no_scenario_is_left_out() -> None:
    assert re.findall(r"^\| I-(\d+) \|", TEXT, re.MULTILINE) == [str(n) for n in range(1, 29)]
    assert re.findall(r"^\| (\d+) ", TEXT, re.MULTILINE) == [str(n) for n in range(1, 26)]
