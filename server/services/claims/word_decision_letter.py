"""The words of the letter that answers a claim, built from the decision; in the tenant's language, English beside it.

What the assessment found and what a person typed stand as they were written: they are the wording of the decision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.domain.claim_answers import is_by_the_rule, own_part
from server.domain.wording.languages import ENGLISH
from server.domain.wording.plain_words import pounds
from server.outside.local_times import full_date
from server.services.wording.both_languages import Block, Part, parts_in_order
from server.services.wording.voice import Fact, Voice
from server.storage.telling.catalogues import ANSWERS

_HEADER = ("day", "lost", "most", "pay", "why")
_CHALLENGE = ("challenge_ring", "challenge_again", "challenge_complaint", "challenge_ombudsman")


@dataclass(frozen=True)
class Writer:
    """Who writes, and the number to ring."""

    landlord_name: str
    phone: str


@dataclass(frozen=True)
class Answered:
    """One claim and what was decided of it; `found` are the sentences of the assessment that was decided on.

    `total_pence` and `days` (of the output form) are the whole home's; the letter shows the claimant's own alone.
    """

    reference: str
    claimant_id: str
    claimant_name: str
    address: Sequence[str]
    claimed_on: date
    decided_on: date
    state: str
    total_pence: int
    reason: str
    found: Sequence[str]
    days: Sequence[Mapping[str, Any]]
    goodwill: Sequence[tuple[int, str]] = ()


def word_decision_letter(answered: Answered, writer: Writer, voice: Voice) -> dict[str, object]:
    """The facts of the document `letter`."""
    parts: list[Part | Block] = [
        _answer(answered, voice),
        *_why(answered, voice),
        *_days(answered, voice),
        *_goodwill(answered.goodwill, voice),
        _titled(voice, "rule_title", "rule"),
        _challenge(answered.reference, writer, voice),
    ]
    return {
        "title": _say(voice, "title", reference=answered.reference)(voice.language.code),
        "sender": {"name": writer.landlord_name, "lines": [writer.phone]},
        "recipient": [answered.claimant_name, *answered.address],
        "particulars": _particulars(answered, voice),
        "blocks": [*_title_in_english(answered, voice), *parts_in_order(voice, parts)],
    }


def _say(voice: Voice, name: str, **facts: object) -> Fact:
    return voice.fact(f"{ANSWERS}.{name}", **facts)


def _keys(*names: str) -> tuple[str, ...]:
    return tuple(f"{ANSWERS}.{name}" for name in names)


def _text(kind: str, text: str) -> Block:
    return {"kind": kind, "text": text}


def _typed(kind: str, **content: object) -> Block:
    """What people and the rule wrote in English."""
    return {"kind": kind, "language": ENGLISH, **content}


def _titled(voice: Voice, title: str, text: str, **facts: object) -> Part:
    def build(language: str) -> list[Block]:
        return [
            _text("heading", _say(voice, title)(language)),
            _text("text", _say(voice, text, **facts)(language)),
        ]

    return Part(_keys(title, text), build)


def _title_in_english(answered: Answered, voice: Voice) -> list[Block]:
    _, english = voice.both(f"{ANSWERS}.title", reference=answered.reference)
    return [] if english is None else [_typed("heading", text=english)]


def _particulars(answered: Answered, voice: Voice) -> list[list[str]]:
    """Each language has its own lines: in one they would change places where text runs from the right."""
    rows: list[tuple[str, Fact]] = [
        ("letters.date", lambda language: full_date(answered.decided_on, language)),
        (f"{ANSWERS}.reference", lambda _: answered.reference),
        (f"{ANSWERS}.claimed_on", lambda language: full_date(answered.claimed_on, language)),
    ]
    own = voice.language.code
    lines = [[voice.fact(key)(own), said(own)] for key, said in rows]
    due = [(key, said) for key, said in rows if voice.is_due_in_english(key)]
    return lines + [[voice.fact(key)(ENGLISH), said(ENGLISH)] for key, said in due]


def _answer(answered: Answered, voice: Voice) -> Part:
    name, sum_pence = _answer_name(answered)

    def build(language: str) -> list[Block]:
        said = [_text("important", _say(voice, name, sum=pounds(sum_pence))(language))]
        return [*said, _text("text", _say(voice, "never_bank")(language))] if sum_pence else said

    return Part(_keys(name, "never_bank"), build)


def _answer_name(answered: Answered) -> tuple[str, int]:
    """The sentence that answers, and the sum it names."""
    if answered.state == "refused":
        return "refused", 0
    verb = "have_paid" if answered.state == "paid" else "will_pay"
    own = own_part(answered.claimant_id, answered.days, answered.total_pence)
    if own is None:
        return f"{verb}_home", answered.total_pence
    return (verb, own) if own else ("nothing_yours", 0)


def _why(answered: Answered, voice: Voice) -> list[Part | Block]:
    parts: list[Part | Block] = [Part(_keys("why"), lambda language: [_text("heading", _say(voice, "why")(language))])]
    if answered.reason:
        parts.append(_typed("text", text=answered.reason))
    if answered.found:

        def build(language: str) -> list[Block]:
            said = [_text("text", _say(voice, "found")(language))]
            return said if language == ENGLISH else [_text("note", voice.fact("page.in_english")(language)), *said]

        parts += [Part(_keys("found"), build), _typed("list", items=list(answered.found))]
    return parts


def _days(answered: Answered, voice: Voice) -> list[Part]:
    own = [day for day in answered.days if day["person"] == answered.claimant_id and day["loss_pence"]]
    if not own:
        return []
    pay = "pay" if is_by_the_rule(answered.days, answered.total_pence) else "by_rule"
    header = tuple(pay if name == "pay" else name for name in _HEADER)

    def build(language: str) -> list[Block]:
        table: Block = {
            "kind": "table",
            "header": [_say(voice, name)(language) for name in header],
            "rows": [_row(day, voice, language) for day in own],
            "numbers": [1, 2, 3],
            "widths": [3, 2, 2, 2, 4],
        }
        return [_text("heading", _say(voice, "days")(language)), table]

    codes = (f"day_{one['code']}" for day in own for one in day["reasons"])
    reasons = [key for key in _keys(*dict.fromkeys(codes)) if voice.knows(key)]
    return [Part((*_keys("days", *header), *reasons), build)]


def _row(day: Mapping[str, Any], voice: Voice, language: str) -> list[str]:
    cap = day.get("cap_pence")
    most = _say(voice, "none_set")(language) if cap is None else pounds(cap)
    why = "; ".join(_reason(str(one["code"]), voice, language) for one in day["reasons"])
    on = full_date(date.fromisoformat(day["day"]), language)
    return [on, pounds(day["loss_pence"]), most, pounds(day["paid_pence"]), why]


def _reason(code: str, voice: Voice, language: str) -> str:
    name = f"day_{code}"
    return _say(voice, name)(language) if voice.knows(f"{ANSWERS}.{name}") else code.replace("_", " ")


def _goodwill(payments: Sequence[tuple[int, str]], voice: Voice) -> list[Part | Block]:
    parts: list[Part | Block] = []
    for pence, why in payments:
        parts += [_titled(voice, "goodwill_title", "goodwill", sum=pounds(pence)), _typed("text", text=why)]
    return parts


def _challenge(reference: str, writer: Writer, voice: Voice) -> Part:
    facts = {"landlord": writer.landlord_name, "phone": writer.phone, "reference": reference}

    def build(language: str) -> list[Block]:
        steps: Block = {"kind": "steps", "items": [_say(voice, name, **facts)(language) for name in _CHALLENGE]}
        return [_text("heading", _say(voice, "challenge_title")(language)), steps]

    return Part(_keys("challenge_title", *_CHALLENGE), build)
