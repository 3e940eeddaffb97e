"""Events that come to be accepted late have the times they would have had at first; a rebuild finds the same."""

from datetime import datetime
from typing import Any

from sqlalchemy import event, select

from server.outside.keys import Keys
from server.services.evidence.rebuild_projections import rebuild_projections
from server.services.evidence.release_event import release_event
from server.services.phones.revoke_device import revoke_device
from server.storage import journal
from server.storage.database import db
from server.storage.tables.visits import VisitEvent
from tests.factories import LANDLORD
from tests.http.sync.conftest import Office
from tests.phone import Phone, SigningKey
from tests.simulation.server_rows import projections


def _keys(office: Office) -> Keys:
    return Keys(office.app.extensions["doorstep_config"].secret_key)


def _pass(office: Office, phone: Phone, minutes: int, *, reloaded: bool = False) -> None:
    office.clock.move(minutes=minutes)
    phone.wall_ms += minutes * 60_000
    phone.context_id = "another-page" if reloaded else phone.context_id


def _assert_rebuild_changes_nothing(office: Office) -> None:
    before = projections()
    db.session.remove()
    rebuild_projections(landlord_id=LANDLORD, keys=_keys(office), clock=office.clock)
    assert projections() == before


def _three(office: Office, phone: Phone, visit: str) -> str:
    """Three events, the middle one by somebody who is not on this phone; returns its journal row."""
    phone.sync()
    _pass(office, phone, 10)
    phone.record("arrived", visit)
    _pass(office, phone, 10)
    phone.record("id_shown", visit, actor_id="op-2")
    _pass(office, phone, 10, reloaded=True)
    phone.record("left", visit)
    phone.sync()
    found = select(journal.JOURNAL.c.envelope_sha256).where(journal.JOURNAL.c.code == "not_assigned")
    return db.session.execute(found).scalar_one()


def test_what_is_set_apart_bounds_no_other_event(office: Office, phone: Phone, visit: str) -> None:
    _three(office, phone, visit)

    _assert_rebuild_changes_nothing(office)


def test_nor_does_it_where_nothing_above_it_counts(office: Office, phone: Phone, visit: str) -> None:
    phone.sync()
    _pass(office, phone, 10)
    phone.record("arrived", visit)
    _pass(office, phone, 10, reloaded=True)
    phone.record("id_shown", visit, actor_id="op-2")
    _pass(office, phone, 10)
    phone.sync()

    _assert_rebuild_changes_nothing(office)


def test_what_is_released_bounds_its_neighbours_as_if_accepted_at_first(
    office: Office, phone: Phone, visit: str
) -> None:
    row = _three(office, phone, visit)

    release_event(
        row, landlord_id=LANDLORD, by="test", reason="he lent his phone", keys=_keys(office), clock=office.clock
    )

    _assert_rebuild_changes_nothing(office)


def test_a_late_number_bounds_those_above_it(office: Office, phone: Phone, visit: str) -> None:
    phone.sync()
    _pass(office, phone, 10)
    first = phone.record("arrived", visit)
    _pass(office, phone, 10, reloaded=True)
    second = phone.record("left", visit)
    phone.sync([second])
    _pass(office, phone, 1)
    phone.sync([first])

    _assert_rebuild_changes_nothing(office)


def _times_given_anew(phone: Phone, events: list[dict[str, Any]]) -> int:
    """How often this sync wrote other times into events that stood."""
    said: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    answer = phone.sync(events)
    assert {result["status"] for result in answer["results"]} == {"accepted"}
    event.remove(db.engine, "before_cursor_execute", note)
    return sum(statement.startswith("UPDATE visit_events") for statement in said)


def test_a_backlog_in_parts_gets_its_times_anew_once_when_the_head_proves_true(
    office: Office, phone: Phone, visit: str
) -> None:
    """Its head was announced with the first part: until its own record is here, it says nothing of what lies below."""
    phone.sync()
    recorded = []
    for _ in range(4):
        _pass(office, phone, 10)
        recorded += [phone.record("arrived", visit), phone.record("left", visit)]

    written = []
    for part in range(0, 8, 2):
        written.append(_times_given_anew(phone, recorded[part : part + 2]))
        _pass(office, phone, 1)

    assert (written[:3], written[3] > 0) == ([0, 0, 0], True)
    _assert_rebuild_changes_nothing(office)


def test_another_phones_record_that_was_let_in_is_found_by_a_rebuild(office: Office, phone: Phone, visit: str) -> None:
    """A phone that signed on anew without a key hands in what its former self had recorded."""
    former = office.phone()
    phone.sync([former.record("arrived", visit)])
    row = db.session.execute(select(journal.JOURNAL.c.envelope_sha256)).scalar_one()

    release_event(row, landlord_id=LANDLORD, by="test", reason="his phone", keys=_keys(office), clock=office.clock)

    _assert_rebuild_changes_nothing(office)


def test_signatures_under_what_a_revoked_phone_brings_count_neither_then_nor_later(office: Office, visit: str) -> None:
    phone = office.phone(key=SigningKey())
    phone.record("arrived", visit)
    phone.sync()
    revoke_device(phone.device_id, landlord_id=LANDLORD, by="test", clock=office.clock)
    phone.record("left", visit)
    phone.sync()

    _assert_rebuild_changes_nothing(office)


def _times(visit_id: str) -> list[tuple[datetime | None, datetime, str | None]]:
    db.session.rollback()
    rows = db.session.scalars(select(VisitEvent).filter_by(visit_id=visit_id).order_by(VisitEvent.seq))
    return [(row.hard_from_at, row.hard_to_at, row.clock["suspect"]) for row in rows]


def _arrived(office: Office, phone: Phone, visit: str) -> datetime:
    """An hour after its enrolment the phone hears from us, then it records an arrival. Returns when it was enrolled."""
    enrolled_at = office.clock.now()
    _pass(office, phone, 60)
    phone.sync()
    _pass(office, phone, 5)
    phone.record("arrived", visit)
    return enrolled_at


def _left(office: Office, phone: Phone, visit: str) -> None:
    _pass(office, phone, 5)
    phone.record("left", visit)
    _pass(office, phone, 1)
    phone.sync()


def test_when_our_own_clock_was_set_back_no_time_is_surer_than_it_can_be(
    office: Office, phone: Phone, visit: str
) -> None:
    enrolled_at = _arrived(office, phone, visit)
    office.clock.move(minutes=-30)
    received_at = office.clock.now()
    phone.sync()

    _left(office, phone, visit)

    arrived, left = _times(visit)
    assert arrived == (enrolled_at, received_at, "server_clock")
    assert left[0] == received_at and left[1] == office.clock.now()
    _assert_rebuild_changes_nothing(office)


def test_a_phone_enrolled_before_our_clock_was_set_back_has_nothing_below_its_records(
    office: Office, phone: Phone, visit: str
) -> None:
    phone.record("arrived", visit)
    office.clock.move(minutes=-30)
    phone.sync()

    assert _times(visit) == [(None, office.clock.now(), "server_clock")]
    _assert_rebuild_changes_nothing(office)


def test_what_was_received_before_our_clock_was_set_back_bounds_nothing_after_it(
    office: Office, phone: Phone, visit: str
) -> None:
    """A rebuild reads the later head as the first that covered what came before: it may say less, never more."""
    enrolled_at = _arrived(office, phone, visit)
    _pass(office, phone, 1)
    phone.sync()

    office.clock.move(minutes=-30)
    phone.sync()
    anchored_at = office.clock.now()
    _left(office, phone, visit)

    assert _times(visit)[1] == (anchored_at, office.clock.now(), None)
    rebuild_projections(landlord_id=LANDLORD, keys=_keys(office), clock=office.clock)
    assert _times(visit) == [
        (enrolled_at, office.clock.now(), "server_clock"),
        (anchored_at, office.clock.now(), None),
    ]
