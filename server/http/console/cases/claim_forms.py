"""What a claim handler typed, as the services take it; each problem names its field and the way out."""

import re
from collections.abc import Mapping
from datetime import date

from server.domain.errors import DoorstepError
from server.services.claims.answer_question import QuestionRuling
from server.services.claims.decide_claim import APPROVED, PAID, ClaimRuling
from server.services.claims.open_claim import NewClaim
from server.services.claims.record_loss import LostDay

_POUNDS = re.compile(r"£?\s*(\d{1,6})(?:\.(\d\d))?")


def pence(text: str, field: str) -> int:
    """Pounds and pence as people type them: `90`, `90.00`, `£1,234.50`."""
    found = _POUNDS.fullmatch(text.strip().replace(",", ""))
    if found is None:
        raise DoorstepError("wrong_amount", f"{field}: give pounds and pence, such as 90.00.")
    return int(found[1]) * 100 + int(found[2] or 0)


def new_claim(form: Mapping[str, str]) -> NewClaim:
    return NewClaim(person_id=form.get("person_id", ""), channel=form.get("channel", ""))


def lost_day(form: Mapping[str, str]) -> LostDay:
    try:
        day = date.fromisoformat(form.get("day", ""))
    except ValueError as error:
        raise DoorstepError("wrong_day", "Choose the day that was lost.") from error
    return LostDay(
        person_id=form.get("person_id", ""),
        day=day,
        pence=pence(form.get("pounds", ""), "What was lost"),
        evidence=form.get("evidence", ""),
        off_work=form.get("off_work") == "yes",
        paid_leave=form.get("paid_leave") == "yes",
    )


def question_ruling(assessment_id: int, form: Mapping[str, str]) -> QuestionRuling:
    """`place` is the question's place on the page that the person looked at."""
    place, answer = form.get("place", ""), form.get("answer", "")
    if answer not in ("yes", "no"):
        raise DoorstepError("answer_missing", "Choose yes or no.")
    number = int(place) if place.isascii() and place.isdigit() and len(place) < 5 else -1
    return QuestionRuling(assessment_id, number, answer == "yes", form.get("reason", ""))


def ruling(assessment_id: int, form: Mapping[str, str]) -> ClaimRuling:
    """`assessment_id` is the one on the page that the person looked at."""
    state = form.get("state", "")
    return ClaimRuling(
        state=state,
        assessment_id=assessment_id,
        total_pence=pence(form.get("pounds", ""), "The sum") if state in (APPROVED, PAID) else 0,
        reason=form.get("reason", "").strip(),
    )
