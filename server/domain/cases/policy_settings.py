"""What HS004A leaves open, as 38 named settings: each with its default, what else it may be, and why.

The names, defaults and clauses are those of the policy page, section 2.2. A name or a value that is not
listed is refused; nothing falls back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from server.domain.errors import DoorstepError

SettingValue = str | int
TENURES = ("tenant", "leaseholder", "shared_owner", "licensee", "applicant", "other")
NOT_HAVEBURYS = "not Havebury's"
_HOURS = re.compile(r"hours:0*[1-9][0-9]{0,8}", re.ASCII)
_WHOLE = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_LARGEST = 10**18


class SettingNotAllowed(DoorstepError):
    """A setting that the policy does not list, or a value that it does not allow."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__("setting_not_allowed", f"{name} {problem}", {"setting": name})
        self.name = name
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the policy page's table."""

    number: str
    name: str
    default: SettingValue
    allowed: str
    rests_on: str
    reason: str
    check: Callable[[object], SettingValue]


def _words(number: str, words: str, clause: str, reason: str) -> Any:
    """A choice among words; the first is the default, a last `hours:N` stands for any whole number of hours."""
    choices = words.split()

    def check(value: object) -> SettingValue:
        if isinstance(value, str) and (value in choices and value != "hours:N"):
            return value
        if "hours:N" in choices and isinstance(value, str) and _HOURS.fullmatch(value):
            return value
        raise ValueError(f"must be one of: {', '.join(choices)}")

    return _setting(number, choices[0], (", ".join(choices), clause, reason), check)


def _whole(number: str, default: int, clause: str, *, at_least: int = 0, reason: str) -> Any:
    def check(value: object) -> SettingValue:
        if type(value) is int and at_least <= value <= _LARGEST:
            return value
        raise ValueError(f"must be a whole number, {at_least} or more")

    return _setting(number, default, (f"a whole number, {at_least} or more", clause, reason), check)


def _tenures(number: str, default: str, clause: str, reason: str) -> Any:
    def check(value: object) -> SettingValue:
        words = [word.strip() for word in value.split(",")] if isinstance(value, str) else [""]
        if all(word in TENURES for word in words):
            return ",".join(words)
        raise ValueError(f"must be a comma list of: {', '.join(TENURES)}")

    return _setting(number, default, ("a comma list of tenures", clause, reason), check)


def _setting(
    number: str, default: SettingValue, texts: tuple[str, str, str], check: Callable[[object], SettingValue]
) -> Any:
    return field(default=default, metadata={"number": number, "texts": texts, "check": check})


@dataclass(frozen=True, slots=True)
class PolicySettings:
    """One complete choice of all settings, as an assessment uses it."""

    days_paid: str = _words(
        "S1",
        "all_not_kept_days from_threshold_day",
        "HS004A 5",
        "The clause is a gate and excludes no day.",
    )
    tolerance_seconds: int = _whole("S2", 600, "HS004A 7.1", reason='"Within 10 minutes", inclusive.')
    window_tolerance: str = _words(
        "S3",
        "at_edges none",
        "HS004A 7.1 silent",
        "The 10 minutes are added before a window's start and after its end.",
    )
    window_notice_by: str = _words("S4", "end start", "HS004A 7.1 silent", "Inside a window nobody is late yet.")
    late_attendance: str = _words("S5", "counts no_show_only", "HS004A 7.1", "It is the only definition of kept.")
    early_access_given: str = _words(
        "S6",
        "standard_breach_only counts",
        "HS004A 7.1",
        "No further time off is caused; it is still reported.",
    )
    contractor_cancellation: str = _words(
        "S7",
        "excused_if_told_before_day never_excused hours:N",
        "HS004A 5 (second bullet) silent",
        "Told the day before, the tenant can still go to work.",
    )
    notice_time_basis: str = _words(
        "S8",
        "dispatched_or_spoken tapped delivered",
        'HS004A 7.1 "in advance"',
        "A tap without signal tells nobody.",
    )
    revised_time: str = _words(
        "S9",
        "becomes_agreed_time notice_excuses_all",
        "HS004A 7.1",
        "Else one early text would excuse any arrival that day.",
    )
    disputed_spoken_notice: str = _words(
        "S10", "decision accept", NOT_HAVEBURYS, "There is no record but the contractor's word."
    )
    same_repair_scope: str = _words(
        "S11", "repair_root work_order", "HS004A 5", "A job raised again must not reset the count."
    )
    unlinked_recall: str = _words(
        "S12", "decision ignore link", "HS004A 5", "A likely recall is asked about, not guessed."
    )
    unlinked_recall_days: int = _whole("S13", 90, NOT_HAVEBURYS, reason="Proposed.")
    contractors_counted: str = _words("S14", "any each", "HS004A 5", "The tenant has one repair.")
    occasion_unit: str = _words("S15", "appointment day", "HS004A 5", "The clause counts the appointment.")
    cap_scope: str = _words(
        "S16",
        "person_day tenancy_day repair_day",
        "HS004A 5",
        "Earnings are one person's and are lost once a day.",
    )
    eligible: str = _tenures("S17", "tenant,leaseholder", "HS004A 5, 2.1", "The text names these two.")
    shared_owner: str = _words(
        "S18", "decision eligible not_eligible", "HS004A 2.1", "Listed apart, but holds a lease."
    )
    second_adult: str = _words("S19", "decision counts one_only", "HS004A 5", "One adult is enough to allow access.")
    paid_leave: str = _words("S20", "no_loss value_of_day", "HS004A 5", 'The clause says "actual earnings lost".')
    earnings_basis: str = _words(
        "S21", "gross net", "HS004A 5 silent", "It names the figure asked for and changes no sum."
    )
    own_record_evidence: str = _words(
        "S22", "decision accept reject", "HS004A 5 silent", "A manager looks at a person's own records."
    )
    contractor_cause_failed_entry: str = _words(
        "S23",
        "counts kept",
        "HS004A 8; 5 (fourth bullet)",
        "The contractor's own failure stopped access.",
    )
    attended_could_not_work: str = _words("S24", "kept counts", "HS004A 5", "The clause is about the appointment.")
    no_access_presence: str = _words(
        "S25",
        "through_agreed_time arrival_in_tolerance",
        "HS004A 7.1",
        "A tenant home at the agreed time must find somebody.",
    )
    no_access_wait_seconds: int = _whole("S26", 300, NOT_HAVEBURYS, reason="Proposed.")
    attendance_without_card_or_photo: str = _words(
        "S27",
        "decision kept",
        "HS004A 5 (third bullet)",
        "There is no card, and the tenant says nobody came.",
    )
    severe_weather: str = _words("S28", "counts excused", "HS004A 5", "The text has no exemption.")
    set_off: str = _words("S29", "none arrears vouchers both", "HS004A 5 silent", "The text has no set-off.")
    cap_version: str = _words(
        "S30",
        "by_day decision_date first_occasion latest_occasion",
        NOT_HAVEBURYS,
        "The rule in force on the day lost.",
    )
    threshold_version: str = _words(
        "S31",
        "latest_occasion decision_date first_occasion",
        NOT_HAVEBURYS,
        "The rule in force when the count was reached.",
    )
    uncertain_time: str = _words("S32", "decision favour_tenant midpoint", NOT_HAVEBURYS, "No guess either way.")
    weak_evidence: str = _words("S33", "decision accept ignore", NOT_HAVEBURYS, "No guess either way.")
    late_evidence_before_payment: str = _words(
        "S34", "hold replace", NOT_HAVEBURYS, "What was promised is not silently withdrawn."
    )
    late_evidence_after_payment: str = _words(
        "S35", "no_recovery manager_may_recover", NOT_HAVEBURYS, "Never an automatic recovery."
    )
    claim_note_after_months: int = _whole("S36", 12, "HS004A has no limit", reason="A note only; 0 = off.")
    far_move_note_hours: int = _whole("S37", 4, NOT_HAVEBURYS, at_least=1, reason="A note only.")
    repeated_moves_note: int = _whole("S38", 3, NOT_HAVEBURYS, at_least=1, reason="A note only.")

    def as_used(self) -> dict[str, SettingValue]:
        return {setting.name: getattr(self, setting.name) for setting in SETTINGS.values()}


def _listed() -> Iterator[Setting]:
    for one in fields(PolicySettings):
        allowed, clause, reason = one.metadata["texts"]
        check = one.metadata["check"]
        yield Setting(one.metadata["number"], one.name, one.default, allowed, clause, reason, check)  # type: ignore[arg-type]


SETTINGS: Mapping[str, Setting] = {setting.name: setting for setting in _listed()}


def checked(name: str, value: object) -> SettingValue:
    """Return the value as the rule uses it; raise SettingNotAllowed."""
    if name not in SETTINGS:
        raise SettingNotAllowed(name, "is not a setting of this policy")
    try:
        return SETTINGS[name].check(value)
    except ValueError as problem:
        raise SettingNotAllowed(name, str(problem)) from None


def checked_text(name: str, text: str) -> SettingValue:
    """As `checked`, for a value typed on a command line, where numbers arrive as text."""
    is_number = name in SETTINGS and isinstance(SETTINGS[name].default, int)
    return checked(name, int(text) if is_number and _WHOLE.fullmatch(text) else text)


def settings_from(*layers: Mapping[str, SettingValue]) -> PolicySettings:
    """Lay checked layers over the defaults; the later wins."""
    merged: dict[str, Any] = {}
    for layer in layers:
        merged.update({name: checked(name, value) for name, value in layer.items()})
    return replace(PolicySettings(), **merged)
