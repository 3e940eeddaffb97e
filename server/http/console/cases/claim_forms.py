"""What a claim handler typed, as the services take it; each problem names its field and the way out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from server.domain.errors import DoorstepError
from server.services.claims.answer_question import QuestionRuling
from server.services.claims.decide_claim import APPROVED, PAID, ClaimRuling
from server.services.claims.enter_claim import EnteredClaim
from server.services.claims.record_loss import LostDay

_POUNDS = re.compile(r"£?\s*(\d{1,6})(?:\.(\d\d))?")


def pence(text: str, field: str) -> int:
    """Pounds and pence as people type them: `90`, `90.00`, `£1,234.50`."""
    found = _POUNDS.fullmatch(text.strip().replace(",", ""))
    if found is None:
        raise DoorstepError("wrong_amount", f"{field}: give pounds and pence, such as 90.00.")
    return int(found[1]) * 100 + int(found[2] or 0)


def seen(text: str) -> int:
    """How many rows a form's page showed; -1, which fits no page, where it does not say."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else -1


def entered_claim(form: Mapping[str, str], days: Iterable[date], papers: Sequence[bytes]) -> EnteredClaim:
    """A claim taken down by phone or from paper; of the days offered those with a sum are claimed."""
    person_id = form.get("person_id", "")
    return EnteredClaim(
        person_id=person_id,
        channel=form.get("channel", ""),
        received_on=_day(form.get("received_on", ""), "Give the day on which the claim reached us."),
        tenure_said=form.get("tenure", ""),
        lost=[one for day in days for one in _claimed_on(day, person_id, form)],
        seen=seen(form.get("seen", "")),
        helper_name=form.get("helper_name", ""),
        papers=papers,
    )


def _claimed_on(day: date, person_id: str, form: Mapping[str, str]) -> list[LostDay]:
    typed = form.get(f"pounds-{day.isoformat()}", "").strip()
    if not typed:
        return []
    lost = pence(typed, f"What was lost on {day:%d %B %Y}")
    return [LostDay(person_id, day, lost, paid_leave=form.get(f"leave-{day.isoformat()}") == "yes")]


def _day(text: str, wrong: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DoorstepError("wrong_day", wrong) from error


def lost_day(form: Mapping[str, str]) -> LostDay:
    day = _day(form.get("day", ""), "Choose the day that was lost.")
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
