"""A phone that sends photos, for the tests of uploads."""

import base64
from hashlib import sha256
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.storage.database import transaction
from server.storage.tables.devices import Device, DeviceToken
from tests.conftest import NOW


def a_phone(device_id: str = "phone-1", firm_id: str = "BRK") -> dict[str, str]:
    """Enrol a phone; returns the headers of its requests."""
    token = f"token of {device_id}"
    with transaction() as connection:
        connection.execute(
            Device.__table__.insert().values(
                device_id=device_id,
                landlord_id="havebury",
                firm_id=firm_id,
                name="",
                platform="",
                app_version="",
                self_test={},
                enrolled_at=NOW,
            )
        )
        connection.execute(
            DeviceToken.__table__.insert().values(
                token_hash=sha256(token.encode()).hexdigest(), device_id=device_id, operative_id="OP1", issued_at=NOW
            )
        )
    return {"Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0"}


def metadata(**pairs: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in pairs.items())


def begin(client: FlaskClient, phone: dict[str, str], content: bytes, **headers: str) -> TestResponse:
    """Begin the upload of `content`."""
    named = metadata(sha256=sha256(content).hexdigest(), event_id="0197-event")
    wanted = {"Upload-Length": str(len(content)), "Upload-Metadata": named, **headers}
    return client.post("/api/v1/files", headers={**phone, **wanted})


def patch(
    client: FlaskClient, phone: dict[str, str], where: str, offset: int, content: bytes, **more: Any
) -> TestResponse:
    """Send `content` at `offset`."""
    headers = {**phone, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream", **more}
    return client.patch(where, headers=headers, data=content)


def offset_of(client: FlaskClient, phone: dict[str, str], where: str) -> int:
    response = client.head(where, headers=phone)
    assert response.status_code == 200
    return int(response.headers["Upload-Offset"])
