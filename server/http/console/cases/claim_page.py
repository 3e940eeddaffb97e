"""One household's case with its claims as its page shows them; reading it is written down, since it shows earnings."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from flask import render_template, request

from server.domain.errors import DoorstepError
from server.domain.wording.own_sentences import named_sentences
from server.http.console.pages import clock, or_not_found
from server.http.console.showing.assessments import Shown, shown
from server.http.console.showing.figures import london_day
from server.http.console.showing.questions import about, asked_since
from server.http.staff.gate import current_viewer
from server.services.claims.give_goodwill import most_goodwill
from server.services.claims.record_loss import EVIDENCE
from server.services.staff.note_act import note_act
from server.storage.cases import cases, households, question_answers
from server.storage.claiming import claim_drafts, claim_pages, claims, goodwill
from server.storage.pages.promised import promised
from server.storage.people import users
from server.storage.people.audit import Subject
from server.storage.tables.decisions import Assessment, ClaimDecision

Facts = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What tells an open question from another of its kind."""

    about: str
    since: datetime


def claim_page(number: int, error: DoorstepError | None = None) -> str:
    """The case of any of its assessments, by its number; what was typed stands again where something was wrong."""
    landlord_id = current_viewer().landlord_id
    case_id = str(or_not_found(claim_pages.case_of(landlord_id, number)))
    note_act(Subject("case", case_id), "earnings_read", viewer=current_viewer(), clock=clock())
    people = households.members(households.of_case(landlord_id, case_id))
    names = {one.person_id: f"{one.first_name} {one.last_name}" for one in people}
    return render_template(
        "console/claim.html",
        people=people,
        person_names=names,
        evidence=EVIDENCE,
        error=error,
        typed=request.form,
        **_assessed(landlord_id, case_id, names),
        **_claimed(landlord_id, case_id),
        **_decided(landlord_id, case_id),
    )


def _assessed(landlord_id: str, case_id: str, names: Mapping[str, str]) -> Facts:
    viewer = current_viewer()
    found = cases.assessments_of(landlord_id, case_id)
    rows = households.appointments_of(households.of_case(landlord_id, case_id))
    appointments = promised(landlord_id, rows)
    about_of = partial(about, names=names, appointments=appointments)
    newest = shown(found[0], viewer)
    return {
        "shown": replace(newest, explanation=tuple(named_sentences(newest.explanation, names))),
        "state": found[0].state,
        "total_pence": found[0].total_pence,
        "earlier": [shown(one, viewer) for one in found[1:20]],
        "held": _held(found, claims.decisions_of(landlord_id, case_id)),
        "asked": [Asked(about_of(one.facts), at) for one, at in zip(newest.questions, asked_since(found), strict=True)],
        "about_of": about_of,
        "proposals": question_answers.proposals_on(landlord_id, found[0].assessment_id),
        "appointments": appointments,
        "days": sorted({london_day(one.slot_start_at) for one in rows if one.slot_start_at}),
    }


def _claimed(landlord_id: str, case_id: str) -> Facts:
    made = claims.claims_of(landlord_id, case_id)
    return {
        "claims": made,
        "undecided": claims.undecided(landlord_id, case_id),
        "statements": claim_drafts.statements_of([one.claim_id for one in made]),
        "papers": claim_drafts.papers_of_case(landlord_id, case_id),
        "losses": claims.losses_of(landlord_id, case_id),
        "hearings": claim_drafts.hearings_of(landlord_id, case_id),
    }


def _decided(landlord_id: str, case_id: str) -> Facts:
    return {
        "answers": question_answers.answers_of(landlord_id, case_id),
        "decisions": claims.decisions_of(landlord_id, case_id),
        "goodwill": goodwill.of_case(landlord_id, case_id),
        "most_goodwill": most_goodwill(landlord_id, clock=clock()),
        "firm_names": users.firm_names(landlord_id),
        "staff_names": users.names_of(_who_acted(landlord_id, case_id)),
    }


def _who_acted(landlord_id: str, case_id: str) -> list[str]:
    decided = [one.by for one in claims.decisions_of(landlord_id, case_id)]
    answered = [one.by for one in question_answers.answers_of(landlord_id, case_id)]
    given = [one.by for one in goodwill.of_case(landlord_id, case_id)]
    entered = [one.entered_by for one in claims.claims_of(landlord_id, case_id)]
    return [*decided, *answered, *given, *entered]


def _held(found: list[Assessment], decisions: list[ClaimDecision]) -> Shown | None:
    """The assessment that was decided on, to stand beside the newest one where that finds something else."""
    before = next((one for one in found if decisions and one.assessment_id == decisions[-1].assessment_id), None)
    if before is None or _findings(before) == _findings(found[0]):
        return None
    return shown(before, current_viewer())


def _findings(assessment: Assessment) -> tuple[object, object]:
    return assessment.output.get("occasions"), assessment.output.get("days")
