"""Samples in the console: the contract manager draws, answers and takes them out; an office finds nothing."""

import re

from flask import Flask
from flask.testing import FlaskClient

from tests import factories

FORM = {"purpose": "telephone_survey", "begins": "2026-11-23", "ends": "2026-11-23", "size": "5"}


def test_a_manager_draws_a_sample_and_records_what_came_of_each_visit(app: Flask, client: FlaskClient) -> None:
    factories.an_appointment()
    visit = factories.a_visit()
    factories.sign_in(client, "contract_manager")
    token = {"csrf_token": re.findall(r'name="csrf_token" value="([^"]+)"', client.get("/console/samples").text)[0]}

    refused = client.post("/console/samples", data={**FORM, **token, "size": "many"})
    assert refused.status_code == 400 and "How many visits: write a whole number from 1 to" in refused.text
    address = client.post("/console/samples", data={**FORM, **token}).location
    page = client.get(address).text
    assert "14 Oak Road" in page and "The same seed draws the same visits today" in page

    wrong = client.post(f"{address}/{visit}", data={**token, "outcome": "as_promised", "note": "Kept, please"})
    assert wrong.status_code == 400 and "Kept, please" in wrong.text
    client.post(f"{address}/{visit}", data={**token, "outcome": "satisfied", "note": "=1+1"})
    assert "<dt>Satisfied</dt><dd>1</dd>" in client.get(address).text
    taken = client.get(f"{address}.csv").text
    assert "Satisfied,'=1+1" in taken and "Amina Khan" in taken
