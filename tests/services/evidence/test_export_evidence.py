"""The evidence pack proves itself, by its own script alone, and no longer once any byte of it is another (I-28)."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.domain.viewing import Viewer
from server.domain.witness import minute_code
from server.outside.blobs import original_key
from server.outside.clock import FixedClock
from server.outside.evidence_packs import in_folder
from server.outside.keys import Keys
from server.outside.verify_pack import check
from server.services.evidence.export_evidence import Desk, NothingRecorded, export_evidence
from server.services.phones.make_enrolment_code import make_enrolment_code
from server.services.retention.drop_locations import drop_locations
from server.storage.database import db, transaction
from server.storage.people import audit
from server.storage.tables.files import Blob
from tests.factories import LANDLORD, NOW, a_visit, an_appointment, an_assignment, an_operative
from tests.phone import Phone, SigningKey
from tests.services.retention.located import settled

PHOTO = b"\xff\xd8 a photo as it was uploaded"
SECRET_PHOTO = b"\xff\xd8 a photo of a person"
SECRET = "bruises on both arms"


def a_viewer(*roles: str) -> Viewer:
    return Viewer("user-1", "J. Shah", "j@example.org", LANDLORD, None, roles)


@pytest.fixture
def desk(app: Flask, clock: FixedClock) -> Desk:
    keys = Keys(app.extensions["doorstep_config"].secret_key)
    return Desk(app.extensions["doorstep_blobs"], keys, clock)


def a_photo(desk: Desk, content: bytes) -> dict[str, Any]:
    name = hashlib.sha256(content).hexdigest()
    desk.blobs.put(original_key(LANDLORD, name), content)
    with transaction():
        db.session.add(Blob(landlord_id=LANDLORD, firm_id="firm-a", sha256=name, size=len(content), verified_at=NOW))
    return {"sha256": name, "size": len(content), "mime": "image/jpeg", "role": "damage"}


@pytest.fixture
def visit(app: Flask, client: FlaskClient, clock: FixedClock, desk: Desk) -> str:
    """A visit with all there can be: a beacon, a gap, a code, photos, a household concern, a quarantine, a fork."""
    an_operative("op-1")
    an_appointment("A-1")
    an_assignment("A-1", "op-1")
    visit, other = a_visit("A-1"), a_visit("A-1")
    code = make_enrolment_code("op-1", made_by="test", config=app.extensions["doorstep_config"], clock=clock).code
    phone = Phone.enrolled(client, code, key=SigningKey())
    key = desk.keys.witness_key(LANDLORD, "A-1")
    phone.record("travel_started", visit)
    phone.record("check_in", other)
    phone.record("arrived", visit, at_property=True)
    phone.record("witness_code", visit, code=minute_code(key, round(clock.now().timestamp() * 1000)))
    phone.record("damage_reported", visit, item="door frame", blobs=[a_photo(desk, PHOTO)])
    secret = phone.record(
        "concern_reported", visit, about="person", category="injury", seen=SECRET, blobs=[a_photo(desk, SECRET_PHOTO)]
    )
    phone.record("corrected", visit, corrects=secret["id"], seen=f"{SECRET}, and a cut")
    phone.record("danced", visit)
    phone.sync([])
    clock.move(hours=1)
    sent = list(phone.unsent)
    phone.sync(sent[2:])
    phone.sync(sent[:2])
    phone.record("left", other)
    phone.sync()
    return visit


@pytest.fixture
def folder(visit: str, desk: Desk, tmp_path: Path) -> Path:
    return exported(visit, desk, tmp_path / "pack", "contract_manager")


def exported(visit: str, desk: Desk, folder: Path, *roles: str) -> Path:
    export_evidence(visit, in_folder(folder), viewer=a_viewer(*roles), report="<!doctype html>A page.", desk=desk)
    return folder


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_an_exported_pack_verifies_with_its_own_script_alone(folder: Path) -> None:
    ran = subprocess.run([sys.executable, "-I", "verify.py"], cwd=folder, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "FAULT" not in ran.stdout
    for said in (
        "journal rows follow one another",
        "1 photos are",
        "signatures are the phones' own",
        "announced heads",
    ):
        assert said in ran.stdout


def test_the_script_names_the_key_as_the_server_names_its_own(folder: Path, desk: Desk) -> None:
    found, _ = check(folder, False)

    assert f"the pack is signed by the server whose key is {desk.keys.evidence_key_name}" in found.checked


def test_a_change_of_any_byte_of_any_file_is_found(folder: Path) -> None:
    assert check(folder)[0].faults == []
    for path in [one for one in sorted(folder.rglob("*")) if one.is_file()]:
        content = path.read_bytes()
        for place in {0, len(content) // 3, len(content) // 2, len(content) - 1}:
            for bit in (1, 32):
                path.write_bytes(content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :])
                assert check(folder)[0].faults, f"{path.name}, byte {place}"
        path.write_bytes(content[:-1])
        assert check(folder)[0].faults, f"{path.name} cut short"
        path.write_bytes(content)
    assert check(folder)[0].faults == []


def test_every_single_byte_of_the_list_and_its_signature_counts(folder: Path) -> None:
    for name in ("SHA256SUMS", "SHA256SUMS.sig"):
        content = (folder / name).read_bytes()
        for place in range(len(content)):
            (folder / name).write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
            assert check(folder)[0].faults, (name, place)
        (folder / name).write_bytes(content)


@pytest.mark.parametrize("name", ["pack.json", "journal.jsonl", "report.html", "SHA256SUMS"])
def test_a_missing_file_is_found(folder: Path, name: str) -> None:
    (folder / name).unlink()

    assert check(folder)[0].faults


def test_an_added_file_is_found(folder: Path) -> None:
    (folder / "note.txt").write_text("by somebody else")

    assert check(folder)[0].faults


def test_a_changed_record_under_a_list_made_anew_is_still_found(folder: Path) -> None:
    """Whoever can rewrite the list of hashes still has neither the phone's key nor the journal's chain."""
    body = next((folder / "bodies").iterdir())
    body.write_bytes(body.read_bytes().replace(b'"v": 1', b'"v": 2'))
    listed = (folder / "SHA256SUMS").read_text().splitlines()
    names = [line.split("  ")[1] for line in listed]
    sums = "".join(f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (folder / "SHA256SUMS").write_text(sums)

    faults = check(folder)[0].faults
    assert any("is not what was sent" in fault for fault in faults)
    assert any("the server's signature" in fault for fault in faults)


def test_a_row_taken_out_of_the_journal_is_named(folder: Path) -> None:
    rows = (folder / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "journal.jsonl").write_bytes(b"".join(rows[:1] + rows[2:]))

    assert any("rows are missing before journal row" in fault for fault in check(folder)[0].faults)


def test_a_manager_gets_no_word_of_a_household_concern_but_its_hash(folder: Path) -> None:
    pack = json.loads((folder / "pack.json").read_bytes())

    assert SECRET.encode() not in everything(folder)
    assert SECRET_PHOTO not in everything(folder)
    assert PHOTO in everything(folder)
    hidden = [one for one in pack["events"] if one["body_left_out"] == "not_for_this_reader"]
    assert len(hidden) == pack["left_out"] == 2
    assert {one["body_file"] for one in hidden} == {None}
    assert {one["seq"] for one in hidden} == {6, 7}


def test_a_safeguarding_lead_who_is_a_manager_too_gets_all_of_it(visit: str, desk: Desk, tmp_path: Path) -> None:
    folder = exported(visit, desk, tmp_path / "all", "contract_manager", "safeguarding_lead")

    assert check(folder)[0].faults == []
    assert SECRET.encode() in everything(folder)
    assert SECRET_PHOTO in everything(folder)


def test_each_time_says_where_it_comes_from_and_what_is_kept_apart_is_there(folder: Path) -> None:
    pack = json.loads((folder / "pack.json").read_bytes())
    by_status = {one["code"] for one in pack["events"]}
    arrived = next(one for one in pack["events"] if one["seq"] == 3)

    assert "unknown_type" in by_status
    assert arrived["times"]["hard"]["to_source"] == "receipt of a head or an event that covers it"
    assert arrived["times"]["witness"]["source"] == "the code of this minute on the tenant's page"
    assert arrived["rulings"][-1]["reason"] == "the gap before it has closed"


def test_who_took_a_pack_is_written_down_with_its_fingerprint(visit: str, desk: Desk, tmp_path: Path) -> None:
    folder = exported(visit, desk, tmp_path / "pack", "contract_manager")

    (entry,) = audit.trail(LANDLORD, audit.Subject("visit", visit))
    assert (entry.action, entry.by) == ("evidence_exported", "user-1")
    assert check(folder)[1] == hashlib.sha256((folder / "SHA256SUMS").read_bytes()).hexdigest()


def test_a_visit_without_any_record_has_no_pack(app: Flask, desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NothingRecorded):
        exported("no-such-visit", desk, tmp_path / "none", "contract_manager")


def test_without_cryptography_the_script_says_that_signatures_were_not_checked(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    (blocked / "cryptography").mkdir(parents=True)
    (blocked / "cryptography" / "__init__.py").write_text("raise ImportError('not installed')")
    copy = shutil.copytree(folder, tmp_path / "copy")
    command = [sys.executable, "verify.py"]
    environment = {"PYTHONPATH": str(blocked), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)

    assert ran.returncode == 2, ran.stdout + ran.stderr
    assert "NOT CHECKED: signatures" in ran.stdout


@pytest.fixture
def old_pack(app: Flask, client: FlaskClient, clock: FixedClock, desk: Desk, tmp_path: Path) -> Path:
    """Of a visit whose arrival said where it was, after that came to its end."""
    an_operative("op-1")
    an_appointment("A-1")
    an_assignment("A-1", "op-1")
    visit = settled(a_visit("A-1"))
    code = make_enrolment_code("op-1", made_by="test", config=app.extensions["doorstep_config"], clock=clock).code
    phone = Phone.enrolled(client, code, key=SigningKey())
    phone.record("arrived", visit, at_property=True, geo={"lat": 52.2463, "lon": 0.7111, "acc_m": 12, "fix_ms": 1})
    phone.record("left", visit)
    phone.sync()
    clock.move(days=366)
    drop_locations(keys=desk.keys, clock=clock)
    return exported(visit, desk, tmp_path / "old", "contract_manager")


def test_a_pack_says_that_the_place_was_taken_out_and_the_server_vouches_for_what_is_left(old_pack: Path) -> None:
    found, _ = check(old_pack)

    assert found.faults == []
    assert "1 contents are what the server left of them, without where they were made" in found.checked
    assert "1 of 2 contents are here and are what was sent" in found.checked
    assert b"52.2463" not in everything(old_pack)
    arrived, left = json.loads((old_pack / "pack.json").read_bytes())["events"]
    assert arrived["location_erased"]["at"] == "2027-11-24T09:00:00.000000Z"
    assert left["location_erased"] is None


def test_nothing_else_passes_for_what_is_left(old_pack: Path) -> None:
    """Whoever rewrites the content, its hash and the list of hashes still lacks the server's key."""
    pack = json.loads((old_pack / "pack.json").read_bytes())
    arrived = pack["events"][0]
    body = (old_pack / arrived["body_file"]).read_bytes().replace(b'"at_property": true', b'"at_property": null')
    (old_pack / arrived["body_file"]).write_bytes(body)
    assert any("is not what was left of it" in fault for fault in check(old_pack)[0].faults)

    arrived["location_erased"]["kept_sha256"] = hashlib.sha256(body).hexdigest()
    (old_pack / "pack.json").write_bytes(json.dumps(pack).encode())

    faults = check(old_pack)[0].faults
    assert not any("is not what was left of it" in fault for fault in faults)
    assert any("the server's signature over what is left of" in fault for fault in faults)
