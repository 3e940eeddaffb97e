"""What every client ever shipped sends is still taken: phones in the field update when they can, not when we like."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from server.outside.keys import read_phone_key
from server.storage import visits
from server.storage.database import db, transaction
from server.storage.tables.devices import Device, DeviceKey, DeviceOperative, DeviceToken
from tests.factories import LANDLORD, NOW, a_visit, an_appointment, an_assignment, an_operative

FOLDERS = sorted(path.parent for path in Path(__file__).parent.glob("*/batch.json"))
TOKEN = "the token of the phone that recorded the batch"


def _the_phone_of(recorded: dict[str, Any]) -> None:
    """Its visit, and the phone as enrolment left it."""
    an_operative(recorded["operative_id"])
    an_appointment("A-1")
    an_assignment("A-1", recorded["operative_id"])
    a_visit("A-1", visit_id=recorded["visit_id"])
    device_id = recorded["request"]["device_id"]
    own = {"device_id": device_id, "landlord_id": LANDLORD}
    key = read_phone_key(recorded["public_key_jwk"])
    assert key is not None
    with transaction():
        db.session.add(Device(**own, firm_id="firm-a", enrolled_at=NOW))
        db.session.flush()
        db.session.add(DeviceOperative(**own, operative_id=recorded["operative_id"], enrolled_at=NOW))
        db.session.add(
            DeviceKey(device_id=device_id, thumbprint=key.thumbprint, public_key_jwk=dict(key.jwk), added_at=NOW)
        )
        token_hash = sha256(TOKEN.encode()).hexdigest()
        owner = {"device_id": device_id, "operative_id": recorded["operative_id"]}
        db.session.add(DeviceToken(token_hash=token_hash, **owner, issued_at=NOW))


def test_there_is_a_batch_of_each_release() -> None:
    assert [folder.name for folder in FOLDERS] == [str(number) for number in range(1, len(FOLDERS) + 1)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"version {folder.name}")
def test_a_recorded_batch_is_accepted_whole(client: FlaskClient, folder: Path) -> None:
    recorded = json.loads((folder / "batch.json").read_text())
    request = recorded["request"]
    _the_phone_of(recorded)
    db.session.remove()

    response = client.post(
        "/api/v1/sync", json={**request, "server_epoch": None}, headers={"Authorization": f"Bearer {TOKEN}"}
    )

    assert response.status_code == 200, response.get_data(as_text=True)
    said = response.get_json()
    assert {result["status"] for result in said["results"]} == {"accepted"}, said["results"]
    assert (said["acked_seq"], said["acked_hash"]) == (request["head"]["seq"], request["head"]["hash"])
    assert all(row.signed for row in db.session.execute(select(visits.EVENTS)))
    again = client.post(
        "/api/v1/sync", json={**request, "server_epoch": None}, headers={"Authorization": f"Bearer {TOKEN}"}
    )
    assert {result["status"] for result in again.get_json()["results"]} == {"duplicate"}
