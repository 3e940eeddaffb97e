"""What people do about damage: both sides heard, the tenant told, two at once told apart, nothing rewritten."""

from datetime import date

import pytest

from server.domain.damage.steps import DamageDeed, DamageStepNotAllowed
from server.domain.errors import DoorstepError
from server.outside.clock import FixedClock
from server.services.damage.take_step import take_damage_step
from server.services.messages.take_message import About, Said, take_message
from server.storage.damage import cases
from server.storage.database import db
from server.storage.tables.damage import DamageCase
from server.storage.tables.imports import AuditEntry
from server.storage.tables.messages import TenantMessageStep
from server.storage.tables.notices import Notice
from tests.factories import LANDLORD, a_firm
from tests.services.damage.seen import FIRM, MANAGER, OTHER_FIRM, a_case, kinds_of

pytestmark = pytest.mark.usefixtures("app")

REPAIR = DamageDeed("remedy", "A joiner mends the frame.", remedy="repair")


def do(case: DamageCase, deed: DamageDeed, clock: FixedClock, *, viewer=MANAGER, seen: int | None = None) -> None:  # type: ignore[no-untyped-def]
    before = len(kinds_of(case)) if seen is None else seen
    take_damage_step(case.damage_id, deed, seen=before, viewer=viewer, clock=clock)


def test_a_case_runs_from_the_report_to_its_end_and_the_tenant_is_told_each_step(clock: FixedClock) -> None:
    case = a_case(clock)
    do(case, DamageDeed("asked", "What happened at the door?"), clock)
    do(
        case,
        DamageDeed("answered", "The sofa caught it.", stance="will_put_right", due_on=date(2026, 12, 1)),
        clock,
        viewer=FIRM,
    )
    do(case, REPAIR, clock)
    do(case, DamageDeed("put_right"), clock)
    do(case, DamageDeed("closed", "The frame is mended and painted."), clock)

    assert kinds_of(case) == ["joined", "asked", "answered", "remedy", "put_right", "closed"]
    assert (case.stage, case.due_on, case.remedy) == ("closed", None, "repair")
    assert db.session.query(Notice).filter_by(template="news").count() == 6


def test_a_text_never_says_what_was_damaged(clock: FixedClock) -> None:
    case = a_case(clock)
    do(case, REPAIR, clock)

    said = " ".join(row.text + row.short_text for row in db.session.query(Notice))
    assert "frame" not in said.lower()
    assert "damage" not in said.lower()


def test_a_question_is_announced_to_the_firms_office_without_what_was_damaged(clock: FixedClock) -> None:
    a_firm(email="office@example.org")
    case = a_case(clock)
    do(case, DamageDeed("asked", "What happened at the door frame?"), clock)

    (mail,) = db.session.query(Notice).filter_by(template="damage_asked")
    assert (mail.channel, mail.recipient) == ("email", "office@example.org")
    assert f"{case.reference}. Answer by Monday 30 November" in mail.text
    assert "frame" not in mail.text


def test_a_note_and_a_value_are_for_the_office_and_make_no_text(clock: FixedClock) -> None:
    case = a_case(clock)
    do(case, DamageDeed("noted", "Rang Sam."), clock)
    do(case, DamageDeed("valued", value_pence=12_050), clock)

    assert case.value_pence == 12_050
    assert db.session.query(Notice).filter_by(template="news").count() == 1


def test_the_second_of_two_managers_is_told_and_nothing_of_theirs_is_kept(clock: FixedClock) -> None:
    case = a_case(clock)
    do(case, REPAIR, clock, seen=1)

    with pytest.raises(DoorstepError, match="meanwhile") as raised:
        do(case, DamageDeed("remedy", "No.", remedy="none"), clock, seen=1)

    assert raised.value.code == "stale_edit"
    assert kinds_of(case) == ["joined", "remedy"]


def test_a_contractor_acts_on_its_own_firms_cases_only_and_decides_none(clock: FixedClock) -> None:
    case = a_case(clock)

    with pytest.raises(DoorstepError, match="no such case"):
        do(case, DamageDeed("answered", "No.", stance="disputes"), clock, viewer=OTHER_FIRM)
    with pytest.raises(DamageStepNotAllowed):
        do(case, REPAIR, clock, viewer=FIRM)


def test_a_remedy_answers_what_the_tenant_wrote(clock: FixedClock) -> None:
    case = a_case(clock)
    about = About("firm-a", "A-1", None, "person-1", "100000000001")
    take_message(LANDLORD, about, Said("damage", "And the paint.", "once"), clock=clock)
    do(case, DamageDeed("wrote", "We look at the photos."), clock)
    do(case, REPAIR, clock)

    steps = db.session.query(TenantMessageStep).order_by(TenantMessageStep.step_id)
    assert [(step.kind, step.text) for step in steps] == [
        ("acknowledged", "We look at the photos."),
        ("answered", "A joiner mends the frame."),
    ]


def test_each_step_stands_in_the_trail_with_who_and_when(clock: FixedClock) -> None:
    case = a_case(clock)
    do(case, REPAIR, clock)

    trail = db.session.query(AuditEntry).filter_by(subject_kind="damage", subject_id=case.damage_id)
    assert {(one.action, one.by) for one in trail} == {("damage_joined", "op-1"), ("damage_remedy", "manager-1")}


def test_a_new_word_of_the_tenant_opens_a_closed_case_anew(clock: FixedClock) -> None:
    case = a_case(clock)
    do(case, DamageDeed("remedy", "It was old.", remedy="none"), clock)
    do(case, DamageDeed("closed", "Nothing is owed."), clock)
    clock.move(days=7)
    about = About("firm-a", "A-1", None, "person-1", "100000000001")
    take_message(LANDLORD, about, Said("damage", "It was new.", "once"), clock=clock)

    again = cases.of_matter(LANDLORD, case.matter)
    assert again is not None
    assert (again.stage, again.remedy, again.due_on) == ("to_decide", "", date(2026, 12, 14))
