"""The rule run over a case of which something is still open: a phone that may speak, a word whose minute is unsure.

Pure: the case, what is open and the rule come in; one finding in the case format comes out, with `waiting` beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from server.domain.compensation.answers import NOBODY_ANSWERED, Answers
from server.domain.evidence.edges import late_edges
from server.domain.evidence.further_sum import held_on_top
from server.domain.evidence.open_words import explained
from server.domain.evidence.records import written
from server.domain.evidence.several_worlds import Output, least_and_most, merged
from server.domain.evidence.told import Spoken
from server.domain.evidence.waiting import Gate, Silence, gate

Case = dict[str, Any]
Rule = Callable[[Case], Output]

# A withdrawal by the contractor rests on what was told, not on a phone.
_NEEDS_NO_PHONE = ("cancelled_by_contractor", "moved_by_contractor")
_TRIED_TOGETHER = 4


@dataclass(frozen=True)
class OpenMatters:
    """What stands around the rule: spoken instants, silent phones and how long we wait for one, answers of people.

    `approved_on_top` is a whole sum in pence that was approved after a payment and is not paid yet.
    """

    now: datetime
    wait: timedelta
    spoken: Sequence[Spoken] = ()
    silences: Mapping[str, Silence] = field(default_factory=dict)
    answers: Answers = NOBODY_ANSWERED
    approved_on_top: int | None = None


def assess_open(case: Case, matters: OpenMatters, rule: Rule) -> Output:
    """The finding as far as it stands: a waiting appointment is left out, one that a person must decide is at stake."""
    whole = _ruled(case, matters, rule)
    gates = _gates(case, whole, matters)
    given = {name: answer for name in gates if (answer := _answer(matters, "phone_silent", name)) is not None}
    gates = {name: found for name, found in gates.items() if not given.get(name)}
    asked = {name for name, found in gates.items() if found.asks_person and name not in given}
    output = whole
    if gates:
        output = _ruled(_without(case, gates), matters, rule)
    if asked:
        with_asked = _ruled(_without(case, gates.keys() - asked), matters, rule)
        about = {name: {"why": gates[name].why, "since": written(gates[name].since)} for name in asked}
        output = merged([output, with_asked], "phone_silent", about)
    waiting = [_waiting(name, found) for name, found in sorted(gates.items()) if name not in given]
    output = _with_kept(output, sorted(gates.keys() & given.keys()))
    asked |= {word.appointment for word in matters.spoken if _is_unsure(output, word.appointment)}
    sentences = explained(output["explanation"], _appointments(case), waiting, asked)
    return held_on_top({**output, "waiting": waiting, "explanation": sentences}, matters.approved_on_top)


def _answer(matters: OpenMatters, code: str, name: str) -> bool | None:
    return matters.answers.to((code,), {"appointment": name})


def _with_kept(output: Output, names: Sequence[str]) -> Output:
    """With the appointments of silent phones that a person has decided were kept."""
    reason = {"code": "decided_by_person", "facts": {"counts": False}, "clause": "HS004A 5"}
    found = [{"appointment": name, "result": "kept", "reasons": [reason]} for name in names]
    return {**output, "occasions": [*output["occasions"], *found]} if found else output


def _is_unsure(output: Output, name: str) -> bool:
    """Whether the appointment came out as a question because of a spoken word, and not of a visit's own time."""
    return any(
        row["appointment"] == name and reason["code"] == "uncertain_time" and "from" in reason["facts"]
        for row in output["occasions"]
        for reason in row["reasons"]
    )


def next_look_at(case: Case, output: Output, matters: OpenMatters) -> datetime | None:
    """When time alone changes something: an agreed time passes, or a wait for a phone ends."""
    tolerance = timedelta(seconds=output["settings"]["tolerance_seconds"])
    edges = [edge for appointment in _appointments(case) for edge in late_edges(appointment, tolerance).values()]
    untils = [datetime.fromisoformat(row["until"]) for row in output["waiting"]]
    return min((at for at in (*edges, *untils) if at > matters.now), default=None)


def _waiting(name: str, found: Gate) -> Output:
    return {
        "appointment": name,
        "why": found.why,
        "since": written(found.since),
        "until": written(found.until),
        "asks_person": found.asks_person,
    }


def _gates(case: Case, output: Output, matters: OpenMatters) -> dict[str, Gate]:
    """The gates of the appointments that silence could be taken against."""
    tolerance = timedelta(seconds=output["settings"]["tolerance_seconds"])
    edges = {row["id"]: late_edges(row, tolerance) for row in _appointments(case)}
    found = {}
    for occasion in output["occasions"]:
        name = occasion["appointment"]
        codes = [reason["code"] for reason in occasion["reasons"]]
        if occasion["result"] not in ("not_kept", "decision") or codes[:1] in [[code] for code in _NEEDS_NO_PHONE]:
            continue
        edge = edges[name].get(occasion.get("change"), edges[name][None])
        silence = matters.silences.get(name, Silence())
        closed = gate(silence, late_edge=edge, now=matters.now, wait=matters.wait)
        if closed is not None:
            found[name] = closed
    return found


def _appointments(case: Case) -> list[Output]:
    return [appointment for repair in case["repairs"] for appointment in repair["appointments"]]


def _without(case: Case, names: Collection[str]) -> Case:
    repairs = [
        {**repair, "appointments": [row for row in repair["appointments"] if row["id"] not in names]}
        for repair in case["repairs"]
    ]
    return {**case, "repairs": repairs}


def _ruled(case: Case, matters: OpenMatters, rule: Rule) -> Output:
    """Run the rule with every spoken instant at both ends of its interval; what then differs is `uncertain_time`."""
    present = {row["id"] for row in _appointments(case)}
    unsure = [word for word in matters.spoken if word.appointment in present and word.earliest < word.latest]
    if not unsure:
        return rule(case)
    outputs = [rule(_with_instants(case, unsure, ends)) for ends in _ends(len(unsure))]
    how = outputs[0]["settings"]["uncertain_time"]
    if how == "favour_tenant":
        return least_and_most(outputs)[1]
    if how == "midpoint":
        return rule(_with_instants(case, unsure, (0.5,) * len(unsure)))
    for name in sorted({word.appointment for word in unsure}):
        outputs = _as_decided(outputs, name, _answer(matters, "uncertain_time", name))
    facts = {word.appointment: {"from": written(word.earliest), "to": written(word.latest)} for word in unsure}
    return merged(outputs, "uncertain_time", facts)


def _as_decided(outputs: list[Output], name: str, answer: bool | None) -> list[Output]:
    """The runs that fit what a person decided of the appointment; all of them where nobody has, or none fits."""
    if answer is None:
        return outputs
    fitting = [one for one in outputs if answer == _is_missed(one, name)]
    return fitting or outputs


def _is_missed(output: Output, name: str) -> bool:
    return any(row["appointment"] == name and row["result"] == "not_kept" for row in output["occasions"])


def _ends(count: int) -> list[tuple[float, ...]]:
    """Every choice of ends; of many words, each alone against the others, which is where results turn."""
    if count <= _TRIED_TOGETHER:
        return list(product((0.0, 1.0), repeat=count))
    single = [tuple(float(i == j) for j in range(count)) for i in range(count)]
    return [(0.0,) * count, (1.0,) * count, *single]


def _with_instants(case: Case, spoken: Sequence[Spoken], ends: Sequence[float]) -> Case:
    places = {
        (word.appointment, word.list_name, word.index): (
            word.field,
            word.earliest + (word.latest - word.earliest) * end,
        )
        for word, end in zip(spoken, ends, strict=True)
    }
    return {**case, "repairs": [_repair_with(repair, places) for repair in case["repairs"]]}


def _repair_with(repair: Output, places: Mapping[tuple[str, str, int], tuple[str, datetime]]) -> Output:
    appointments = []
    for row in repair["appointments"]:
        changed = dict(row)
        for list_name in ("notices", "changes"):
            changed[list_name] = [
                {**word, places[key][0]: written(places[key][1])} if key in places else word
                for index, word in enumerate(row.get(list_name, []))
                for key in [(row["id"], list_name, index)]
            ]
        appointments.append(changed)
    return {**repair, "appointments": appointments}
