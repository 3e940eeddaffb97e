"""Whoever reads why something was refused reads words: no codes, and no list of them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVER = Path(__file__).resolve().parents[2] / "server"
FOR_PEOPLE = ("services", "http/console", "http/staff", "http/tenant")
CODE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")


@pytest.mark.parametrize("room", FOR_PEOPLE)
def test_the_sentence_of_a_refusal_has_no_codes(room: str) -> None:
    found = {f"{path.relative_to(SERVER)}: {said}" for path in (SERVER / room).rglob("*.py") for said in _codes(path)}

    assert found == set()


def _codes(path: Path) -> Iterator[str]:
    """What the sentences of its refusals say in codes, and which lists of codes they spell out."""
    for sentence in _sentences(ast.parse(path.read_text(encoding="utf-8"))):
        for part in ast.walk(sentence):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield from CODE.findall(part.value)
            if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Call):
                yield from (name.id for name in part.value.args if isinstance(name, ast.Name) and name.id.isupper())


def _sentences(tree: ast.Module) -> Iterator[ast.expr]:
    """The second argument of each refusal: the first is its code, for programs."""
    for call in ast.walk(tree):
        name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
        if isinstance(call, ast.Call) and name.endswith(("Error", "Refused", "NotAllowed")) and len(call.args) > 1:
            yield call.args[1]
