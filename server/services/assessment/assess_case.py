"""Assesses one case in the case format: the same rule for the terminal, the server and other programs."""

from __future__ import annotations

from collections.abc import Mapping

from server.domain.cases.case_format import read_case
from server.domain.cases.policy_settings import SettingValue
from server.domain.cases.profiles import settings_for
from server.domain.compensation.answers import NOBODY_ANSWERED, Answers
from server.domain.compensation.assess import assess
from server.domain.parameters import Policy
from server.domain.wording.decision_json import decision_as_json
from server.storage.policy_files import read_policy


def assess_case(
    raw: object,
    *,
    profile: str | None = None,
    overrides: Mapping[str, SettingValue] | None = None,
    policy: Policy | None = None,
    answers: Answers = NOBODY_ANSWERED,
) -> dict[str, object]:
    """Return the decision on one parsed case in the output form; raise CaseDoesNotFit.

    Without a policy the shipped one is used. A profile or setting passed in that the policy page does not
    list raises SettingNotAllowed. `answers` is what people have decided about questions of this case.
    """
    case = read_case(raw)
    settings = settings_for(case, profile=profile, overrides=overrides)
    return decision_as_json(assess(case, settings, read_policy() if policy is None else policy, answers))
