"""The outbox: sent once, tried again when the gateway is down, never lost, and never late for nothing."""

from dataclasses import dataclass, field
from datetime import time, timedelta

import pytest
from flask import Flask

from server.domain.notices import QuietHours
from server.domain.witness import one_time_code
from server.outside.clock import FixedClock
from server.outside.keys import Keys
from server.outside.sms.port import NotSent
from server.services.notices.queue_notices import NotKept, queue_missed_notices, queue_visit_notices
from server.services.notices.send_notices import MOST_ATTEMPTS, Post, send_notices
from server.services.tenants.make_tenant_link import hash_of, mask_links
from server.storage.database import db, transaction
from server.storage.people import tenant_links
from server.storage.tables.messages import ContactChoice
from server.storage.telling.notices import ATTEMPTS, NOTICES, claim
from tests.evidence import a_phone, recorded
from tests.factories import a_person, a_visit, an_appointment, an_assignment, an_operative

PUBLIC = "https://doorstep.example.org"
KEYS = Keys("a test secret of no other use, 0123456789")


@dataclass
class Gateway:
    """A gateway that remembers, and refuses while it is told to."""

    problem: NotSent | None = None
    taken: list[tuple[str, str]] = field(default_factory=list)

    def send(self, recipient: str, text: str, *, notice_id: str) -> str:
        if self.problem is not None:
            raise self.problem
        self.taken.append((recipient, text))
        return f"gw-{len(self.taken)}"


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def post(gateway: Gateway) -> Post:
    return Post(gateway, PUBLIC, KEYS, chance=lambda: 1.0)


@pytest.fixture
def queued(app: Flask, clock: FixedClock) -> None:
    """One text about a missed appointment."""
    an_appointment(start_at=clock.now() - timedelta(hours=3))
    queue_missed_notices("havebury", [NotKept("A-1", "no_show", clock.now())], clock=clock)


def the_notice() -> dict[str, object]:
    """The first one: the next way after it has a row of its own."""
    return dict(db.session.execute(NOTICES.select().order_by(NOTICES.c.notice_id)).mappings().first() or {})


def ways() -> list[tuple[str, str]]:
    rows = db.session.execute(NOTICES.select().order_by(NOTICES.c.notice_id)).mappings()
    return [(row["channel"], row["state"]) for row in rows]


def attempts() -> list[str]:
    return [row.outcome for row in db.session.execute(ATTEMPTS.select().order_by(ATTEMPTS.c.started_at))]


def test_a_queued_text_leaves_once(queued: None, clock: FixedClock, post: Post, gateway: Gateway) -> None:
    assert send_notices(clock=clock, post=post) == 1
    assert send_notices(clock=clock, post=post) == 0

    ((recipient, text),) = gateway.taken
    assert recipient == "+447700900123"
    assert text.startswith("Havebury: sorry, we did not come on Mon 23 Nov.")
    assert the_notice()["state"] == "sent"
    assert the_notice()["sent_at"] == clock.now()
    assert attempts() == ["sent"]


def test_the_link_opens_and_only_its_hash_is_kept(
    queued: None, clock: FixedClock, post: Post, gateway: Gateway
) -> None:
    send_notices(clock=clock, post=post)

    token = gateway.taken[0][1].split(f"{PUBLIC}/t/")[1][:12]
    kept = the_notice()["text"]
    assert isinstance(kept, str)
    assert token not in kept
    assert f"{PUBLIC}/t/************" in kept
    with db.engine.connect() as connection:
        assert tenant_links.find(connection, hash_of(token)) is not None


def test_no_name_address_or_diagnosis_stands_in_a_text(
    queued: None, clock: FixedClock, post: Post, gateway: Gateway
) -> None:
    send_notices(clock=clock, post=post)

    text = gateway.taken[0][1]
    assert not [word for word in ("Amina", "Khan", "Oak", "IP33", "Boiler") if word in text]


def test_a_gateway_that_is_down_is_tried_again_after_growing_waits(
    queued: None, clock: FixedClock, post: Post, gateway: Gateway
) -> None:
    gateway.problem = NotSent("down", permanent=False)
    waits = []
    for _ in range(3):
        assert send_notices(clock=clock, post=post) == 1
        due_at = the_notice()["due_at"]
        waits.append((due_at - clock.now()).total_seconds())  # type: ignore[operator]
        assert send_notices(clock=clock, post=post) == 0
        clock.move(seconds=waits[-1])
    gateway.problem = None
    send_notices(clock=clock, post=post)

    assert waits == [30, 60, 120]
    assert len(gateway.taken) == 1
    assert attempts() == ["failed", "failed", "failed", "sent"]


def test_a_text_is_given_up_after_many_attempts_and_says_why(
    queued: None, clock: FixedClock, post: Post, gateway: Gateway
) -> None:
    gateway.problem = NotSent("The gateway did not answer.", permanent=False)
    for _ in range(MOST_ATTEMPTS + 3):
        send_notices(clock=clock, post=post)
        clock.move(hours=1)

    assert len(attempts()) == MOST_ATTEMPTS
    assert (the_notice()["state"], the_notice()["failure"]) == ("failed", "The gateway did not answer.")


def test_a_number_that_the_gateway_refuses_is_not_tried_again(
    queued: None, clock: FixedClock, post: Post, gateway: Gateway
) -> None:
    gateway.problem = NotSent("No such number.", permanent=True)
    send_notices(clock=clock, post=post)
    clock.move(days=1)
    gateway.problem = None

    assert send_notices(clock=clock, post=post) == 0
    assert ways() == [("sms", "failed"), ("letter", "held")]


def test_a_sender_killed_in_the_middle_loses_nothing(
    queued: None, clock: FixedClock, post: Post, gateway: Gateway
) -> None:
    with transaction() as connection:
        claim(connection, str(the_notice()["notice_id"]), clock.now(), clock.now() + timedelta(minutes=2))

    assert send_notices(clock=clock, post=post) == 0
    clock.move(minutes=2)
    assert send_notices(clock=clock, post=post) == 1
    assert len(gateway.taken) == 1
    assert attempts() == ["unknown", "sent"]


def test_two_senders_never_hold_one_notice(queued: None, clock: FixedClock) -> None:
    notice_id = str(the_notice()["notice_id"])
    with transaction() as connection:
        first = claim(connection, notice_id, clock.now(), clock.now() + timedelta(minutes=2))
    with transaction() as connection:
        second = claim(connection, notice_id, clock.now(), clock.now() + timedelta(minutes=2))

    assert first is not None
    assert second is None


def test_what_can_no_longer_help_is_not_sent(queued: None, clock: FixedClock, post: Post, gateway: Gateway) -> None:
    clock.move(days=15)

    send_notices(clock=clock, post=post)

    assert gateway.taken == []
    assert the_notice()["state"] == "replaced"


def test_quiet_hours_hold_a_text_back_without_counting_an_attempt(
    queued: None, clock: FixedClock, gateway: Gateway
) -> None:
    quiet = Post(gateway, PUBLIC, KEYS, QuietHours(time(21), time(8)))
    clock.move(hours=13)
    send_notices(clock=clock, post=quiet)
    held = the_notice()
    clock.move(hours=10)
    send_notices(clock=clock, post=quiet)

    assert (held["state"], held["attempts"]) == ("queued", 0)
    assert len(gateway.taken) == 1


def test_one_miss_is_said_sorry_for_once(queued: None, clock: FixedClock) -> None:
    again = queue_missed_notices("havebury", [NotKept("A-1", "no_show", clock.now())], clock=clock)

    assert again == 0


def test_a_phone_that_others_share_reads_of_a_miss_only_that_there_is_news(
    app: Flask, clock: FixedClock, post: Post, gateway: Gateway
) -> None:
    an_appointment(start_at=clock.now() - timedelta(hours=3))
    shared = {"channel": "sms", "language": "en", "format": "standard", "shared_phone": True, "by": "tenant"}
    with transaction():
        db.session.add(
            ContactChoice(choice_id="c-1", landlord_id="havebury", person_id="person-1", at=clock.now(), **shared)
        )
    queue_missed_notices("havebury", [NotKept("A-1", "no_show", clock.now())], clock=clock)

    send_notices(clock=clock, post=post)

    assert gateway.taken[0][1].startswith("Havebury: there is news for you. See ")


def test_an_old_miss_is_no_news(app: Flask, clock: FixedClock) -> None:
    an_appointment(start_at=clock.now() - timedelta(days=20))

    added = queue_missed_notices("havebury", [NotKept("A-1", "no_show", clock.now() - timedelta(days=20))], clock=clock)

    assert added == 0


def test_a_tenant_without_a_mobile_becomes_a_task(app: Flask, clock: FixedClock, post: Post, gateway: Gateway) -> None:
    a_person("person-2", mobile="")
    an_appointment("A-2", person_id="person-2", start_at=clock.now() - timedelta(hours=3))

    queue_missed_notices("havebury", [NotKept("A-2", "late", clock.now())], clock=clock)
    send_notices(clock=clock, post=post)

    assert ways() == [("letter", "held")]
    assert gateway.taken == []


def test_the_code_to_say_at_the_door_stands_in_the_text_and_nowhere_else(
    app: Flask, clock: FixedClock, post: Post, gateway: Gateway
) -> None:
    an_appointment()
    an_operative()
    an_assignment()
    visit = a_visit()
    asked = {"channel": "sms", "language": "en", "format": "standard", "code_by_text": True, "by": "tenant"}
    with transaction():
        db.session.add(
            ContactChoice(choice_id="c-1", landlord_id="havebury", person_id="person-1", at=clock.now(), **asked)
        )
    recorded(visit, "travel_started", clock.now(), device=a_phone(), seq=1, received_at=clock.now())
    queue_visit_notices("havebury", "A-1", clock=clock)
    assert "{code}" in str(the_notice()["text"])

    send_notices(clock=clock, post=post)

    code = one_time_code(KEYS.witness_key("havebury", "A-1"))
    assert f"Door code {code}." in gateway.taken[0][1]
    assert code not in str(the_notice())
    assert code not in mask_links(gateway.taken[0][1])
