"""One visit's part in one standard: met, not met, uncertain, or apart, with the reason in one word.

What is uncertain counts neither as met nor as not met; what stands apart was not the contractor's to keep.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

MET, NOT_MET, UNCERTAIN, APART = "met", "not_met", "uncertain", "apart"
VERDICTS = (MET, NOT_MET, UNCERTAIN, APART)

APPOINTMENT, MESSAGE, REPORT = "appointment", "message", "report"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is counted: an appointment, a tenant's message or a report; `firm` is empty where no firm answers for it."""

    kind: str
    id: str
    firm: str
    sort: str


@dataclass(frozen=True, slots=True)
class Counted:
    """`part` tells the occasions of one appointment apart; `day` is a London date.

    `look_at`: the moment from which time alone may change the verdict; None where it does not.
    """

    subject: Subject
    standard: str
    day: date
    verdict: str
    code: str
    part: int = 0
    look_at: datetime | None = None
