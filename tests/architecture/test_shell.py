"""Every module and style that the app can ask for is kept on the phone."""

import json
import re
from pathlib import PurePosixPath

import pytest

from server.http.shell.files import read_served_files, shell_files, shell_version

FILES = read_served_files()
KEPT = {path for path, _ in shell_files(FILES)}
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*['"]([./][^'"]+)['"]""")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PAGE_FILE = re.compile(r"""(?:src|href)=["'](/[^"'#]+)["']""")


def _imports() -> list[tuple[str, str]]:
    found = []
    for path in sorted(KEPT):
        if path.endswith(".js"):
            for target in IMPORT.findall(COMMENT.sub("", FILES[path].content.decode())):
                found.append((path, _resolve(path, target)))
    return found


def _resolve(path: str, target: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(path).parent / target).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/" + "/".join(part for part in parts if part != "/")


@pytest.mark.parametrize(("module", "imported"), _imports())
def test_every_imported_module_is_precached(module: str, imported: str) -> None:
    assert imported in KEPT


def test_everything_that_the_page_names_is_precached() -> None:
    named = set(PAGE_FILE.findall(FILES["/app/"].content.decode()))

    assert named
    assert named <= KEPT | {"/app/"}


def test_the_worker_carries_its_version_and_its_list() -> None:
    worker = FILES["/app/sw.js"].content.decode()

    assert f"'{shell_version(shell_files(FILES))}'" in worker
    listed = json.loads(re.search(r"JSON\.parse\('(.*)'\)", worker).group(1))  # type: ignore[union-attr]
    assert {path for path, _ in listed} == KEPT


def test_the_worker_and_the_consoles_files_are_not_precached() -> None:
    assert "/app/sw.js" not in KEPT
    assert not any("console" in path for path in KEPT)


def test_the_page_carries_no_inline_script_or_style() -> None:
    page = FILES["/app/"].content.decode()

    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert "<style" not in page
    assert " style=" not in page
