"""The page that says of each kind of record what it is for and how long it is kept."""

from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from server.domain.retention import KINDS
from server.services.claims.take_claim_step import LINK_LASTS
from server.services.tenants.make_tenant_link import AFTER_VISIT
from tests import factories


def test_each_kind_of_record_says_what_for_and_how_long(app: Flask, client: FlaskClient) -> None:
    factories.sign_in(client, "administrator")

    page = unescape(client.get("/console/kept").text)

    for kind in KINDS:
        assert f">{kind.what}</td>" in page
        assert f">{kind.why}</td>" in page
        assert f">{kind.how_long}</td>" in page


def test_the_days_of_links_are_those_that_links_have() -> None:
    (links,) = [kind for kind in KINDS if kind.what == "Links to tenants' pages"]

    assert links.how_long.startswith(f"{AFTER_VISIT.days} days after the visit")
    assert f"{LINK_LASTS.days} days after its last step" in links.how_long


def test_a_contractors_office_does_not_open_it(app: Flask, client: FlaskClient) -> None:
    factories.a_firm("firm-a")
    factories.sign_in(client, "contractor_office", firm_id="firm-a")

    assert client.get("/console/kept").status_code == 403
