"""Reads the dated policy values in `server/policies`, and refuses a file in which any is not well founded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import yaml

from server.domain.errors import DoorstepError
from server.domain.parameters import DatedValue, Parameter, Policy

POLICY_FOLDER = Path(__file__).resolve().parent.parent / "policies"
_CAP, _THRESHOLD = "cap_pence_per_day", "threshold_more_than"


class PolicyFileIsWrong(DoorstepError):
    """A policy file that cannot be trusted; nothing of it is used."""

    def __init__(self, path: Path, where: str, problem: str) -> None:
        super().__init__(
            "policy_file_is_wrong",
            f"{path.name}: {where} {problem}.",
            {"file": path.name, "where": where, "problem": problem},
        )


class _EachNameOnce(yaml.SafeLoader):
    """YAML as usual, but a name that stands twice is an error: PyYAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        names = [self.construct_object(name, deep=True) for name, _ in node.value]
        for name in names:
            if names.count(name) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"{name} stands twice", node.start_mark)
        return super().construct_mapping(node, deep)


@lru_cache(maxsize=8)
def read_policy(path: Path = POLICY_FOLDER / "hs004a.yaml") -> Policy:
    """Return the policy of one file; raise PolicyFileIsWrong."""
    top = _mapping(path, "the file", _parsed(path))
    _refuse_others(path, "the file", top, {"name", "values"})
    values = _mapping(path, "values", top.get("values"))
    _refuse_others(path, "values", values, {_CAP, _THRESHOLD})
    return Policy(
        name=_text(path, "name", top.get("name")),
        cap_pence_per_day=_parameter(path, _CAP, values.get(_CAP)),
        threshold_more_than=_parameter(path, _THRESHOLD, values.get(_THRESHOLD)),
    )


def read_parameters(path: Path) -> dict[str, Parameter]:
    """Every dated number of a file that is not the earnings clause's, by name; raise PolicyFileIsWrong."""
    top = _mapping(path, "the file", _parsed(path))
    _refuse_others(path, "the file", top, {"name", "values"})
    values = _mapping(path, "values", top.get("values"))
    return {str(name): _parameter(path, str(name), raw) for name, raw in values.items()}


def _parsed(path: Path) -> object:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_EachNameOnce)  # noqa: S506 - a SafeLoader
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as cause:
        raise PolicyFileIsWrong(path, "the file", f"cannot be read: {cause}") from cause


def _parameter(path: Path, name: str, raw: object) -> Parameter:
    parameter = _mapping(path, name, raw)
    _refuse_others(path, name, parameter, {"label", "values"})
    _text(path, f"{name}: label", parameter.get("label"))
    rows = _mapping(path, f"{name}: values", parameter.get("values"))
    if not rows:
        raise PolicyFileIsWrong(path, name, "has no dated value")
    dated = [_dated_value(path, name, day, row) for day, row in rows.items()]
    return Parameter(name, tuple(sorted(dated, key=lambda row: row.starts_on)))


def _dated_value(path: Path, name: str, day: object, raw: object) -> DatedValue:
    if not isinstance(day, date) or isinstance(day, datetime):
        raise PolicyFileIsWrong(path, f"{name}: {day}", "is not a day such as 2014-04-01")
    where = f"{name}: {day.isoformat()}"
    row = _mapping(path, where, raw)
    _refuse_others(path, where, row, {"value", "reference"})
    if "reference" not in row:
        raise PolicyFileIsWrong(path, where, "has no reference to the clause that set it")
    if "value" not in row:
        raise PolicyFileIsWrong(path, where, "has no value; null says that none is set")
    return DatedValue(day, _value(path, where, row["value"]), _text(path, f"{where}: reference", row["reference"]))


def _value(path: Path, where: str, raw: object) -> int | None:
    if raw is None or (type(raw) is int and raw >= 0):
        return raw
    raise PolicyFileIsWrong(path, where, "has a value that is not a whole number, 0 or more")


def _text(path: Path, where: str, raw: object) -> str:
    if isinstance(raw, str) and raw.strip():
        return raw
    raise PolicyFileIsWrong(path, where, "must be text")


def _mapping(path: Path, where: str, raw: object) -> Mapping[object, object]:
    if isinstance(raw, dict):
        return raw
    raise PolicyFileIsWrong(path, where, "must be a set of names with values")


def _refuse_others(path: Path, where: str, found: Mapping[object, object], known: set[str]) -> None:
    for name in found:
        if name not in known:
            raise PolicyFileIsWrong(path, where, f"has a name that is not known here: {name}")
