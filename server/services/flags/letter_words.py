"""What stands in the letters about a flag: the first one, the one after a review, the answer to an appeal.

Each is made of the case's fields alone; what is missing is not said by another.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from server.domain.flags.cases import APPEAL_ANSWER, ENDED, FIRST_LETTER, REVIEW_LETTER
from server.domain.safety.settings import SafetySettings
from server.domain.wording.tenant_times import long_date
from server.storage.tables.flag_cases import FlagAppeal, FlagCase, FlagStep

Block = dict[str, object]


@dataclass(frozen=True)
class Told:
    """A case with its steps, oldest first, and its appeals, newest first."""

    case: FlagCase
    steps: Iterable[FlagStep]
    appeals: Iterable[FlagAppeal]
    settings: SafetySettings


def heading(text: str) -> Block:
    return {"kind": "heading", "text": text}


def text(words: str) -> Block:
    return {"kind": "text", "text": words}


def _first(told: Told) -> dict[str, object]:
    """What was decided and why, until when, whom to ask and how to appeal (HC, review of decisions)."""
    case = told.case
    blocks = [
        text("We have decided to change how our people and our contractors visit you. This is why:"),
        text(case.letter_reasons),
        heading("What changes"),
        text(_WHAT_CHANGES[case.kind]),
        text("Your repairs go on. People who come to your home are told what to do, never why."),
        *_stands_on(told),
    ]
    return {"title": "How we visit you", "blocks": blocks}


def _reviewed(told: Told) -> dict[str, object]:
    """The full account of a review, and whether it goes on (HC, review of decisions)."""
    case = told.case
    accounts = [step.text for step in told.steps if step.what in ("reviewed_and_continued", "reviewed_and_ended")]
    blocks = [
        text("We have looked again at how our people and our contractors visit you. This is what we found:"),
        text(accounts[-1] if accounts else ""),
        heading("What happens now"),
    ]
    if case.state == ENDED:
        return {"title": "How we visit you", "blocks": [*blocks, *_ended(case)]}
    blocks += [text(f"It goes on. {_WHAT_CHANGES[case.kind]}"), *_stands_on(told)]
    return {"title": "How we visit you", "blocks": blocks}


def _answered(told: Told) -> dict[str, object]:
    """What an appeal came to, with its reasons (HC, right of appeal)."""
    case = told.case
    decided = next((one for one in told.appeals if one.decided_at is not None), None)
    blocks = [
        text("You asked us to look again at how our people and our contractors visit you. Somebody who did not make "
             "that decision has looked at it. This is the answer:"),
        text(decided.answer if decided else ""),
        heading("What happens now"),
    ]  # fmt: skip
    if case.state == ENDED:
        return {"title": "Your appeal", "blocks": [*blocks, *_ended(case)]}
    blocks += [text(f"It goes on. {_WHAT_CHANGES[case.kind]}"), *_until(case), *_whom_to_ask(case)]
    blocks.append(text("If you still do not agree, you may use our complaints procedure. " + _NEVER_WORSE))
    return {"title": "Your appeal", "blocks": blocks}


LETTERS: Mapping[str, Callable[[Told], dict[str, object]]] = {
    FIRST_LETTER: _first,
    REVIEW_LETTER: _reviewed,
    APPEAL_ANSWER: _answered,
}

_NEVER_WORSE = "A complaint never makes your service worse."
_WHAT_CHANGES = {
    "information": "People who visit you are given an instruction for their own safety and yours.",
    "contact_first": "We ring you before anybody comes.",
    "two_people": "Nobody visits you alone: two people come together.",
    "no_visit_to_home": "We do not come to your home without arranging it first through the person named below.",
}


def _stands_on(told: Told) -> list[Block]:
    settings = told.settings
    return [
        *_until(told.case),
        *_whom_to_ask(told.case),
        heading("If you do not agree"),
        text(
            f"You may appeal within {settings.flag_appeal_working_days} working days of getting this letter. Say why; "
            "you may write, ring or ask somebody to do it for you. Somebody who did not make this decision looks at it "
            f"and answers within {settings.flag_answer_working_days} working days. You may also use our complaints "
            f"procedure. {_NEVER_WORSE}"
        ),
    ]


def _until(case: FlagCase) -> list[Block]:
    review_on = long_date(case.review_on) if case.review_on else ""
    until = f"We look at this again by {review_on}, and write to you about it. It ends when your tenancy ends."
    return [heading("For how long"), text(until)]


def _whom_to_ask(case: FlagCase) -> list[Block]:
    """An imported line may have ended before anybody named a person: the letter's head says whom to ring then."""
    if not (case.named_person and case.contact_route):
        return []
    cover = f" When they are away: {case.named_cover}." if case.named_cover else ""
    return [heading("Whom to ask"), text(f"{case.named_person}.{cover} How to reach us: {case.contact_route}")]


def _ended(case: FlagCase) -> list[Block]:
    return [text("It has ended. We visit you as we visit everybody else."), *_whom_to_ask(case)]
