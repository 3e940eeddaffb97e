"""Enrolling a phone: codes, lost answers, shared phones, guessing, and the token's life."""

from datetime import timedelta

from sqlalchemy import select, text

from server.outside.clock import FixedClock
from server.storage.database import db, transaction
from server.storage.tables.visits import VisitEvent
from tests.factories import NOW, an_operative
from tests.http.sync.conftest import Office
from tests.phone import GENESIS, Phone, SigningKey, enrol


def test_a_code_gives_a_phone_its_token_and_our_keys(office: Office) -> None:
    said = enrol(office.client, office.code(), key=SigningKey()).get_json()

    assert said["operative"]["id"] == "op-1"
    assert said["operative"]["name"] == "Operative op-1"
    assert {"device_id", "token", "server_epoch", "t_send", "push_public_key"} <= said.keys()
    assert set(said["anchor"]) == {"anchor_id", "issued_at", "hmac"}
    assert (said["seal_key_jwk"]["kty"], said["seal_key_jwk"]["crv"]) == ("EC", "P-256")


def test_a_code_may_be_typed_carelessly(office: Office) -> None:
    code = office.code()

    typed = f" {code[:5].lower()}-{code[5:]} ".replace("0", "o")

    assert enrol(office.client, typed).status_code == 201


def test_a_wrong_code_is_not_found(office: Office) -> None:
    response = enrol(office.client, "AAAAAAAAAA")

    assert response.status_code == 404
    assert response.get_json()["code"] == "unknown_code"


def test_a_lost_answer_is_asked_for_again_with_the_same_key(office: Office, clock: FixedClock) -> None:
    code, key = office.code(), SigningKey()
    first = enrol(office.client, code, key=key).get_json()
    clock.move(minutes=10)

    second = enrol(office.client, code, key=key)

    assert second.status_code == 201
    assert second.get_json()["device_id"] == first["device_id"]
    assert second.get_json()["token"] != first["token"]


def test_no_key_is_a_key_of_its_own(office: Office) -> None:
    code = office.code()
    first = enrol(office.client, code).get_json()

    assert enrol(office.client, code).get_json()["device_id"] == first["device_id"]
    assert enrol(office.client, code, key=SigningKey()).status_code == 410


def test_a_used_code_is_gone(office: Office, clock: FixedClock) -> None:
    code, key = office.code(), SigningKey()
    enrol(office.client, code, key=key)

    other = enrol(office.client, code, key=SigningKey())
    clock.move(minutes=10, seconds=1)
    late = enrol(office.client, code, key=key)

    assert (other.status_code, other.get_json()["code"]) == (410, "code_used")
    assert (late.status_code, late.get_json()["code"]) == (410, "code_used")


def test_a_code_is_good_for_a_day(office: Office, clock: FixedClock) -> None:
    code, other = office.code(), office.code()
    clock.move(hours=24)
    assert enrol(office.client, code).status_code == 201

    clock.move(seconds=1)
    response = enrol(office.client, other)

    assert (response.status_code, response.get_json()["code"]) == (410, "code_expired")


def test_guessing_is_slowed_down(office: Office, clock: FixedClock) -> None:
    statuses = [enrol(office.client, f"WRONG{n:05d}").status_code for n in range(12)]

    assert statuses == [404] * 10 + [429] * 2
    assert int(enrol(office.client, "WRONG00000").headers["Retry-After"]) >= 1

    clock.move(minutes=11)
    assert enrol(office.client, "WRONG00000").status_code == 404


def test_a_right_code_is_not_held_up_by_a_colleagues_wrong_ones(office: Office) -> None:
    good = office.code()
    for n in range(12):
        enrol(office.client, f"WRONG{n:05d}")

    assert enrol(office.client, good).status_code == 201


def test_what_is_no_enrolment_request_is_a_400(office: Office) -> None:
    post = office.client.post
    assert post("/api/v1/enrol", data=b"{").status_code == 400
    assert post("/api/v1/enrol", json=[]).status_code == 400
    assert post("/api/v1/enrol", json={"code": 5}).status_code == 400
    assert enrol(office.client, office.code(), device="phone").status_code == 400
    assert enrol(office.client, office.code(), public_key_jwk={"kty": "EC", "x": "!", "y": "?"}).status_code == 400


def test_a_phone_of_one_firm_takes_no_operative_of_another(office: Office, phone: Phone) -> None:
    an_operative("op-9", firm_id="firm-b")

    response = enrol(office.client, office.code("op-9"), token=phone.token)

    assert response.status_code == 403


def test_a_token_that_is_a_month_old_is_replaced_once_the_new_one_is_used(
    office: Office, phone: Phone, clock: FixedClock
) -> None:
    old = phone.token
    assert "token" not in phone.sync()
    clock.move(days=31)

    first = phone.post(phone.request([])).get_json()["token"]
    again = phone.sync()["token"]

    assert first == again == phone.token != old
    phone.token = old
    assert phone.post(phone.request([])).status_code == 200
    phone.token = first
    phone.sync()
    phone.token = old
    assert phone.post(phone.request([])).status_code == 401


def test_a_phone_whose_token_ended_keeps_its_identity_when_it_enrols_again(
    office: Office, phone: Phone, clock: FixedClock
) -> None:
    old = phone.token
    clock.move(days=31)
    phone.sync()
    phone.sync()

    again = Phone.enrolled(office.client, office.code(), token=old)

    assert again.device_id == phone.device_id


def _former(phone: Phone, code: str, key: SigningKey | None) -> dict[str, object]:
    said = f"doorstep enrol 1\n{phone.device_id}\n{code}"
    return {"device_id": phone.device_id, "anchor_id": phone.anchor_id, "sig": key.sign(said) if key else None}


def test_a_phone_whose_token_a_restore_forgot_shows_by_its_key_who_it_is(office: Office) -> None:
    key, code = SigningKey(), office.code()
    phone = office.phone(key=key)

    again = enrol(office.client, code, key=key, token="newer than the backup", former=_former(phone, code, key))

    assert again.get_json()["device_id"] == phone.device_id


def test_nobody_takes_a_phones_name_with_an_anchor_from_a_record(office: Office) -> None:
    phone, thief = office.phone(key=SigningKey()), SigningKey()
    bare, signed = office.code(), office.code()

    for code, key in ((bare, None), (signed, thief)):
        answer = enrol(office.client, code, key=key, former=_former(phone, code, key)).get_json()
        assert answer["device_id"] != phone.device_id


def test_a_phone_that_a_restore_forgot_altogether_keeps_its_name_and_its_times(
    office: Office, visit: str, clock: FixedClock
) -> None:
    key, code = SigningKey(), office.code()
    phone = office.phone(key=key)
    phone.sync()
    phone.wall_ms += 600_000
    phone.record("arrived", visit)
    clock.move(hours=1)
    with transaction() as connection:
        for table in ("device_tokens", "device_keys", "device_operatives", "device_heads", "heads_heard", "devices"):
            connection.execute(text(f"DELETE FROM {table}"))
    forgotten = phone.post(phone.request([])).status_code

    answer = enrol(office.client, code, key=key, token=phone.token, former=_former(phone, code, key)).get_json()
    phone.token = answer["token"]
    phone.acked = (0, GENESIS)
    results = phone.sync()["results"]

    assert (forgotten, answer["device_id"]) == (401, phone.device_id)
    assert [result["status"] for result in results] == ["accepted"]
    since = db.session.execute(select(VisitEvent.hard_from_at)).scalar_one()
    assert since <= NOW + timedelta(minutes=10)


def test_an_anchor_that_we_never_made_gives_no_name(office: Office) -> None:
    former = {"device_id": "0197-somebody", "anchor_id": "A" * 60, "sig": None}

    assert enrol(office.client, office.code(), former=former).get_json()["device_id"] != "0197-somebody"


def test_two_codes_make_two_phones_for_one_operative(office: Office) -> None:
    assert office.phone().device_id != office.phone().device_id


def test_the_code_for_an_unknown_operative_is_not_made(office: Office) -> None:
    import pytest

    from server.services.phones.make_enrolment_code import UnknownOperative

    with pytest.raises(UnknownOperative):
        office.code("nobody")


def test_the_link_carries_the_code_where_no_log_sees_it(office: Office, clock: FixedClock) -> None:
    from server.services.phones.make_enrolment_code import make_enrolment_code

    config = office.app.extensions["doorstep_config"]
    made = make_enrolment_code("op-1", made_by="test", config=config, clock=clock)

    assert made.link == f"http://localhost/app/#enrol={made.code}"
    assert made.expires_at == clock.now() + timedelta(hours=24)
