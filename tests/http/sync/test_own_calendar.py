"""An operative makes and ends the address of their own calendar; only the signed-in phone reads where."""

from flask.testing import FlaskClient

from server.services.phones.revoke_device import revoke_device
from tests.factories import LANDLORD
from tests.http.sync.conftest import Office
from tests.phone import Phone

OWN = "/api/v1/calendar"


def test_an_operative_makes_an_address_of_their_own_that_says_when_and_not_where(
    client: FlaskClient, phone: Phone, visit: str
) -> None:
    address = client.post(OWN, headers=phone.headers).get_json()["address"]
    read = client.get(address.removeprefix("http://localhost"))

    assert read.status_code == 200
    assert "DTSTART:20261123T100000Z" in read.text and "14 Oak Road" not in read.text
    assert "14 Oak Road" in client.get(OWN, headers=phone.headers).text
    assert client.delete(OWN, headers=phone.headers).status_code == 204
    assert client.get(address.removeprefix("http://localhost")).status_code == 404
    assert client.delete(OWN, headers=phone.headers).status_code == 404


def test_nobody_but_a_phone_in_use_gets_a_calendar(client: FlaskClient, office: Office) -> None:
    other = office.phone("op-1")
    assert client.get(OWN).status_code == 401
    revoke_device(other.device_id, landlord_id=LANDLORD, by="test", clock=office.clock)

    assert client.get(OWN, headers=other.headers).status_code == 403
    assert client.post(OWN, headers=other.headers).status_code == 403
