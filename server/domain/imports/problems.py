"""What can be wrong with a row, and what a person must look at, each with its code and its sentence.

A problem keeps the row out; a question lets it in and asks. The codes are fixed, the sentences are for people.
"""

from dataclasses import dataclass

REFUSALS = {
    "missing": "is empty or not known yet, and must be there",
    "date_impossible": "is not a day of the calendar written as 2026-11-05",
    "time_impossible": "is not a time of day",
    "time_does_not_exist": "is skipped when the clocks go forward that night",
    "slot_unreadable": "is not a slot that can be read",
    "end_before_start": "lies before the start",
    "in_the_future": "lies after the moment the extract ran",
    "uprn_malformed": "is not a UPRN of twelve digits",
    "postcode_malformed": "is not a whole postcode",
    "job_malformed": "is not a job number",
    "unknown_property": "is not a home in the properties",
    "unknown_person": "is not a person in the people",
    "unknown_operative": "is not one of the operatives",
    "unknown_contractor": "is not one of the contractors",
    "unknown_appointment": "is not one of the appointments",
    "unknown_value": "is not one of the words this column may hold",
    "column_count": "has not as many cells as the header",
    "not_an_object": "is not an object",
}

QUESTIONS = {
    "time_ambiguous": "comes twice in the night the clocks go back; which one is meant?",
    "bank_holiday": "is a bank holiday, and this is not an emergency; is it meant?",
    "operative_left": "names an operative who will have left by then",
    "operative_of_other_firm": "names an operative of another firm",
    "person_left": "names a person who has left the home by then",
    "household_changed": "has a new household since the flag was set; should the flag stay?",
    "two_people_one_operative": "is empty, but two people are required and one operative is named",
    "review_missing": "holds no date; when is this flag reviewed?",
    "review_overdue": "has passed; the flag needs its review",
    "phone_unclear": "is not exactly one UK telephone number",
    "not_a_mobile": "is a telephone number, but not a mobile",
    "email_unclear": "is not one e-mail address",
    "uprn_malformed": "is not a UPRN of twelve digits; the home was found by its reference",
    "postcode_malformed": "is not a whole postcode; the home was found by its reference",
    "window_name_disagrees": "does not agree with its times",
    "vanished": "stood in an earlier file and is not in the newest; it stays as it is here. Was it cancelled?",
}


@dataclass(frozen=True)
class Problem:
    """A reason to refuse a row; `field` is None where it concerns the whole row."""

    field: str | None
    code: str
    value: str

    @property
    def message(self) -> str:
        if self.code == "not_an_object":
            return f"{_short(self.value)} {REFUSALS[self.code]}."
        if self.field is None:
            return f"The row has {self.value} cells, which is not as many as the header has."
        shown = f" ({_short(self.value)})" if self.value else ""
        return f"{self.field}{shown} {REFUSALS[self.code]}."


@dataclass(frozen=True)
class Question:
    """Something a person must look at in a row that is loaded all the same."""

    field: str
    code: str
    value: str = ""

    @property
    def message(self) -> str:
        shown = f" ({_short(self.value)})" if self.value else ""
        text = f"{self.field}{shown} {QUESTIONS[self.code]}"
        return text if text.endswith("?") else f"{text}."


class CellRefused(Exception):
    """A cell cannot be read; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _short(value: str) -> str:
    return value if len(value) <= 60 else value[:57] + "..."
