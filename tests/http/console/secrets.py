"""A world with planted secrets: each is a string that stands nowhere else, in a place that few may read."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from uuid_utils.compat import uuid7

from server.storage.database import Tables, db, transaction
from server.storage.tables.claiming import ClaimHearing, ClaimPaper, ClaimStatement
from server.storage.tables.decisions import Assessment, CaseStanding, Claim, ClaimDecision, Loss
from server.storage.tables.imports import AuditEntry, ImportConflict, ImportedFile, ImportQuestion
from server.storage.tables.needs import KeptNeed
from server.storage.tables.notices import LocalText, Notice
from server.storage.tables.register import Flag
from server.storage.tables.standings import AppointmentStanding, RepairStanding
from tests import factories
from tests.factories import LANDLORD, NOW
from tests.http.console import flags, held, world
from tests.http.console.alarms import an_alarm
from tests.http.console.booked import booking_of
from tests.http.console.damaged import a_damage_case
from tests.http.console.queued import items_of
from tests.http.console.sampled import a_sample
from tests.http.console.told import a_message, a_message_photo

FLAG_REASON = "threw-a-kettle-at-a-plumber"
HOUSEHOLD = "bruises-on-both-arms"
CORRECTED_HOUSEHOLD = "really-the-child-not-the-wall"
LOSS_PENCE = 8137
EARNINGS = ("81.37", str(LOSS_PENCE))
CLAIMANTS_WORDS = ("helped-by-cousin-orla", "my-boss-docked-the-shift", "diary-against-the-claim")
OTHER_FIRM = ("77 Elm Hidden", "Otherfirm Persson", "secret-other-repair")
NOT_URGENT = "scratched-worktop"
CASE = "T-100000000001@100000000001"
SAMPLE_NOTE = "the-shopper-wore-a-green-hat"
_NOWHERE = ("draft_id", "recharge_paper_id", "upload_id", "key_id", "turn_id", "appeal_id", "day_id", "view_id")
A_SENTENCE = {
    **{name: ["none"] for name in _NOWHERE},
    "style": ["civica"],
    "language": ["en", "ur"],
    "catalogue": ["texts"],
    "name": ["missed"],
    "setting": ["cap_pence_per_day"],
    "standard_key": ["kept_in_time"],
}


@dataclass(frozen=True)
class World:
    """The ids of what was planted, by the names that routes give their arguments."""

    arguments: dict[str, list[str]]
    of_other_firm: dict[str, list[str]]


def plant() -> World:
    """firm-a's visit with everything on it, and firm-b's own, of which firm-a may know nothing."""
    visit = _first_visit()
    _flag()
    reports, shas = _reports(visit)
    _case()
    phone = world.a_phone("op-1", "firm-a")
    apart = world.an_event_apart(visit, "concern_reported", about="person", seen=HOUSEHOLD)
    return World(
        arguments={
            "visit_id": [visit],
            "report_id": reports,
            "sha256": shas,
            "which": ["view", "thumbnail"],
            "envelope_sha256": [apart],
            "import_id": [_import()],
            "device_id": [phone],
            "user_id": [factories.a_user("director")],
            "kind": ["visit", "report", "case", "flag", "user"],
            "subject_id": [visit, *reports, CASE, "F-1"],
            "root": ["J-1"],
            "number": [str(_newest_assessment())],
            "paper_id": ["paper-1"],
            "payment": [_payment()],
            "firm_id": ["firm-a"],
            **held.arguments(),
            **A_SENTENCE,
            **booking_of("A-1", "op-1", "firm-a"),
            "question_id": [_import_question()],
            "conflict_id": [_import_conflict()],
            "alarm_id": [an_alarm(visit)],
            "flag_id": ["F-1", "F-2"],
            "incident_id": [flags.an_incident("firm-a")],
            **_need(),
            "sample_id": [a_sample(visit, note=SAMPLE_NOTE)],
            "item_id": items_of(),
        },
        of_other_firm=_of_other_firm(_other_visit()),
    )


def _first_visit() -> str:
    factories.an_operative("op-1", "firm-a")
    factories.an_operative("op-2", "firm-b", full_name="Otherfirm Operative")
    factories.an_appointment("A-1", "firm-a")
    factories.an_assignment("A-1", "op-1")
    return factories.a_visit("A-1", "firm-a")


def _of_other_firm(visit: str) -> dict[str, list[str]]:
    damage = {"item": OTHER_FIRM[2]}
    message = a_message("firm-b", appointment_id="A-77", person_id="person-77", text=OTHER_FIRM[2])
    event = world.an_event(visit, "damage_reported", damage, actor_id="op-2", firm_id="firm-b")
    where = {"firm_id": "firm-b", "operative_id": "op-2", "uprn": "100000000077", "visit_id": visit}
    return {
        "visit_id": [visit],
        "report_id": [world.a_report(event, "damage", damage, **where)],
        "sha256": [_photo_of(visit, b"other firm's photo")],
        "which": ["view"],
        "device_id": [world.a_phone("op-2", "firm-b")],
        **booking_of("A-77", "op-2", "firm-b"),
        "root": ["J-77"],
        "notice_id": [held.a_call("firm-b", "A-77", "person-77", OTHER_FIRM[0])],
        "letter_id": [held.a_letter("firm-b", "person-77")],
        "damage_id": [a_damage_case("A-77")],
        "message_id": [message],
        "message_photo_id": [a_message_photo(message)],
        "payment": [_payment()],
        "firm_id": ["firm-b"],
        "alarm_id": [an_alarm(visit, "op-2", "firm-b")],
        "incident_id": [flags.an_incident("firm-b")],
        "item_id": items_of("firm-b"),
    }


def _payment() -> str:
    """The case was paid, and firm-a is charged all of it; written once, whoever asks."""
    paid = db.session.scalar(db.select(ClaimDecision.decision_id))
    if paid is None:
        values = {"landlord_id": LANDLORD, "case_id": CASE, "assessment_id": _newest_assessment()}
        row = ClaimDecision(**values, state="paid", total_pence=7000, by="office", at=NOW)
        with transaction():
            db.session.add(row)
            db.session.flush()
            paid = row.decision_id
    return str(paid)


def _other_visit() -> str:
    factories.a_home("100000000077", address_line_1=OTHER_FIRM[0])
    factories.a_person("person-77", uprn="100000000077", first_name="Otherfirm", last_name="Persson")
    factories.an_appointment(
        "A-77",
        "firm-b",
        uprn="100000000077",
        person_id="person-77",
        job_number=factories.a_repair("J-77", uprn="100000000077", description=OTHER_FIRM[2]),
    )
    factories.an_assignment("A-77", "op-2")
    visit = factories.a_visit("A-77", "firm-b", uprn="100000000077")
    world.an_event(visit, "no_access", {"reason": "nobody_in", "card_left": True}, actor_id="op-2")
    _notice("firm-b", visit, "A-77", OTHER_FIRM[0])
    return visit


def _need() -> dict[str, list[str]]:
    """Something to do differently, with who said so, which no phone and no office is told."""
    values = {"group": "communication", "what_to_do": "Knock twice", "source": "agency", "said_by": "nobody"}
    dated = {"review_on": date(2027, 2, 1), "said_at": NOW}
    with transaction():
        db.session.add(
            KeptNeed(need_id="need-1", landlord_id=LANDLORD, person_id="person-1", **values, **dated)  # type: ignore[arg-type]
        )
    return {"person_id": ["person-1"], "need_id": ["need-1"]}


def _flag() -> None:
    values = {"kind": "two_people", "what_to_do": "Go with a second person", "reason_restricted": FLAG_REASON}
    with transaction():
        db.session.add(
            Flag(landlord_id=LANDLORD, flag_id="F-1", uprn="100000000001", set_on=date(2026, 11, 1), **values)
        )
        db.session.add(_entry("flag", "F-1", {"reason_restricted": FLAG_REASON}))
    flags.a_flag("F-2", reason_restricted=FLAG_REASON, evidence=FLAG_REASON, letter_reasons=FLAG_REASON)


def _reports(visit: str) -> tuple[list[str], list[str]]:
    """A household concern with its photo, a property concern that a correction made one, and a scratch."""
    secret = world.a_photo(b"a person's photo")
    seen = {"about": "person", "category": "adult_at_risk", "seen": HOUSEHOLD, "danger_now": True}
    household = world.an_event(visit, "concern_reported", seen, blobs=[secret])
    damp = {"about": "property", "category": "damp", "seen": CORRECTED_HOUSEHOLD}
    turned = world.an_event(visit, "concern_reported", damp)
    world.an_event(visit, "corrected", {"about": "person", "seen": CORRECTED_HOUSEHOLD}, corrects=turned)
    scratch = world.an_event(visit, "damage_reported", {"item": NOT_URGENT})
    # The same photo named once more by an innocent event does not open it.
    world.an_event(visit, "photo_taken", {"role": "room"}, blobs=[secret])
    reports = [
        world.a_report(household, "household", seen, visit_id=visit),
        world.a_report(turned, "property", damp, visit_id=visit),
        world.a_report(scratch, "damage", {"item": NOT_URGENT}, visit_id=visit),
    ]
    return reports, [secret["sha256"]]


def _photo_of(visit: str, content: bytes) -> str:
    photo = world.a_photo(content, firm_id="firm-b")
    world.an_event(visit, "photo_taken", {"role": "room"}, blobs=[photo], firm_id="firm-b", actor_id="op-2")
    return str(photo["sha256"])


def _output() -> dict[str, Any]:
    reason = {"code": "late", "facts": {"seconds": 1500, "minutes": 25}, "clause": "HS004A 7.1"}
    return {
        "state": "payable",
        "total_pence": 7000,
        "at_stake_pence": 0,
        "pay_now_pence": 7000,
        "occasions": [
            {"appointment": "A-1", "result": "not_kept", "reasons": [reason]},
            {"appointment": "A-77", "result": "not_kept", "reasons": [reason]},
        ],
        "days": [_day()],
        "recharge": [{"contractor": "firm-a", "pence": 7000}],
        "decisions_needed": [],
        "notes": [],
        "waiting": [],
        "explanation": [f"You lost £{EARNINGS[0]} on Monday."],
    }


def _case() -> None:
    """A household owed money for losses that only claim handlers may read."""
    sums = {"state": "payable", "total_pence": 7000, "at_stake_pence": 0}
    names = {"landlord_id": LANDLORD, "case_id": CASE}
    with transaction():
        losses = {"losses": [{"pence": LOSS_PENCE}]}
        row = Assessment(**names, **sums, made_at=NOW, cause="a test", input=losses, output=_output())
        db.session.add(row)
        db.session.flush()
        number = {"assessment_id": row.assessment_id}
        home = {"uprn": "100000000001"}
        standing = {"appointment_id": "A-1", "result": "not_kept", "code": "late"}
        db.session.add(CaseStanding(**names, **sums, **number, **home, tenancy_ref="T", most_not_kept=3))
        db.session.add(RepairStanding(**names, **home, root="J-1", not_kept=3, threshold_passed=True))
        db.session.add(AppointmentStanding(**names, **number, **standing))
        db.session.add(_loss())
        db.session.add(_claim())
        db.session.add_all(_what_was_said())
        db.session.add(_entry("case", CASE, {"pence": LOSS_PENCE}))


def _day() -> dict[str, Any]:
    return {
        "person": "person-1",
        "day": "2026-11-23",
        "loss_pence": LOSS_PENCE,
        "cap_pence": 7000,
        "paid_pence": 7000,
        "state": "payable",
        "reasons": [{"code": "at_cap", "facts": {"loss_pence": LOSS_PENCE}, "clause": "HS004A 5"}],
    }


def _loss() -> Loss:
    return Loss(
        landlord_id=LANDLORD, case_id=CASE, person_id="person-1", day=date(2026, 11, 23), off_work=True,
        pence=LOSS_PENCE, evidence="payslip", recorded_at=NOW, recorded_by="cli",
    )  # fmt: skip


def _what_was_said() -> list[Tables]:
    ids = {"landlord_id": LANDLORD, "claim_id": "claim-1"}
    helper, answer, against = CLAIMANTS_WORDS
    about = {"case_id": CASE, "assessment_id": 1, "by": "cli", "at": NOW, "answer_by_on": date(2026, 11, 30)}
    paper = {"paper_id": "paper-1", "token_hash": "none", "kind": "pdf", "size": 3, "added_at": NOW, "case_id": CASE}
    return [
        ClaimStatement(**ids, tenure_said="tenant", helper_name=helper, proof_later=True),
        ClaimHearing(**ids, **about, against=against, answer=answer, answered_at=NOW),
        ClaimPaper(**ids, **paper),
    ]


def _claim() -> Claim:
    return Claim(
        claim_id="claim-1", landlord_id=LANDLORD, reference="CL-TEST01", case_id=CASE, person_id="person-1",
        claimed_at=NOW, channel="phone", entered_by="cli", answer_due_on=date(2026, 12, 7),
    )  # fmt: skip


def _notice(firm_id: str, visit: str, appointment: str, text: str) -> None:
    gateway_id = sha256(text.encode()).hexdigest()[:20]
    with transaction():
        db.session.add(
            Notice(
                notice_id=str(uuid7()), landlord_id=LANDLORD, cause=text, template="no_access", channel="sms",
                person_id="person-77", recipient="+447700900777", text=text, firm_id=firm_id, visit_id=visit,
                appointment_id=appointment, queued_at=NOW, due_at=NOW, state="sent", gateway_id=gateway_id,
            )
        )  # fmt: skip
        db.session.add(LocalText(gateway_id=gateway_id, recipient="+447700900777", text=text, taken_at=NOW))


def _import() -> str:
    refused = {
        "row": 1,
        "line": 2,
        "field": "review_on",
        "code": "bad_date",
        "value": FLAG_REASON,
        "message": FLAG_REASON,
    }
    import_id = str(uuid7())
    with transaction():
        db.session.add(
            ImportedFile(
                import_id=import_id, landlord_id=LANDLORD, file_name="register.csv", kind="flag", as_of_at=NOW,
                started_at=NOW, finished_at=NOW, imported_by="cli", report={"refused": [refused]},
            )
        )  # fmt: skip
    return import_id


def _import_question() -> str:
    """About a flag, with its reason in the very message."""
    question_id = str(uuid7())
    with transaction():
        db.session.add(
            ImportQuestion(
                question_id=question_id, landlord_id=LANDLORD, import_id="none", kind="flag", key="F-1", row=1, line=2,
                field="review_on", code="review_missing", message=f"review_on ({FLAG_REASON}) holds no date.",
            )
        )  # fmt: skip
    return question_id


def _import_conflict() -> str:
    """Two rows of one flag, both with a reason that nobody may read."""
    conflict_id = str(uuid7())
    rows: list[dict[str, object]] = [
        {"row": row, "line": row + 1, "digest": f"d{row}", "cells": {"kind": "two_people", "reason_restricted": text}}
        for row, text in enumerate((FLAG_REASON, f"other {FLAG_REASON}"), start=1)
    ]
    with transaction():
        db.session.add(
            ImportConflict(
                conflict_id=conflict_id, landlord_id=LANDLORD, import_id="none", kind="flag", style="doorstep",
                key="F-1", digests="d1,d2", rows=rows, as_of_at=NOW, found_at=NOW,
            )
        )  # fmt: skip
    return conflict_id


def _entry(kind: str, subject: str, after: dict[str, Any]) -> AuditEntry:
    return AuditEntry(
        entry_id=str(uuid7()), landlord_id=LANDLORD, at=NOW, by="import", action="row_changed", subject_kind=kind,
        subject_id=subject, before=None, after=after,
    )  # fmt: skip


def _newest_assessment() -> int:
    return int(db.session.scalar(db.select(Assessment.assessment_id)) or 0)
