"""A tenant's link: long enough not to be guessed, kept only as a hash, valid until 14 days after the visit."""

from datetime import timedelta

import pytest
from flask import Flask

from server.outside.clock import FixedClock
from server.services.tenants.make_tenant_link import (
    MASKED,
    NoSuchAppointment,
    address,
    hash_of,
    make_tenant_link,
    mask_links,
    revoke_tenant_links,
    unmask,
)
from server.storage.database import db
from server.storage.people import tenant_links
from tests.factories import an_appointment


def test_a_link_has_twelve_characters_and_only_its_hash_is_kept(app: Flask, clock: FixedClock) -> None:
    an_appointment()
    token = make_tenant_link("havebury", "A-1", clock=clock)

    (row,) = db.session.execute(tenant_links.LINKS.select()).mappings()
    assert len(token) == 12
    assert row["token_hash"] == hash_of(token)
    assert token not in str(dict(row))


def test_it_ends_fourteen_days_after_the_visit(app: Flask, clock: FixedClock) -> None:
    an_appointment(start_at=clock.now() + timedelta(days=10))
    token = make_tenant_link("havebury", "A-1", clock=clock)

    with db.engine.connect() as connection:
        link = tenant_links.find(connection, hash_of(token))
    assert link is not None
    assert link.expires_at == clock.now() + timedelta(days=24, hours=2)


def test_links_can_be_revoked(app: Flask, clock: FixedClock) -> None:
    an_appointment()
    token = make_tenant_link("havebury", "A-1", clock=clock)

    assert revoke_tenant_links("havebury", "A-1", clock=clock) == 1
    assert revoke_tenant_links("havebury", "A-1", clock=clock) == 0
    with db.engine.connect() as connection:
        link = tenant_links.find(connection, hash_of(token))
    assert link is not None
    assert link.revoked_at == clock.now()


def test_there_is_no_link_to_nothing(app: Flask, clock: FixedClock) -> None:
    with pytest.raises(NoSuchAppointment):
        make_tenant_link("havebury", "A-9", clock=clock)


def test_a_text_can_be_kept_without_its_secret() -> None:
    assert mask_links("See https://x.example/t/abcDEF234567 or ring") == "See https://x.example/t/************ or ring"


@pytest.mark.parametrize("words", ["Door code {code}. See {link}", "门口代码{code}。 {link} "])
def test_a_text_that_did_not_arrive_can_leave_again_with_a_link_and_a_code_of_its_own(words: str) -> None:
    kept = words.replace("{link}", address("https://x.example", MASKED)).replace("{code}", MASKED[:6])

    assert unmask(kept) == words
