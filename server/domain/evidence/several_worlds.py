"""One finding out of several runs of the rule, where something outside it is open: what differs is a question."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

Output = dict[str, Any]


def least_and_most(outputs: Sequence[Output]) -> tuple[Output, Output]:
    """The runs that give the tenant least and most."""
    ordered = sorted(outputs, key=lambda output: (output["total_pence"], _best(output), _not_kept(output)))
    return ordered[0], ordered[-1]


def merged(outputs: Sequence[Output], code: str, about: Mapping[str, Mapping[str, Any]]) -> Output:
    """The run that gives least, with what the others would add at stake and the open matter as a question.

    `about` gives the facts of each appointment that is open; yes means that it was not kept.
    """
    least, most = least_and_most(outputs)
    differing = _differing(outputs) & about.keys()
    if not differing:
        return most
    best = max(_best(output) for output in outputs)
    total = int(least["total_pence"])
    found = {**least, "at_stake_pence": best - total, "occasions": _occasions(outputs, most, code, about, differing)}
    found["state"] = _state(least, most, outputs)
    questions = {repr(sorted(q.items(), key=str)): q for o in (most, least) for q in o["decisions_needed"]}
    found["decisions_needed"] = list(questions.values())
    if best > _best(least) or most["total_pence"] > total:
        own = {"if_yes_pence": best, "if_no_pence": max(total, _best(least))}
        found["decisions_needed"] += [
            {"code": code, "facts": {"appointment": name, **about[name]}, **own} for name in sorted(differing)
        ]
    return found


def _best(output: Output) -> int:
    return int(output["total_pence"]) + int(output["at_stake_pence"])


def _not_kept(output: Output) -> int:
    return sum(occasion["result"] == "not_kept" for occasion in output["occasions"])


def _results(output: Output) -> dict[str, list[str]]:
    results: dict[str, list[str]] = {}
    for occasion in output["occasions"]:
        results.setdefault(occasion["appointment"], []).append(occasion["result"])
    return results


def _differing(outputs: Sequence[Output]) -> set[str]:
    """The appointments that do not come out alike in every run; one that a run leaves out counts as different."""
    each = [_results(output) for output in outputs]
    names = {name for results in each for name in results}
    return {name for name in names if any(results.get(name) != each[0].get(name) for results in each)}


def _occasions(
    outputs: Sequence[Output],
    most: Output,
    code: str,
    about: Mapping[str, Mapping[str, Any]],
    differing: Collection[str],
) -> list[Output]:
    """The occasions of the fullest run; each that is open shows as a question."""
    found = []
    for occasion in max(outputs, key=lambda output: len(output["occasions"]))["occasions"]:
        if occasion["appointment"] in differing:
            facts = dict(about[occasion["appointment"]])
            reason = {"code": code, "facts": facts, "clause": "HS004A 7.1"}
            found.append({**occasion, "result": "decision", "reasons": [reason]})
        else:
            found.append(occasion)
    return found


def _state(least: Output, most: Output, outputs: Sequence[Output]) -> str:
    """What waits for a person is a decision, unless even the best answer only leads to missing evidence."""
    if least["state"] in ("payable", "hold", "decision"):
        return str(least["state"])
    if any(output["total_pence"] > least["total_pence"] for output in outputs):
        return "decision"
    return str(most["state"])
