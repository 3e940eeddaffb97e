"""Whether the server says truly that it is alive and ready."""

import shutil
from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient

from server.outside.clock import FixedClock
from server.storage import heartbeats
from server.storage.database import transaction


def test_a_running_server_says_that_it_is_alive(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "alive"}


def test_a_migrated_database_makes_the_server_ready(client: FlaskClient) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json["status"] == "ready"


def test_an_unknown_address_is_answered_in_json_with_a_sentence(client: FlaskClient) -> None:
    answer = client.get("/nowhere")

    assert answer.status_code == 404
    assert answer.json == {"code": "not_found", "message": "There is nothing at this address.", "details": {}}


def test_every_answer_carries_a_strict_content_policy(client: FlaskClient) -> None:
    policy = client.get("/healthz").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_worker_shows_in_readiness_and_its_silence_does_not_close_the_door(
    client: FlaskClient, clock: FixedClock
) -> None:
    before = client.get("/readyz")
    with transaction() as connection:
        heartbeats.beat(connection, clock.now())
    alive = client.get("/readyz")
    clock.move(minutes=2)
    silent = client.get("/readyz")

    assert [answer.get_json()["jobs"] for answer in (before, alive, silent)] == ["never seen", "alive", "silent"]
    assert {answer.status_code for answer in (before, alive, silent)} == {200}


def test_a_photo_store_that_is_gone_makes_us_not_ready(client: FlaskClient, app: Flask) -> None:
    folder = app.extensions["doorstep_config"].data_dir / "blobs"
    shutil.rmtree(folder)
    folder.write_text("a file where the folder was")

    assert client.get("/readyz").status_code == 503


def test_metrics_are_for_this_machine_and_for_who_has_the_token(app: Flask, client: FlaskClient) -> None:
    config = app.extensions["doorstep_config"]
    app.extensions["doorstep_config"] = replace(config, metrics_token="a token of some length")
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    token = {"Authorization": "Bearer a token of some length"}

    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 403
    assert client.get("/metrics", environ_base=elsewhere).status_code == 403
    assert client.get("/metrics", environ_base=elsewhere, headers={"Authorization": "Bearer wrong"}).status_code == 403
    assert client.get("/metrics", environ_base=elsewhere, headers=token).status_code == 200
