"""What tells one open question of a case from another of its kind: whom and what it is about, and since when."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from server.domain.compensation.answers import name_of
from server.http.console.showing.figures import moment, plain_day
from server.storage.pages.promised import Promised
from server.storage.tables.decisions import Assessment

Facts = Mapping[str, Any]
_VALUES = {"cap_pence_per_day": "the most for a day", "threshold_more_than": "the count of misses"}


def about(facts: Facts, names: Mapping[str, str], appointments: Mapping[str, Promised]) -> str:
    """`Bilal Khan, Tue 3 Nov 2026`; empty for a question of the whole case. Without `names` nobody is named."""
    person = str(facts.get("person", ""))
    said = [
        names.get(person, "somebody who has left") if person and names else "",
        _appointment(facts, appointments),
        _repairs(facts),
        _VALUES.get(str(facts.get("value", "")), ""),
        "" if "appointment" in facts or not facts.get("day") else plain_day(date.fromisoformat(facts["day"])),
    ]
    return ", ".join(one for one in said if one)


def asked_since(found: Sequence[Assessment]) -> list[datetime]:
    """Of each question of the newest assessment the moment from which it was asked without a break; newest first."""
    newest = found[0].output.get("decisions_needed", ())
    return [_since(one, found) for one in newest]  # type: ignore[attr-defined]


def _since(question: Facts, found: Sequence[Assessment]) -> datetime:
    name = name_of(question["code"], question.get("facts") or {})
    return list(takewhile(lambda one: name in _asked(one), found))[-1].made_at


def _asked(assessment: Assessment) -> set[str]:
    output: Mapping[str, Any] = assessment.output
    return {name_of(one["code"], one.get("facts") or {}) for one in output.get("decisions_needed", ())}


def _appointment(facts: Facts, appointments: Mapping[str, Promised]) -> str:
    name = str(facts.get("appointment", ""))
    promised = appointments.get(name)
    if promised is None or promised.starts_at is None:
        return f"appointment {name}" if name else ""
    return f"the appointment of {moment(promised.starts_at)} ({name})"


def _repairs(facts: Facts) -> str:
    return " and ".join(f"job {facts[name]}" for name in ("earlier_repair", "repair") if name in facts)
