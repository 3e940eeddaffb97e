"""Imports point down, and the domain is plain Python that starts without a framework."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in (ROOT / "server" / "domain").rglob("*.py")
    if path.name != "__init__.py"
)
FRAMEWORKS = {"flask", "sqlalchemy", "flask_sqlalchemy", "yaml", "marshmallow", "PIL", "pywebpush", "orjson"}


def test_every_arrow_points_down() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml")) == 0


def test_the_package_itself_is_empty_so_that_a_rule_never_imports_flask() -> None:
    assert (ROOT / "server" / "__init__.py").read_text() == ""


@pytest.fixture(scope="module")
def loaded_with_domain() -> dict[str, list[str]]:
    """For each domain module, the frameworks that a Python which imports only it has loaded."""
    script = (
        "import importlib, json, os, sys\n"
        "names, unwanted = json.loads(sys.argv[1]), set(json.loads(sys.argv[2]))\n"
        "found = {}\n"
        "for name in names:\n"
        "    r, w = os.pipe()\n"
        "    if os.fork() == 0:\n"
        "        importlib.import_module(name)\n"
        "        os.write(w, json.dumps(sorted(unwanted & set(sys.modules))).encode()); os._exit(0)\n"
        "    os.close(w); found[name] = json.loads(os.read(r, 4096) or b'[\"failed\"]'); os.close(r); os.wait()\n"
        "print(json.dumps(found))\n"
    )
    command = [sys.executable, "-c", script, json.dumps(DOMAIN), json.dumps(sorted(FRAMEWORKS))]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("module", DOMAIN)
def test_a_domain_module_stands_alone(module: str, loaded_with_domain: dict[str, list[str]]) -> None:
    assert loaded_with_domain[module] == []
