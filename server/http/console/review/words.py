"""The queue in words: how much time is left, what was done, how things were closed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from server.domain.review.kinds import HARMS, KINDS
from server.http.console.showing.figures import age, london_day, moment, plain_day

OUTCOMES: Mapping[str, str] = {
    "done": "Done",
    "passed_on": "Passed on to somebody else",
    "no_action_needed": "Looked at, nothing to do",
    "duplicate": "The same as another",
}
_STEPS: Mapping[str, str] = {
    "put": "Came into the queue.",
    "changed": "Its date or its place changed.",
    "came_back": "Came back: it waits again.",
    "taken": "Taken by {by}.",
    "given_back": "Given back by {by}.",
    "assigned": "{by} gave it to {to}.",
    "asked": "{by} asked the operative.",
    "answered": "The operative answered.",
    "settled": "Nothing is waited for any more. Somebody has to look and close it.",
    "closed": "Closed by {by}: {outcome}.",
}


def title(kind: str) -> str:
    return KINDS[kind].title


def harm(rank: int) -> str:
    return HARMS.get(rank, "Nothing is waited for")


def outcome(code: str) -> str:
    """An outcome chosen here, or the act that closed it."""
    return OUTCOMES.get(code) or code.replace("_", " ").capitalize()


def left(due_at: datetime | None, now: datetime) -> str:
    """`3 hours left`, `2 days over`, or nothing where nothing lapses."""
    if due_at is None:
        return ""
    return f"{age(due_at, now)} over" if due_at <= now else f"{age(now, due_at)} left"


def due(due_at: datetime) -> str:
    """The moment; what is due on a day, and so ends at midnight, is said by its day."""
    before = due_at - timedelta(microseconds=1)
    if london_day(before) != london_day(due_at):
        return f"By the end of {plain_day(london_day(before))}"
    return moment(due_at)


def step(one: Any, names: Mapping[str, str]) -> str:
    """A line of the history."""
    facts = {"to": names.get(str(one.facts.get("to")), "somebody"), "outcome": outcome(str(one.facts.get("outcome")))}
    return _STEPS.get(one.what, "{by}").format(by=names.get(one.by, "the product"), **facts)
