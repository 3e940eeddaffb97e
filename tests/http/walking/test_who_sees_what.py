"""Every reader walks every road of one planted world: nobody reads what is kept from them, all read what is theirs."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from server.domain.integrating import SCOPES
from server.domain.viewing import ROLES
from server.domain.who_sees_what import MATRIX, READERS, STAFF
from tests import factories
from tests.http.walking import house as houses
from tests.http.walking import walks
from tests.http.walking.house import House
from tests.http.walking.planted import WORDS, keeps_the_case
from tests.http.walking.walks import Road

Heard = dict[str, list[Road]]


@pytest.fixture(scope="module")
def house(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with houses.opened(tmp_path_factory.mktemp("walk"), migrated_sqlite) as made:
        yield made


@pytest.fixture(scope="module")
def heard(house: House) -> Heard:
    """All that each reader was told, once for all tests of this module."""
    return {
        **{role: list(_staff(house, role)) for role in STAFF},
        "operative": list(_phone(house)),
        "tenant": list(_tenant(house)),
        "program": [road for scope in SCOPES for road in _program(house, scope)],
        "nobody": list(_nobody(house)),
        "sent": list(_sent(house)),
    }


def _staff(house: House, role: str) -> Iterator[Road]:
    house.put_back()
    client = house.client()
    with house.app.app_context():
        user = factories.sign_in(client, role, firm_id="firm-a" if role == "contractor_office" else None)
        if role == "contract_manager":
            keeps_the_case(user)
    yield from walks.read(house.app, client, house, role)
    token = walks.token_of(client.get("/console/password"))
    yield from walks.act(house.app, client, house, token, role)


def _tenant(house: House) -> Iterator[Road]:
    house.put_back()
    client = house.client()
    client.post(f"/t/{house.planted.tenant_token}", data={"postcode": "IP33 1AA"})
    yield from walks.read(house.app, client, house, "tenant")
    yield from walks.act(house.app, client, house, "", "tenant")


def _program(house: House, scope: str) -> Iterator[Road]:
    house.put_back()
    key = f"Bearer {house.planted.api_keys[scope]}"
    yield from walks.read(house.app, house.client(), house, "integrator", Authorization=key)


def _phone(house: House) -> Iterator[Road]:
    house.put_back()
    yield from walks.everything_for_a_phone(house.client(), house)


def _nobody(house: House) -> Iterator[Road]:
    """Who has neither signed in nor given a postcode, but knows every address there is."""
    house.put_back()
    everyone = (*STAFF, "anyone", "device", "tenant", "gateway", "integrator", "operator")
    yield from walks.read(house.app, house.client(), house, *everyone)


def _sent(house: House) -> Iterator[Road]:
    house.put_back()
    yield from walks.everything_that_is_sent(house)


def found(roads: list[Road], words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(address, word) for address, text in roads for word in words if stands_in(text, word)]


def stands_in(text: str, word: str) -> bool:
    """A number stands by itself: inside a hash or a key its four digits are there by chance, once in some runs."""
    if word.isdigit():
        return re.search(rf"(?<![\w-]){word}(?![\w-])", text) is not None
    return word in text


def test_a_number_is_found_as_a_number_and_not_within_a_hash() -> None:
    assert stands_in('{"pence":8137}', "8137")
    assert stands_in("of 8137.", "8137")
    assert not stands_in("9f8137ac", "8137")
    assert stands_in("xdocked-the-shiftx", "docked-the-shift")


def test_every_row_of_the_matrix_is_walked_for_readers_that_there_are() -> None:
    assert WORDS.keys() == MATRIX.keys()
    assert {reader for row in MATRIX.values() for reader in row.readers} == {*READERS} - {"administrator"}
    assert STAFF == ROLES


@pytest.mark.parametrize("reader", [*READERS, "nobody"])
def test_nobody_reads_what_is_not_theirs(heard: Heard, reader: str) -> None:
    kept_away = [name for name, row in MATRIX.items() if reader not in row.readers]

    assert [(name, *one) for name in kept_away for one in found(heard[reader], WORDS[name])] == []


@pytest.mark.parametrize("reader", READERS)
def test_whoever_may_read_it_does(heard: Heard, reader: str) -> None:
    theirs = [name for name, row in MATRIX.items() if reader in row.readers]

    assert [name for name in theirs if not found(heard[reader], WORDS[name])] == []


def test_what_opens_a_door_is_shown_to_nobody_else(heard: Heard, house: House) -> None:
    planted = house.planted
    tokens = (planted.calendar_token, planted.enrolment_code, *planted.api_keys.values())

    assert [(reader, *one) for reader, roads in heard.items() for one in found(roads, tokens)] == []
    assert [(reader, *one) for reader in STAFF for one in found(heard[reader], (planted.tenant_token,))] == []


def test_no_address_of_a_page_says_whom_it_is_about(heard: Heard) -> None:
    leads = [(page, lead) for roads in heard.values() for page, text in roads for lead in walks.LEADS.findall(text)]

    assert [(page, lead, word) for page, lead in leads for word in walks.NEVER_IN_AN_ADDRESS if word in lead] == []
    assert len(leads) > 1000


def test_texts_and_pushes_say_nothing_that_a_stranger_at_the_screen_may_not_read(heard: Heard) -> None:
    every_word = tuple(word for words in WORDS.values() for word in words)

    assert found(heard["sent"], every_word) == []
    assert {address.split(" to ")[0] for address, _ in heard["sent"]} >= {"alarm_duty", "no_access", "reminder"}


def test_no_line_of_the_log_holds_any_of_it(heard: Heard, house: House) -> None:
    structlog.get_logger().debug("the_walk_is_over")
    logging.getLogger("a library").debug("the walk is over")
    planted, written = house.planted, house.written.getvalue()
    tokens = (planted.tenant_token, planted.calendar_token, planted.enrolment_code, *planted.api_keys.values())
    every_word = tuple(word for words in WORDS.values() for word in words)

    assert heard and "the_walk_is_over" in written and "the walk is over" in written
    assert [line for line in written.splitlines() for word in (*tokens, *every_word) if word in line] == []


def test_nothing_that_is_asked_for_breaks(heard: Heard) -> None:
    assert [(who, address) for who, roads in heard.items() for address, text in roads if text.startswith("500")] == []
