"""The letter that answers a claim, built from the decision, in words that a tenant reads; the text leads to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.domain.wording.explanation import DAY_WORDS
from server.domain.wording.plain_words import day_words, pounds

Block = dict[str, object]

CLAUSE = (
    "The rule is section 5 of our policy HS 004A. We pay the earnings that a tenant or leaseholder really lost, up to "
    "a limit for each day, where they took time off work to let us in and our contractor did not keep the appointment "
    "for the same repair on more than two occasions. Section 7.1 says what kept means: within ten minutes of the "
    "agreed time, or you were told in advance."
)
NEVER_BANK = "We never ask for bank details by link or by text."


@dataclass(frozen=True)
class Writer:
    """Who writes, and the number to ring."""

    landlord_name: str
    phone: str


@dataclass(frozen=True)
class Answered:
    """One claim and what was decided of it; `found` are the sentences of the assessment that was decided on.

    `days` are the claimant's own days of the output form. `goodwill_pence` is paid outside clause 5, beside the claim.
    """

    reference: str
    claimant_id: str
    claimant_name: str
    address: Sequence[str]
    claimed_on: date
    decided_on: date
    state: str
    reason: str
    found: Sequence[str]
    days: Sequence[Mapping[str, Any]]
    goodwill: Sequence[tuple[int, str]] = ()

    @property
    def paid_pence(self) -> int:
        return sum(int(day["paid_pence"]) for day in self.days)


def decision_letter(answered: Answered, total_pence: int, writer: Writer) -> dict[str, object]:
    """The facts of the document `letter`. `total_pence` is what was decided for the whole home."""
    return {
        "title": f"Our answer to your claim {answered.reference}",
        "sender": {"name": writer.landlord_name, "lines": [writer.phone]},
        "recipient": [answered.claimant_name, *answered.address],
        "particulars": [
            ["Date", day_words(answered.decided_on)],
            ["Our reference", answered.reference],
            ["You claimed on", day_words(answered.claimed_on)],
        ],
        "blocks": [
            *_answer(answered, total_pence),
            *_why(answered),
            *_days(answered.days),
            *_goodwill(answered.goodwill),
            {"kind": "heading", "text": "The rule we apply"},
            {"kind": "text", "text": CLAUSE},
            *_challenge(answered.reference, writer),
        ],
    }


def _answer(answered: Answered, total_pence: int) -> Iterable[Block]:
    if answered.state == "refused":
        yield {"kind": "important", "text": "We cannot pay this claim."}
        return
    is_paid = answered.state == "paid"
    if answered.paid_pence == total_pence:
        said = f"We have paid you {pounds(total_pence)}." if is_paid else f"We will pay you {pounds(total_pence)}."
    else:
        verb = "have paid" if is_paid else "will pay"
        said = f"We {verb} {pounds(total_pence)} for your home in all."
    yield {"kind": "important", "text": said}
    yield {"kind": "text", "text": NEVER_BANK}


def _why(answered: Answered) -> Iterable[Block]:
    yield {"kind": "heading", "text": "Why"}
    if answered.reason:
        yield {"kind": "text", "text": answered.reason}
    if answered.found:
        yield {"kind": "text", "text": "This is what we found:"}
        yield {"kind": "list", "items": list(answered.found)}


def _days(days: Sequence[Mapping[str, Any]]) -> Iterable[Block]:
    if not days:
        return
    yield {"kind": "heading", "text": "Day by day"}
    yield {
        "kind": "table",
        "header": ["Day", "You lost", "Most for a day", "We pay", "Why"],
        "rows": [_day(day) for day in days],
        "numbers": [1, 2, 3],
        "widths": [3, 2, 2, 2, 4],
    }


def _day(day: Mapping[str, Any]) -> list[str]:
    cap = day.get("cap_pence")
    why = "; ".join(DAY_WORDS.get(one["code"], str(one["code"]).replace("_", " ")) for one in day["reasons"])
    most = "none set" if cap is None else pounds(cap)
    return [day_words(date.fromisoformat(day["day"])), pounds(day["loss_pence"]), most, pounds(day["paid_pence"]), why]


def _goodwill(payments: Sequence[tuple[int, str]]) -> Iterable[Block]:
    if not payments:
        return
    yield {"kind": "heading", "text": "Goodwill payment"}
    for pence, why in payments:
        yield {"kind": "text", "text": f"Outside this rule we pay you {pounds(pence)} as a goodwill payment. {why}"}


def _challenge(reference: str, writer: Writer) -> Iterable[Block]:
    yield {"kind": "heading", "text": "If you do not agree"}
    yield {
        "kind": "steps",
        "items": [
            f"Ring {writer.landlord_name} on {writer.phone} or write to us. Quote {reference} and say that you "
            "challenge the decision, and what we have overlooked. You can send more proof.",
            "Somebody who was not part of this decision looks at it again and answers within 10 working days.",
            "You can make a complaint at any time. It never makes our service to you worse.",
            "If you still do not agree you can go to the Housing Ombudsman, free of charge: "
            "www.housing-ombudsman.org.uk.",
        ],
    }
