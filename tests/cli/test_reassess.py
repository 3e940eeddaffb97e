"""`doorstep reassess` from a terminal: everything, with progress beside the result, and one bad case stops no other."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from server.cli.reassess import reassess
from server.storage.cases import cases
from tests import factories
from tests.factories import LANDLORD, NOW


@pytest.fixture(autouse=True)
def environment(app: Flask, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOORSTEP_MODE", "test")
    monkeypatch.setenv("DOORSTEP_DATABASE_URL", database_url)
    monkeypatch.setenv("DOORSTEP_DATA_DIR", str(tmp_path))
    for number in range(3):
        home = f"10000000000{number}"
        whose = {"uprn": home, "person_id": f"p-{number}", "job_number": f"J-{number}"}
        kind = "nothing we know" if number == 1 else "routine"
        factories.an_appointment(f"A-{number}", start_at=NOW - timedelta(days=400), kind=kind, **whose)


def run() -> Result:
    return CliRunner().invoke(reassess, ["--json"])


def test_every_case_but_the_one_that_does_not_fit_is_assessed_and_only_once_anew() -> None:
    first, second = run(), run()

    assert (first.exit_code, json.loads(first.stdout.splitlines()[-1])["new"]) == (1, 2)
    bad = "T-100000000001@100000000001"
    assert json.loads(second.stdout.splitlines()[-1]) == {"cases": 3, "new": 0, "failed": [bad]}
    assert cases.latest_assessment(LANDLORD, bad) is None
    assert cases.latest_assessment(LANDLORD, "T-100000000002@100000000002") is not None
