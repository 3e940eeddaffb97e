"""Files and functions keep the sizes of the house."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("server", "pwa", "static", "tests", "bench")
ENDINGS = {".py", ".js", ".css", ".html"}
MOST_LINES = 400
MOST_FUNCTION_LINES = 40


def _files() -> list[Path]:
    return [
        path.relative_to(ROOT)
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*"))
        if path.suffix in ENDINGS and "vendor" not in path.parts and "data" not in path.parts
    ]


def _code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    first, last = function.body[0], function.body[-1]
    if ast.get_docstring(function) is not None:
        if len(function.body) == 1:
            return 0
        first = function.body[1]
    return (last.end_lineno or 0) - first.lineno + 1


@pytest.mark.parametrize("path", _files(), ids=str)
def test_no_file_is_longer_than_the_house_allows(path: Path) -> None:
    assert len((ROOT / path).read_text().splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", [path for path in _files() if path.suffix == ".py"], ids=str)
def test_no_function_is_longer_than_the_house_allows(path: Path) -> None:
    tree = ast.parse((ROOT / path).read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]

    assert [f.name for f in functions if _code_lines(f) > MOST_FUNCTION_LINES] == []


def test_the_service_worker_stays_a_page() -> None:
    assert len((ROOT / "pwa" / "sw.js").read_text().splitlines()) <= 150
