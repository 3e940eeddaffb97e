"""Whether the server says truly that it is alive and ready."""

from flask.testing import FlaskClient


def test_a_running_server_says_that_it_is_alive(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "alive"}


def test_a_migrated_database_makes_the_server_ready(client: FlaskClient) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json == {"status": "ready"}


def test_an_unknown_address_is_answered_in_json_with_a_sentence(client: FlaskClient) -> None:
    answer = client.get("/nowhere")

    assert answer.status_code == 404
    assert answer.json == {"code": "not_found", "message": "There is nothing at this address.", "details": {}}


def test_every_answer_carries_a_strict_content_policy(client: FlaskClient) -> None:
    policy = client.get("/healthz").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
