"""However two phones' events are split, mixed, repeated and reordered, what they come to is the same."""

import tempfile
from pathlib import Path
from typing import Any, ClassVar

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import select

from server.outside.keys import Keys
from server.services.evidence.rebuild_projections import rebuild_projections
from server.storage import journal, visits
from server.storage.database import db
from tests.evidence import journal_faults
from tests.factories import LANDLORD
from tests.phone import Phone, SigningKey
from tests.simulation.server import SimulatedServer
from tests.simulation.server_rows import projections

BEGIN_MS = 1_795_424_400_000
TYPES = ("arrived", "id_shown", "work_done", "left", "too_few_people", "back_safe")
PHONES = st.integers(0, 1)


class TwoPhones(RuleBasedStateMachine):
    """Both are on the same visit; one signs."""

    server: ClassVar[SimulatedServer]

    @initialize()
    def begin(self) -> None:
        self.now_ms = BEGIN_MS
        began = self.server.answer({"op": "begin", "seed": 0, "at_ms": self.now_ms, "phones": 2})
        self.visit = began["visits"][0]["visit_id"]
        self.phones = [self._phone(operative, key) for operative, key in (("op-1", SigningKey()), ("op-2", None))]

    def _phone(self, operative: str, key: SigningKey | None) -> Phone:
        code = self.server.answer({"op": "code", "operative": operative, "at_ms": self.now_ms})["code"]
        return Phone.enrolled(self.server.app.test_client(), code, key=key)

    @rule(which=PHONES, type=st.sampled_from(TYPES), minutes=st.integers(0, 90))
    def record(self, which: int, type: str, minutes: int) -> None:
        self.now_ms += minutes * 60_000
        for phone in self.phones:
            phone.wall_ms = self.now_ms
        self.phones[which].record(type, self.visit)

    @rule(which=PHONES, chosen=st.data())
    def send_some(self, which: int, chosen: st.DataObject) -> None:
        """Any of its events, known ones too, in any order, some of them twice."""
        kept = self.phones[which].kept
        if kept:
            self._sync(which, chosen.draw(st.lists(st.sampled_from(kept), max_size=8)))

    @rule(which=PHONES)
    def reload(self, which: int) -> None:
        self.phones[which].context_id = f"page-{self.now_ms}-{len(self.phones[which].kept)}"

    @rule()
    def rebuild(self) -> None:
        with self.server.app.app_context():
            before = projections()
            db.session.remove()
            keys = Keys(self.server.app.extensions["doorstep_config"].secret_key)
            clock = self.server.app.extensions["doorstep_clock"]
            rebuild_projections(landlord_id=LANDLORD, keys=keys, clock=clock)
            assert projections() == before

    def _sync(self, which: int, events: list[dict[str, Any]]) -> None:
        self.now_ms += 1_000
        self.server.answer({"op": "present", "hashes": [], "photos": [], "at_ms": self.now_ms})
        self.phones[which].sync(events)

    def teardown(self) -> None:
        for which, phone in enumerate(self.phones):
            self._sync(which, phone.kept)
            assert phone.acked == (phone.seq, phone.hash)
        self.rebuild()
        sent = sorted(event["hash"] for phone in self.phones for event in phone.kept)
        with self.server.app.app_context():
            assert sorted(db.session.scalars(select(journal.JOURNAL.c.hash))) == sent
            assert len(db.session.execute(select(visits.EVENTS)).all()) == len(sent)
            counted = db.session.scalars(select(visits.STATES.c.event_count)).all()
            assert sum(counted) == len(sent)
            assert journal_faults() == []


def test_no_split_no_order_and_no_copy_changes_what_it_comes_to() -> None:
    with tempfile.TemporaryDirectory() as folder:
        TwoPhones.server = SimulatedServer(Path(folder))
        wanted = settings(
            max_examples=12,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        try:
            run_state_machine_as_test(TwoPhones, settings=wanted)
        finally:
            TwoPhones.server.close()
