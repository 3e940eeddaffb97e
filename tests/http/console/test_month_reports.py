"""Monthly reports in the console: made, listed, taken out; another firm's is not there."""

import re

from flask import Flask
from flask.testing import FlaskClient

from tests import factories

REPORTS = "/console/standards/reports"


def test_a_report_is_made_and_taken_out_and_another_firm_finds_nothing(app: Flask, client: FlaskClient) -> None:
    for firm in ("firm-a", "firm-b"):
        factories.a_firm(firm)
    factories.sign_in(client, "contract_manager")

    assert _send(client, REPORTS, month="next").status_code == 400
    assert _send(client, REPORTS, month="2026-10", firm_id="firm-b").status_code == 302
    page = client.get(REPORTS).text
    address = re.findall(rf'action="({REPORTS}/[^"]+)"', page)[0]
    assert "October 2026" in page and "The firm firm-b" in page
    assert _send(client, address).data.startswith(b"%PDF-")

    factories.sign_in(client, "contractor_office", firm_id="firm-a")
    assert "No report was made yet." in client.get(REPORTS).text
    assert _send(client, address).status_code == 404


def _send(client: FlaskClient, address: str, **fields: str):  # type: ignore[no-untyped-def]
    token = re.findall(r'name="csrf_token" value="([^"]+)"', client.get(REPORTS).text)[0]
    return client.post(address, data={"csrf_token": token, **fields})
