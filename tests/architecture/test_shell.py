"""Every module and style that the app can ask for is kept on the phone."""

import json
import re
from pathlib import PurePosixPath

import pytest

from bench.sizes import measure
from server.http.shell.files import read_served_files, shell_files, shell_version
from server.http.shell.joined import homes

FILES = read_served_files()
KEPT = {path for path, _ in shell_files(FILES)}
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*['"]([./][^'"]+)['"]""")
PAGE_FILE = re.compile(r"""(?:src|href)=["'](/[^"'#]+)["']""")


def _imports() -> list[tuple[str, str]]:
    found = []
    for path in sorted(KEPT):
        if path.endswith(".js"):
            for target in IMPORT.findall(FILES[path].content.decode()):
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


def test_only_what_the_app_asks_for_is_kept() -> None:
    texts = "".join(FILES[path].content.decode() for path in KEPT if not path.endswith(".png"))
    joined_by_name = {path for path in KEPT if path.startswith("/app/joined/")}
    installers = {path for path in KEPT if path.startswith("/static/icons/")}

    assert {path for path in KEPT - joined_by_name - installers if path not in texts} == set()


def test_a_module_inside_another_file_is_not_kept_twice() -> None:
    assert (
        not KEPT & homes({path: file.content.decode() for path, file in FILES.items() if path.endswith(".js")}).keys()
    )


def test_what_a_phone_fetches_stays_within_the_aims() -> None:
    weighed = measure()

    assert weighed.first_screen_javascript <= 40_000
    assert weighed.javascript <= 90_000


def test_the_page_carries_no_inline_script_or_style() -> None:
    page = FILES["/app/"].content.decode()

    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert "<style" not in page
    assert " style=" not in page
