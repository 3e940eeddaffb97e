"""Named readings of the policy: sets of settings laid over the defaults (policy page, 2.3)."""

from __future__ import annotations

from collections.abc import Mapping

from server.domain.cases.case import Case
from server.domain.cases.policy_settings import PolicySettings, SettingNotAllowed, SettingValue, settings_from

DEFAULT = "default"

PROFILES: Mapping[str, Mapping[str, SettingValue]] = {
    DEFAULT: {},
    "third": {"days_paid": "from_threshold_day"},
    # The narrowest reading of the words, with every recorded fact taken as recorded.
    "literal": {
        "early_access_given": "counts",
        "contractor_cancellation": "never_excused",
        "revised_time": "notice_excuses_all",
        "disputed_spoken_notice": "accept",
        "unlinked_recall": "ignore",
        "shared_owner": "not_eligible",
        "second_adult": "counts",
        "own_record_evidence": "accept",
        "contractor_cause_failed_entry": "kept",
        "no_access_presence": "arrival_in_tolerance",
        "no_access_wait_seconds": 0,
        "attendance_without_card_or_photo": "kept",
        "uncertain_time": "midpoint",
        "weak_evidence": "accept",
        "late_evidence_before_payment": "replace",
    },
}


def checked_profile(name: object) -> str:
    if isinstance(name, str) and name in PROFILES:
        return name
    raise SettingNotAllowed("profile", f"must be one of: {', '.join(PROFILES)}")


def settings_for(
    case: Case, *, profile: str | None = None, overrides: Mapping[str, SettingValue] | None = None
) -> PolicySettings:
    """Return the settings a case is assessed under.

    Later wins: the defaults, the profile (the one passed in before the case's own), the case's settings,
    the overrides.
    """
    own = DEFAULT if case.profile is None else case.profile
    chosen = checked_profile(own if profile is None else profile)
    return settings_from(PROFILES[chosen], case.settings, overrides or {})
