"""The doctor names what is wrong and how to mend it, and changes nothing."""

from dataclasses import replace
from datetime import timedelta

from flask import Flask
from sqlalchemy import text

from server.outside.clock import FixedClock
from server.services.notices.queue_notices import NotKept, queue_missed_notices
from server.services.upkeep.examine import Finding, examine, look_at_fonts
from server.storage import heartbeats
from server.storage.database import db, transaction
from tests.factories import an_appointment


def found(app: Flask, clock: FixedClock, **settings: object) -> dict[str, Finding]:
    config = replace(app.extensions["doorstep_config"], **settings)
    return {one.what: one for one in examine(config, clock=clock, blobs=app.extensions["doorstep_blobs"])}


def test_a_well_installation_has_no_problem(app: Flask, clock: FixedClock) -> None:
    with transaction() as connection:
        heartbeats.beat(connection, clock.now())

    findings = found(app, clock)

    assert [one for one in findings.values() if one.state == "problem"] == []
    assert set(findings) >= {"settings", "keys", "database", "blobs", "fonts", "gateway", "clock", "worker"}


def test_every_problem_comes_with_its_way_out(app: Flask, clock: FixedClock) -> None:
    findings = found(app, clock, mode="production", public_url="http://doorstep.example.org", secret_key="short")

    for what in ("settings", "keys"):
        assert findings[what].state == "problem"
        assert findings[what].mend


def test_a_variable_that_nothing_reads_is_named(app: Flask, clock: FixedClock) -> None:
    settings = found(app, clock, mode="production", unknown=("DOORSTEP_TRUSTED_PROXY",))["settings"]

    assert settings.state == "warning"
    assert "DOORSTEP_TRUSTED_PROXY" in settings.said


def test_a_worker_that_fell_silent_is_noticed(app: Flask, clock: FixedClock) -> None:
    with transaction() as connection:
        heartbeats.beat(connection, clock.now())
    clock.move(minutes=3)

    assert found(app, clock)["worker"].state == "problem"


def test_a_text_that_nobody_sends_is_noticed(app: Flask, clock: FixedClock) -> None:
    an_appointment(start_at=clock.now() - timedelta(hours=3))
    queue_missed_notices("havebury", [NotKept("A-1", "late", clock.now())], clock=clock)
    clock.move(hours=1)

    assert found(app, clock)["outbox"].state == "problem"


def test_a_gateway_that_does_not_answer_is_noticed(app: Flask, clock: FixedClock) -> None:
    assert found(app, clock, sms_url="kannel+http://a:b@127.0.0.1:9/x")["gateway"].state == "problem"


def test_the_local_gateway_is_a_warning_where_tenants_are_real(app: Flask, clock: FixedClock) -> None:
    assert found(app, clock, mode="production")["gateway"].state == "warning"
    assert found(app, clock)["gateway"].state == "ok"


def test_a_schema_changed_by_hand_is_noticed(app: Flask, clock: FixedClock) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("CREATE INDEX by_hand ON homes (town)"))
    try:
        assert found(app, clock)["database"].state == "problem"
    finally:
        with db.engine.begin() as connection:
            connection.execute(text("DROP INDEX by_hand"))


def test_a_script_without_a_font_is_named() -> None:
    finding = look_at_fonts(lambda: {"Noto Sans", "Noto Sans Bengali", "Noto Sans Devanagari", "Noto Sans CJK SC"})

    assert (finding.state, "Urdu" in finding.said, bool(finding.mend)) == ("problem", True, True)


def test_the_fonts_that_come_with_the_product_cover_every_language() -> None:
    assert look_at_fonts().state == "ok"
