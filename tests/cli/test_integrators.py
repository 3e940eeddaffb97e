"""`doorstep api-key` from a terminal."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from server.cli.integrators import api_key
from server.storage.people import api_keys
from tests import factories

NEW = ("add", "housing system", "--scope", "visits:read", "--scope", "claims:read")


@pytest.fixture(autouse=True)
def environment(app: Flask, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.a_landlord()
    monkeypatch.setenv("DOORSTEP_MODE", "test")
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", database_url)
    monkeypatch.setenv("DOORSTEP_DATA_DIR", str(tmp_path))


def run(*words: str) -> Result:
    return CliRunner().invoke(api_key, list(words))


def test_the_key_is_the_only_result_printed_and_opens() -> None:
    result = run(*NEW)

    assert result.exit_code == 0
    row = api_keys.find_by_key(result.stdout.strip())
    assert row is not None
    assert row.scopes == ["claims:read", "visits:read"]


def test_a_scope_that_we_do_not_have_is_wrong_use() -> None:
    assert run("add", "housing system", "--scope", "concerns:read").exit_code == 2


def test_the_list_names_keys_without_showing_them() -> None:
    key = run(*NEW).stdout.strip()

    shown = run("list").stdout
    [row] = json.loads(run("list", "--json").stdout)
    assert "housing system" in shown
    assert row["scopes"] == ["claims:read", "visits:read"]
    assert key not in shown + json.dumps(row)


def test_a_revoked_key_opens_no_more() -> None:
    key = run(*NEW).stdout.strip()
    [row] = json.loads(run("list", "--json").stdout)

    assert run("revoke", row["key_id"]).exit_code == 0

    assert api_keys.find_by_key(key) is None
