"""An app that is behind is told so; one that must not be used any more hands in everything and gets no list."""

from dataclasses import replace

from tests.http.sync.conftest import Office


def test_an_older_app_is_advised_and_gets_its_list(office: Office, visit: str) -> None:
    answer = office.phone().sync(app_version="0")

    assert answer["upgrade"] == "advised"
    assert answer["changes"]


def test_an_app_below_the_required_one_hands_in_and_gets_nothing_until_it_is_renewed(
    office: Office, visit: str
) -> None:
    config = office.app.extensions["doorstep_config"]
    office.app.extensions["doorstep_config"] = replace(config, client_required=1)
    phone = office.phone()
    phone.record("arrived", visit)

    behind = phone.sync(app_version="0")
    renewed = phone.sync(app_version="1")

    assert (behind["upgrade"], behind["changes"], behind["cursor"]) == ("required", [], None)
    assert [result["status"] for result in behind["results"]] == ["accepted"]
    assert renewed["upgrade"] == "none"
    assert visit in [change["id"] for change in renewed["changes"]]
