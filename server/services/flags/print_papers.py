"""The papers of a flag, from its fields: the letters to the person and the report to the director, as tagged PDF.

Both hold what few may read: who prints one says why, and that is kept.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.flags.cases import (
    APPEAL_ANSWER,
    ENDED,
    FIRST_LETTER,
    LADDER,
    LETTER_PARTS,
    NEEDED,
    REVIEW_LETTER,
)
from server.domain.safety.settings import SafetySettings
from server.domain.viewing import Viewer
from server.domain.wording.tenant_times import london_date, long_date
from server.outside.clock import Clock
from server.outside.documents import make_pdf
from server.outside.phone_numbers import as_dialled
from server.services.flags.keep_case import own_case
from server.services.flags.letter_words import LETTERS, Block, Told, heading, text
from server.services.flags.read_restricted import read_restricted
from server.services.flags.report_incident import PARTS
from server.storage.database import transaction
from server.storage.safety import flag_cases
from server.storage.safety.settings import settings_on
from server.storage.tables.flag_cases import FlagCase
from server.storage.telling import letters

REPORT = "report"
PAPERS: Mapping[str, str] = {
    FIRST_LETTER: "Letter to the person",
    REVIEW_LETTER: "Letter after a review",
    APPEAL_ANSWER: "Answer to an appeal",
    REPORT: "Report to the director",
}


def print_paper(flag_id: str, paper: str, why: str, *, viewer: Viewer, clock: Clock) -> bytes:
    """The PDF; raises where a part of the letter is missing, or no reason for printing it is given."""
    if paper not in PAPERS:
        raise DoorstepError("unknown_paper", "Choose the letter or the report.")
    case = own_case(flag_id, viewer)
    steps, appeals = flag_cases.steps(viewer.landlord_id, flag_id), flag_cases.appeals(viewer.landlord_id, flag_id)
    _check_complete(case, paper, {step.what for step in steps})
    read_restricted(flag_id, why, paper, viewer=viewer, clock=clock)
    with transaction() as connection:
        settings = settings_on(connection, viewer.landlord_id, london_day(clock.now()))
        addressee = letters.addressee(connection, viewer.landlord_id, case.person_id)
    if addressee is None:
        raise DoorstepError("unknown_person", "Nobody of this name lives anywhere that we know of. Check the register.")
    if paper == REPORT:
        facts = _report(case, viewer, settings, clock.now())
    else:
        facts = LETTERS[paper](Told(case, steps, appeals, settings))
    sender = {"sender": {"name": addressee.landlord_name, "lines": [as_dialled(addressee.landlord_phone)]}}
    dated = [["Date", long_date(london_date(clock.now()))], ["Reference", case.flag_id]]
    document = "report" if paper == REPORT else "letter"
    return make_pdf(document, {**sender, "particulars": dated, "recipient": list(addressee.recipient), **facts})


def _check_complete(case: FlagCase, paper: str, done: set[str]) -> None:
    """A letter of which a part is missing, or that answers what nobody did, is not printed."""
    if paper == REVIEW_LETTER and not done & {"reviewed_and_continued", "reviewed_and_ended"}:
        raise DoorstepError("flag_not_ready", "There was no review yet that the person could be told of.")
    if paper == APPEAL_ANSWER and "appeal_decided" not in done:
        raise DoorstepError("flag_not_ready", "No appeal is decided yet.")
    if paper == REPORT or case.state == ENDED:
        return
    parts = ("what_to_do", *LETTER_PARTS) if paper == FIRST_LETTER else list(LETTER_PARTS)[1:]
    missing = [NEEDED[name] for name in parts if not getattr(case, name)]
    if missing:
        raise DoorstepError("flag_not_ready", f"The letter is not complete. Fill in: {'; '.join(missing)}.")


def _report(case: FlagCase, viewer: Viewer, settings: SafetySettings, now: datetime) -> dict[str, object]:
    """What a director needs to decide: the account, the number, what was tried, the recommendation (MO 4.4)."""
    since = now - timedelta(days=settings.incidents_counted_days)
    incidents = flag_cases.incidents(viewer, person_id=case.person_id)
    counted = [one for one in incidents if one.happened_at >= since]
    steps = flag_cases.steps(viewer.landlord_id, case.flag_id)
    tried = [step for step in steps if step.what in LADDER]
    blocks: list[Block] = [
        heading("How often"),
        text(f"In the last {settings.incidents_counted_days} days: {len(counted)}. In all: {len(incidents)}."),
        heading("What happened"),
        *[block for one in incidents for block in _incident(one)],
        heading("What was tried first"),
        _listed([f"{long_date(step.happened_on)}: {_TRIED[step.what]}. {step.text}" for step in tried]),
        heading("Evidence"),
        text(case.evidence or "Not written yet."),
        heading("Recommended"),
        text(f"{_RECOMMENDED[case.kind]} Operatives would be told: {case.what_to_do or 'not written yet'}"),
        text(f"Review by {long_date(case.review_on) if case.review_on else 'a day that is not set yet'}."),
        text("Ask also: could this be illness or disability, and would something less do?"),
    ]
    return {"title": "Report for a decision on a warning flag", "blocks": blocks}


_TRIED = {"asked_to_stop": "Asked to stop", "warned_in_writing": "Warned in writing"}
_RECOMMENDED = {
    "information": "An instruction for visits.",
    "contact_first": "Contact before each visit.",
    "two_people": "No visits by one person alone.",
    "no_visit_to_home": "No visits to the home.",
}


def _incident(one: Any) -> list[Block]:
    facts = [[title, str(getattr(one, name))] for name, title in PARTS.items()]
    when = [["Reference", one.reference], ["When", long_date(london_date(one.happened_at))]]
    return [{"kind": "facts", "facts": [*when, *facts]}]


def _listed(items: list[str]) -> Block:
    return {"kind": "list", "items": items or ["Nothing is written down."]}
