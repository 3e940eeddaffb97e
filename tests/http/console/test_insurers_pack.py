"""The insurer's pack: the record with photos and the trust of each time, both views, the steps; and who took it out."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.domain.damage.steps import DamageDeed
from server.http.console.damage.pack import Around, pack_facts
from server.http.sync.gate import keys
from server.outside.blobs import VIEW, rendition_key
from server.outside.clock import FixedClock
from server.services.damage.make_insurers_pack import make_insurers_pack
from server.services.damage.open_case import open_for_visit
from server.services.damage.read_damage import read_damage
from server.services.damage.take_step import take_damage_step
from server.services.messages.keep_photos import keep_photos
from server.services.messages.take_message import About as MessageAbout
from server.services.messages.take_message import Said, take_message
from server.services.papers.seal_paper import Safe
from server.services.papers.seal_photo import remove_photo
from server.storage.people import audit
from server.storage.tables.damage import DamageCase
from server.storage.telling import message_photos
from tests.factories import LANDLORD, NOW, sign_in
from tests.http.console import world
from tests.http.console.told import form_token
from tests.services.damage.seen import DOOR, FIRM, MANAGER, a_visit_of_firm_a

PICTURE = Path("tests/data/photos/orientation-1.jpg").read_bytes()
OTHER_PICTURE = Path("tests/data/photos/orientation-3.jpg").read_bytes()


@pytest.fixture
def case(app: Flask, clock: FixedClock) -> DamageCase:
    """A damaged door frame with one picture and one photo still on the phone; the contractor disputes it."""
    visit = a_visit_of_firm_a()
    there, waiting = world.a_photo(b"there"), world.a_photo(b"waiting", state="waiting")
    app.extensions["doorstep_blobs"].put(rendition_key(LANDLORD, there["sha256"], VIEW), PICTURE)
    said = DOOR | {"tenant_view": "It was new last year."}
    event = world.an_event(visit, "damage_reported", said, blobs=[there, waiting])
    world.a_report(event, "damage", said, visit_id=visit)
    found = open_for_visit(LANDLORD, visit, clock=clock)[0]
    for viewer, deed in (
        (FIRM, DamageDeed("answered", "It was cracked before.", stance="disputes")),
        (MANAGER, DamageDeed("noted", "They always say that.")),
        (MANAGER, DamageDeed("remedy", "Our insurer decides.", remedy="insurance")),
    ):
        take_damage_step(found.damage_id, deed, seen=found.steps, viewer=viewer, clock=clock)
    return found


def test_it_holds_the_record_both_views_and_every_step_but_no_note(case: DamageCase, clock: FixedClock) -> None:
    one = read_damage(MANAGER, case.damage_id, clock=clock)
    assert one is not None
    shas = [photo.sha256 for each in one.reports for photos in each.photos.values() for photo in photos]
    around = Around("Havebury", "14 Oak Road", {"manager-1": "M. Shah"}, NOW)
    said = json.dumps(pack_facts(one, around, MANAGER, {shas[0]: "there.jpg"}))

    for words in ("Door frame", "It was new last year.", "It was cracked before.", "Insurance claim", "M. Shah"):
        assert words in said
    assert "phone clock agreed with ours within" in said
    assert "value not known" in said
    assert shas[0][:8] in said
    assert "it is still on the phone" in said
    assert "always say" not in said


def test_the_tenants_photos_stand_in_it_as_theirs_with_when_they_came(
    app: Flask, client: FlaskClient, case: DamageCase, clock: FixedClock
) -> None:
    about = MessageAbout("firm-a", "A-1", None, "person-1", "100000000001")
    told = take_message(LANDLORD, about, Said("damage", "It is torn.", "one"), clock=clock)
    safe = Safe(app.extensions["doorstep_blobs"], keys())
    keep_photos(told, [PICTURE, OTHER_PICTURE], clock=clock, safe=safe)
    first, gone = message_photos.of_message(told.message_id)
    remove_photo(LANDLORD, gone.photo_id, safe=safe)
    one = read_damage(MANAGER, case.damage_id, clock=clock)
    assert one is not None
    handed: list[dict[str, str]] = []

    def facts(pictured: Mapping[str, str]) -> dict[str, object]:
        handed.append(dict(pictured))
        return pack_facts(one, Around("Havebury", "14 Oak Road", {}, NOW), MANAGER, pictured)

    content = make_insurers_pack(one, facts, viewer=MANAGER, safe=safe, clock=clock)
    said = json.dumps(facts(handed[0]))

    assert content.startswith(b"%PDF-")
    assert f'"name": "{first.photo_id}.jpg", "alt": "Photo 1 from the tenant"' in said
    assert "Photo 1 from the tenant. Came Mon 23 Nov 2026, 09:00; when it was taken is not known." in said
    assert gone.photo_id not in said
    assert "it cannot be opened any more" in said


def test_it_is_a_tagged_pdf_with_the_picture_and_stands_in_the_trail(client: FlaskClient, case: DamageCase) -> None:
    sign_in(client, "contract_manager")
    address = f"/console/damage/{case.damage_id}"
    token = form_token(client, address)
    answer = client.post(f"{address}/pack", data={"csrf_token": token})

    assert answer.content_type == "application/pdf"
    assert b"/StructTreeRoot" in answer.data
    assert b"/Subtype /Image" in answer.data or b"/Subtype/Image" in answer.data
    actions = [entry.action for entry in audit.trail(LANDLORD, audit.Subject("damage", case.damage_id))]
    assert "insurers_pack_made" in actions


def test_a_contractor_gets_no_pack(client: FlaskClient, case: DamageCase) -> None:
    sign_in(client, "contractor_office", firm_id="firm-a")

    assert client.post(f"/console/damage/{case.damage_id}/pack").status_code == 403
