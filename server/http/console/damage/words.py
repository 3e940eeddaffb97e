"""The words of a damage case for the office: its stages, steps, remedies and what a contractor says."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from server.domain.damage.standing import (
    IS_CLOSED,
    TO_CLOSE,
    TO_DECIDE,
    TO_PUT_RIGHT,
    WITH_CONTRACTOR,
    WITH_INSURER,
    DamageNumbers,
)
from server.http.console.showing.figures import plain_day, pounds
from server.storage.tables.damage import DamageStepRow

STAGE_WORDS = {
    TO_DECIDE: "Remedy to decide",
    WITH_CONTRACTOR: "Contractor asked",
    TO_PUT_RIGHT: "To be put right",
    WITH_INSURER: "With the insurer",
    TO_CLOSE: "To be closed",
    IS_CLOSED: "Closed",
}
DUE_WORDS = {
    TO_DECIDE: "Decide by",
    WITH_CONTRACTOR: "Answer or decision by",
    TO_PUT_RIGHT: "Put right by",
    WITH_INSURER: "Settled by",
    TO_CLOSE: "Close by",
}
REMEDY_WORDS = {"repair": "Repair", "replace": "Replace", "insurance": "Insurance claim", "none": "None"}
STANCE_WORDS = {
    "will_put_right": "We put it right",
    "has_put_right": "We have put it right",
    "disputes": "We dispute it",
}
_SOURCE_WORDS = {
    "report": "the phone's report",
    "message": "the tenant's own word",
    "photos": "more photos from the tenant",
}
STEP_WORDS = {
    "joined": "Joined the case",
    "asked": "Contractor asked",
    "answered": "Contractor answered",
    "remedy": "Remedy decided",
    "valued": "Value",
    "insurer": "With the insurer",
    "postponed": "Put off",
    "wrote": "Wrote to the tenant",
    "spoke": "Spoke with the tenant",
    "put_right": "Put right",
    "noted": "Note",
    "closed": "Closed",
}
DEED_WORDS = {
    "asked": "Ask the contractor",
    "remedy": "Decide the remedy",
    "valued": "Say what it is worth",
    "insurer": "Note that the insurer has it",
    "postponed": "Put the day off",
    "wrote": "Write to the tenant",
    "spoke": "Note a call with the tenant",
    "put_right": "Note that it is put right",
    "noted": "Add a note for us",
    "closed": "Close the case",
    "answered": "Answer",
}
_HINTS = {
    "asked": "The contractor reads it and answers within {contractor_answer} working days.",
    "answered": "Havebury reads it. The tenant is told that you answered, not what you wrote.",
    "remedy": "The tenant reads these words on their page, and a text says that there is news.",
    "put_right_by": "Leave it empty for {put_right} working days. Not needed for none.",
    "insurer": "Insurer, their reference, when it was sent. The tenant is told that the insurer has it.",
    "postponed": "Why it takes longer. The tenant reads it.",
    "wrote": "The tenant reads it on their page.",
    "spoke": "Who, when, and what was said. For a tenant who cannot be reached by text too.",
    "put_right": "What was done, for the office.",
    "noted": "The other side does not read it.",
    "valued": "Where the figure comes from.",
    "closed": "How it ended. The tenant reads it.",
}


def hints(numbers: DamageNumbers) -> dict[str, str]:
    """What stands beside each form, with the numbers of working days in force."""
    return {kind: text.format_map(asdict(numbers)) for kind, text in _HINTS.items()}


def value_of(pence: int | None) -> str:
    return "not known" if pence is None else pounds(pence)


def said_in(row: DamageStepRow, *, with_value: bool) -> list[str]:
    """What was chosen with a step, in words; days last."""
    facts = row.facts
    found = [REMEDY_WORDS.get(str(facts.get("remedy")), ""), STANCE_WORDS.get(str(facts.get("stance")), "")]
    if with_value and "value_pence" in facts:
        pence = facts["value_pence"]
        found.append(f"value {value_of(pence if isinstance(pence, int) else None)}")
    found += [_SOURCE_WORDS.get(str(facts.get("source")), "")]
    return [one for one in (*found, *_days(row)) if one]


def _days(row: DamageStepRow) -> Iterable[str]:
    names = {
        "decide_by": "to be decided by",
        "answer_by": "answer due by",
        "put_right_by": "due by",
        "close_by": "to be closed by",
        "due_on": "day named:",
    }
    for name, words in names.items():
        text = row.facts.get(name)
        if isinstance(text, str):
            yield f"{words} {plain_day(date.fromisoformat(text))}"
