"""The console's imports: a file is handed in, its progress shown, questions answered, contradictions settled."""

import io
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.outside.clock import FixedClock
from server.services.importing.import_handed_in import import_handed_in
from server.storage.importing.uploads import Shelf
from tests import factories
from tests.exports import a_file


@pytest.fixture
def manager(client: FlaskClient) -> FlaskClient:
    factories.sign_in(client, "contract_manager")
    return client


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def hand_in(client: FlaskClient, path: Path | None, **fields: str) -> object:
    form: dict[str, object] = {"csrf_token": token_of(client.get("/console/imports").text), **fields}
    if path is not None:
        form["file"] = (io.BytesIO(path.read_bytes()), path.name)
    return client.post("/console/imports/files", data=form, content_type="multipart/form-data")


def test_a_file_goes_from_the_form_to_its_report(
    app: Flask, manager: FlaskClient, clock: FixedClock, tmp_path: Path
) -> None:
    asked = hand_in(manager, a_file(tmp_path, "firm", {}, {"contractor_code": ""}), as_of="2026-11-20T18:00")
    address = asked.location  # type: ignore[attr-defined]
    before = manager.get(address).text
    import_handed_in(clock=clock, shelf=Shelf(app.extensions["doorstep_config"].data_dir / "imports"))
    after = manager.get(address).text

    assert "Waiting for the files before it" in before
    report = re.search(r'href="(/console/imports/[^"]+)">See what', after)
    assert report
    page = manager.get(report[1]).text
    assert "as of Fri 20 Nov 2026, 18:00" in page
    assert "Refused: 1" in page


@pytest.mark.parametrize(
    ("fields", "said"), [({}, "Choose a file."), ({"as_of": "yesterday"}, "Write when the extract ran")]
)
def test_a_form_that_lacks_something_says_what(
    manager: FlaskClient, tmp_path: Path, fields: dict[str, str], said: str
) -> None:
    answer = hand_in(manager, a_file(tmp_path, "firm", {}) if fields else None, **fields)

    assert said in answer.text  # type: ignore[attr-defined]
    assert answer.status_code == 400  # type: ignore[attr-defined]


def test_two_contradicting_rows_stand_side_by_side_and_one_is_chosen(
    app: Flask, manager: FlaskClient, clock: FixedClock, tmp_path: Path
) -> None:
    hand_in(manager, a_file(tmp_path, "firm", {"name": "Brook Heating"}, {"name": "Brook & Son"}))
    import_handed_in(clock=clock, shelf=Shelf(app.extensions["doorstep_config"].data_dir / "imports"))
    found = re.search(r'href="(/console/imports/conflicts/[^"]+)"', manager.get("/console/imports/conflicts").text)
    assert found
    page = manager.get(found[1]).text
    digests = re.findall(r'name="chosen" value="([^"]+)"', page)

    assert "Brook &amp; Son" in page
    done = manager.post(found[1], data={"csrf_token": token_of(page), "chosen": digests[1]})

    assert done.location == "/console/imports/conflicts"
    assert "No rows contradict each other." in manager.get(done.location).text


def test_a_question_is_answered_once(app: Flask, manager: FlaskClient, clock: FixedClock, tmp_path: Path) -> None:
    hand_in(manager, a_file(tmp_path, "firm", {"email": "nonsense"}))
    for kind in ("home",):
        hand_in(manager, a_file(tmp_path, kind, {}))
    hand_in(manager, a_file(tmp_path, "person", {"mobile": "ring the son"}))
    shelf = Shelf(app.extensions["doorstep_config"].data_dir / "imports")
    while import_handed_in(clock=clock, shelf=shelf):
        pass
    listed = manager.get("/console/imports/questions?code=phone_unclear").text
    found = re.search(r'href="(/console/imports/questions/[^"]+)">P1', listed)
    assert found
    page = manager.get(found[1]).text
    form = {"csrf_token": token_of(page), "choice": "noted", "code": "phone_unclear"}

    refused = manager.post(found[1], data=form)
    done = manager.post(found[1], data={**form, "note": "It is the son's"})

    assert "Say in the note what was found." in refused.text
    assert "No question waits." in manager.get(done.location).text
    assert "noted: It is the son" in manager.get(found[1]).text
