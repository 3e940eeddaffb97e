"""What a warning flag needs before it may stand, what is due about it, and who may decide. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.safety.settings import SafetySettings
from server.domain.working_days import due_on

KINDS = ("information", "contact_first", "two_people", "no_visit_to_home")
DRAFT, LIVE, ENDED = "draft", "live", "ended"
ASKED_TO_STOP, WARNED = LADDER = ("asked_to_stop", "warned_in_writing")
"""What comes before a flag: it is one outcome, not the first (HC, what we do)."""

OF_REGISTER = "register"
"""How a letter went of which only the imported register knows."""

LETTER_PARTS: Mapping[str, str] = {
    "letter_reasons": "the reasons, as the person is told them",
    "contact_route": "how the person can reach us",
    "named_person": "a named person to talk to",
    "named_cover": "who stands in when they are away",
    "review_on": "the day of the next review",
}
"""The five parts of the letter (HC, review of decisions): without one of them no flag goes live."""

NEEDED: Mapping[str, str] = {
    "what_to_do": "what operatives are to do differently",
    "reason_restricted": "the restricted reason",
    "evidence": "the evidence it rests on",
    **LETTER_PARTS,
}
FOR_INTERIM = ("what_to_do", "reason_restricted")


class FlagNotReady(DoorstepError):
    """Something is missing without which this flag may not stand."""

    def __init__(self, missing: list[str]) -> None:
        words = "; ".join(NEEDED[name] for name in missing)
        super().__init__("flag_not_ready", f"This flag cannot go live yet. Fill in: {words}.", {"missing": missing})


class Case(Protocol):
    """What the rules below ask of a case."""

    state: str
    review_on: date | None
    interim_until_at: datetime | None
    letter_due_at: datetime | None
    letter_sent_at: datetime | None
    withheld_reason: str
    received_on: date | None
    decided_by: str | None
    manager_id: str


def check_kind(kind: str) -> None:
    if kind not in KINDS:
        raise DoorstepError("unknown_kind", "Choose what kind of flag it is.")


def stands_by_decision(case: Case) -> bool:
    """Whether it is in force for more than a manager's hours: a draft and an interim flag are still being written."""
    return case.state == LIVE and case.interim_until_at is None


def missing_parts(case: object, *, interim: bool = False) -> list[str]:
    """The names of what is not filled in, in the order of the form."""
    names = FOR_INTERIM if interim else tuple(NEEDED)
    return [name for name in names if not getattr(case, name)]


def check_ready(case: object, today: date, *, interim: bool = False) -> None:
    """Raise FlagNotReady, or say that the review lies in the past."""
    missing = missing_parts(case, interim=interim)
    if missing:
        raise FlagNotReady(missing)
    review_on = getattr(case, "review_on", None)
    if not interim and review_on is not None and review_on <= today:
        raise DoorstepError("wrong_review", "The next review must lie in the future: no flag stands for ever.")


def received(case: Case, settings: SafetySettings) -> date | None:
    """When the person got the letter: the day that is known, else so many days after it was sent."""
    if case.received_on is not None or case.letter_sent_at is None:
        return case.received_on
    return london_day(case.letter_sent_at) + timedelta(days=settings.flag_received_after_days)


def appeal_until(case: Case, settings: SafetySettings, holidays: Set[date]) -> date | None:
    """The last day for an appeal; None before the letter has gone."""
    got_it = received(case, settings)
    return None if got_it is None else due_on(got_it, settings.flag_appeal_working_days, holidays)


@dataclass(frozen=True)
class Shout:
    """Something about a flag that a person must do; overdue ones are red."""

    code: str
    due_at: datetime | date
    is_overdue: bool


def shouts(case: Case, now: datetime, today: date) -> list[Shout]:
    """What is due about a flag in force, the most pressing first; of one that ended, the letter that says so."""
    if case.state not in (LIVE, ENDED):
        return []
    found = _review_shout(case, now, today) if case.state == LIVE else []
    if case.letter_due_at is not None and case.letter_sent_at is None and not case.withheld_reason:
        found.append(Shout("letter_due", case.letter_due_at, case.letter_due_at < now))
    return sorted(found, key=lambda one: not one.is_overdue)


def _review_shout(case: Case, now: datetime, today: date) -> list[Shout]:
    if case.interim_until_at is not None:
        return [Shout("interim_to_confirm", case.interim_until_at, case.interim_until_at <= now)]
    if case.review_on is None:
        return [Shout("review_missing", today, True)]
    if case.review_on - today <= timedelta(days=14):
        return [Shout("review_due", case.review_on, case.review_on < today)]
    return []


FIRST_LETTER, REVIEW_LETTER, APPEAL_ANSWER = "letter", "review", "appeal"
_OWED: Mapping[str, str] = {
    "decided": FIRST_LETTER,
    "reviewed_and_continued": REVIEW_LETTER,
    "reviewed_and_ended": REVIEW_LETTER,
    "appeal_decided": APPEAL_ANSWER,
}


def letter_owed(steps: Iterable[str]) -> str:
    """The letter that answers the newest of these steps, given oldest first; the first letter where there is none."""
    return next((_OWED[what] for what in reversed(list(steps)) if what in _OWED), FIRST_LETTER)


def may_decide_appeal(case: Case, user_id: str, roles: Iterable[str], *, has_other_director: bool) -> bool:
    """A director who did not set the flag; where there is none, a manager who neither set it nor keeps its case.

    HC, right of appeal: the director, or a senior manager in their absence.
    """
    if user_id == case.decided_by:
        return False
    return "director" in roles or (not has_other_director and user_id != case.manager_id)
