"""What we do differently for a person: said with its source, on the phones as what to do, asked again by a day."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from server.outside.clock import FixedClock
from server.services.review.gather_queue import gather_queue
from server.storage.database import db
from server.storage.tables.needs import KeptNeed
from server.storage.tables.review import ReviewItem
from tests import factories
from tests.http.console.told import send_form
from tests.services.safety.lone_worker import LoneWorker

PAGE = "/console/people/person-1/needs"
SAID = {"what_to_do": "Knock loudly", "group": "communication", "source": "operative", "review_on": "2027-02-01"}


def needs_on_phone(worker: LoneWorker) -> list[str]:
    worker.phone.cursor = None
    visits = [one["data"] for one in worker.phone.sync()["changes"] if one["kind"] == "visit"]
    return list(visits[0]["needs"])


def test_what_is_said_goes_to_the_phones_without_its_source_and_leaves_them_when_it_ends(
    client: FlaskClient, app: Flask, clock: FixedClock
) -> None:
    worker = LoneWorker(app, app.test_client(), clock)
    factories.a_person()
    factories.sign_in(client, "contract_manager")

    page = send_form(client, PAGE, **SAID)
    assert "An operative&#39;s view, which nobody has confirmed" in page
    assert needs_on_phone(worker) == ["Knock loudly"]

    need_id = db.session.scalar(select(KeptNeed.need_id))
    assert "Ended" in send_form(client, PAGE, f"{PAGE}/{need_id}", outcome="end")
    assert needs_on_phone(worker) == []


def test_nothing_typed_is_lost_where_a_part_is_missing(client: FlaskClient) -> None:
    factories.a_person()
    factories.sign_in(client, "contract_manager")

    refused = send_form(client, PAGE, **{**SAID, "review_on": ""})

    assert "Give the day on which you ask again" in refused and 'value="Knock loudly"' in refused


def test_on_its_day_it_waits_in_the_queue_until_somebody_asked_again(client: FlaskClient, clock: FixedClock) -> None:
    factories.a_person()
    factories.sign_in(client, "contract_manager")
    send_form(client, PAGE, **SAID)
    clock.move(days=70)
    gather_queue(clock=clock)
    assert db.session.scalar(select(ReviewItem.state).filter_by(kind="need_review")) == "open"

    factories.sign_in(client, "contract_manager")
    need_id = db.session.scalar(select(KeptNeed.need_id))
    send_form(client, PAGE, f"{PAGE}/{need_id}", review_on="2027-08-01")
    gather_queue(clock=clock)

    db.session.rollback()
    assert db.session.scalar(select(ReviewItem.state).filter_by(kind="need_review")) == "closed"
