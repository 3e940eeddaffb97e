"""Assesses every case of one file, each on its own: a case that does not fit never stops the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from server.domain.cases.fields import CaseDoesNotFit
from server.domain.cases.policy_settings import SettingValue
from server.services.assessment.assess_case import assess_case
from server.services.assessment.read_case_json import CaseFileIsNotJson, read_case_json


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file or one of its cases was not assessed, in one sentence that names the wrong field."""

    sentence: str


def assess_file(
    path: Path, *, profile: str | None = None, overrides: Mapping[str, SettingValue] | None = None
) -> Iterator[dict[str, object] | Refused]:
    """Yield one decision or refusal for each case, in order; a file that cannot be read is one refusal."""
    try:
        cases = read_case_json(path.read_bytes())
    except OSError as problem:
        yield Refused(f"{path}: the file cannot be read: {problem.strerror}.")
        return
    except CaseFileIsNotJson as problem:
        yield Refused(f"{path}: {problem.message}")
        return
    for index, raw in enumerate(cases):
        try:
            yield assess_case(raw, profile=profile, overrides=overrides)
        except CaseDoesNotFit as problem:
            place = f"{path}, case {index + 1}" if len(cases) > 1 else str(path)
            yield Refused(f"{place}: {problem.message}")
