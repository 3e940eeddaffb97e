"""Copies of the client with one passage replaced: a later release of it, or one with a bug."""

import shutil
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent

Passage = tuple[str, str, str]
"""A file of the client, the words that stand there once, and those to put in their place."""

LATER_SCHEMA: list[Passage] = [
    ("store/db.js", "export const VERSION = 1;", "export const VERSION = 2;"),
    ("store/db.js", "  if (from < 1) {", "  if (from < 2) db.createObjectStore('later');\n  if (from < 1) {"),
]


def changed_client(folder: Path, passages: list[Passage]) -> Path:
    """Write the copy into `folder`; returns where the client's modules stand."""
    shutil.copytree(REPOSITORY / "pwa", folder / "pwa")
    shutil.copytree(REPOSITORY / "static", folder / "static")
    (folder / "package.json").write_text('{"type": "module"}')
    for name, right, wrong in passages:
        file = folder / "pwa" / name
        text = file.read_text()
        if text.count(right) != 1:
            raise ValueError(f"{name} has changed: find the passage anew")
        file.write_text(text.replace(right, wrong))
    return folder / "pwa"
