"""The papers of a flag, from its fields: the letter to the person and the report to the director, as tagged PDF.

Both hold what few may read: who prints one says why, and that is kept.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.flags.cases import LADDER, LETTER_PARTS, NEEDED
from server.domain.safety.settings import SafetySettings
from server.domain.viewing import Viewer
from server.domain.wording.tenant_times import day_in_words, london_date
from server.outside.clock import Clock
from server.outside.documents import make_pdf
from server.services.flags.keep_case import own_case
from server.services.flags.read_restricted import read_restricted
from server.services.flags.report_incident import PARTS
from server.storage.database import transaction
from server.storage.safety import flag_cases
from server.storage.safety.settings import settings_on
from server.storage.tables.flag_cases import FlagCase
from server.storage.telling import letters

PAPERS: Mapping[str, str] = {"letter": "Letter to the person", "report": "Report to the director"}

Block = dict[str, object]


def print_paper(flag_id: str, paper: str, why: str, *, viewer: Viewer, clock: Clock) -> bytes:
    """The PDF; raises where a part of the letter is missing, or no reason for printing it is given."""
    if paper not in PAPERS:
        raise DoorstepError("unknown_paper", "Choose the letter or the report.")
    case = own_case(flag_id, viewer)
    if paper == "letter":
        missing = [NEEDED[name] for name in ("what_to_do", *LETTER_PARTS) if not getattr(case, name)]
        if missing:
            raise DoorstepError("flag_not_ready", f"The letter is not complete. Fill in: {'; '.join(missing)}.")
    read_restricted(flag_id, why, paper, viewer=viewer, clock=clock)
    with transaction() as connection:
        settings = settings_on(connection, viewer.landlord_id, london_day(clock.now()))
        addressee = letters.addressee(connection, viewer.landlord_id, case.person_id)
    if addressee is None:
        raise DoorstepError("unknown_person", "Nobody of this name lives anywhere that we know of. Check the register.")
    facts = _letter(case, addressee, settings) if paper == "letter" else _report(case, viewer, settings, clock.now())
    sender = {"sender": {"name": addressee.landlord_name, "lines": [addressee.landlord_phone]}}
    dated = [["Date", day_in_words(london_date(clock.now()))], ["Reference", case.flag_id]]
    return make_pdf(paper, {**sender, "particulars": dated, "recipient": list(addressee.recipient), **facts})


def _letter(case: FlagCase, addressee: letters.Addressee, settings: SafetySettings) -> dict[str, object]:
    """What was decided and why, until when, whom to ask and how to appeal (HC, review of decisions)."""
    review_on = day_in_words(case.review_on) if case.review_on else ""
    blocks: list[Block] = [
        _text("We have decided to change how our people and our contractors visit you. This is why:"),
        _text(case.letter_reasons),
        _heading("What changes"),
        _text(_WHAT_CHANGES[case.kind]),
        _text("Your repairs go on. People who come to your home are told what to do, never why."),
        _heading("For how long"),
        _text(f"We look at this again by {review_on}, and write to you about it. It ends when your tenancy ends."),
        _heading("Whom to ask"),
        _text(f"{case.named_person}. When they are away: {case.named_cover}. How to reach us: {case.contact_route}"),
        _heading("If you do not agree"),
        _text(
            f"You may appeal within {settings.flag_appeal_working_days} working days of getting this letter. Say why; "
            "you may write, ring or ask somebody to do it for you. Somebody who did not make this decision looks at it "
            f"and answers within {settings.flag_answer_working_days} working days. You may also use our complaints "
            "procedure. A complaint never makes your service worse."
        ),
    ]
    return {"title": "How we visit you", "blocks": blocks}


_WHAT_CHANGES = {
    "information": "People who visit you are given an instruction for their own safety and yours.",
    "contact_first": "We ring you before anybody comes.",
    "two_people": "Nobody visits you alone: two people come together.",
    "no_visit_to_home": "We do not come to your home without arranging it first through the person named below.",
}


def _report(case: FlagCase, viewer: Viewer, settings: SafetySettings, now: datetime) -> dict[str, object]:
    """What a director needs to decide: the account, the number, what was tried, the recommendation (MO 4.4)."""
    since = now - timedelta(days=settings.incidents_counted_days)
    incidents = flag_cases.incidents(viewer, person_id=case.person_id)
    counted = [one for one in incidents if one.happened_at >= since]
    steps = flag_cases.steps(viewer.landlord_id, case.flag_id)
    tried = [step for step in steps if step.what in LADDER]
    blocks: list[Block] = [
        _heading("How often"),
        _text(f"{len(counted)} incidents in the last {settings.incidents_counted_days} days, {len(incidents)} in all."),
        _heading("What happened"),
        *[block for one in incidents for block in _incident(one)],
        _heading("What was tried first"),
        _listed([f"{day_in_words(step.happened_on)}: {_TRIED[step.what]}. {step.text}" for step in tried]),
        _heading("Evidence"),
        _text(case.evidence or "Not written yet."),
        _heading("Recommended"),
        _text(f"{_RECOMMENDED[case.kind]} Operatives would be told: {case.what_to_do or 'not written yet'}"),
        _text(f"Review by {day_in_words(case.review_on) if case.review_on else 'a day that is not set yet'}."),
        _text("Ask also: could this be illness or disability, and would something less do?"),
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
    when = [["Reference", one.reference], ["When", day_in_words(london_date(one.happened_at))]]
    return [{"kind": "facts", "facts": [*when, *facts]}]


def _heading(text: str) -> Block:
    return {"kind": "heading", "text": text}


def _text(text: str) -> Block:
    return {"kind": "text", "text": text}


def _listed(items: list[str]) -> Block:
    return {"kind": "list", "items": items or ["Nothing is written down."]}
