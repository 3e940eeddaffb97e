"""Every form of the console is sent: the page that answers says so, and whether it keeps what was typed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.domain.who_sees_what import STAFF
from tests import factories
from tests.http.console.pages_of import addresses
from tests.http.walking import house as houses
from tests.http.walking import walks
from tests.http.walking.house import House
from tests.http.walking.planted import keeps_the_case


@pytest.fixture(scope="module")
def house(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with houses.opened(tmp_path_factory.mktemp("answers"), migrated_sqlite) as made:
        yield made


@pytest.mark.parametrize("role", STAFF)
def test_a_page_that_answers_a_form_leaves_its_place_to_the_page_of_the_form(house: House, role: str) -> None:
    told = dict(_answers(house, role))

    wrong = {address: said for address, said in told.items() if said[0] != said[1]}

    assert told
    assert wrong == {}


def _answers(house: House, role: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """What the status of each page says became of the form, and what the page says itself."""
    house.put_back()
    client = house.client()
    with house.app.app_context():
        user = factories.sign_in(client, role, firm_id="firm-a" if role == "contractor_office" else None)
        if role == "contract_manager":
            keeps_the_case(user)
    token, arguments = walks.token_of(client.get("/console/password")), walks.all_arguments(house)
    for rule in walks.rules(house.app, "POST", role):
        for address in walks.ends(list(addresses(house.app, rule, arguments))):
            for form in walks.FORMS.get(rule.endpoint, [{}]) if rule.endpoint not in walks.LETS_OUT else []:
                with client.post(address, data={"csrf_token": token, **form}) as answer:
                    if answer.mimetype == "text/html" and "<!doctype html>" in answer.text and answer.location is None:
                        became = "refused" if answer.status_code >= 400 else "done"
                        yield f"{address} {form}", (became, _said(answer.text))


def _said(page: str) -> str:
    found = re.search(r'<body class="console" data-answers="(\w+)"', page)
    return found[1] if found else "nothing"
