"""The documents name files that there are, and the data dictionary leaves no table's file out."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ENDINGS = r"\.(?:py|js|md|yaml|css|typ|html|toml|sh)"
# Files of an evidence pack, and names that stand for any.
NOT_OURS = re.compile(r"(?:^|/)(?:verify\.py|NAME\.\w+)$")

ROOMS = ("server", "pwa", "static", "tests", "bench", "docs", "deploy", "migrations")
OURS = [path.relative_to(ROOT).as_posix() for room in ROOMS for path in (ROOT / room).rglob("*")]
# What a document may call a file: its whole path, or the end of it.
NAMES = {"/".join(path.split("/")[start:]) for path in OURS for start in range(path.count("/") + 1)}


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.name)
def test_every_file_that_a_document_names_is_there(document: Path) -> None:
    named = set(re.findall(rf"`([\w./-]+{ENDINGS})(?:[:`])", document.read_text()))

    assert sorted(name for name in named if name not in NAMES and not NOT_OURS.search(name)) == []


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text())

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_data_dictionary_names_every_file_of_tables_and_no_other() -> None:
    named = set(re.findall(r"`(\w+\.py)`", (ROOT / "docs" / "data-dictionary.md").read_text()))
    there = {path.name for path in (ROOT / "server" / "storage" / "tables").glob("*.py")} - {"__init__.py"}

    assert named == there
