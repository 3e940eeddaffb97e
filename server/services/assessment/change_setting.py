"""Changes a policy value or setting from a day on: tried first over the last twelve months, then saved by the director.

The trial assesses what went into each case's newest assessment twice, with and without the change, a bounded number of
cases at a time, and keeps how far it has come: it can be left and gone on with, and it changes no case.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from uuid_utils.compat import uuid7

from server.domain.cases.policy_settings import SETTINGS, SettingNotAllowed, checked_text
from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.outside.clock import Clock
from server.services.assessment.assess_case import assess_case
from server.services.assessment.build_case import standing_answers
from server.storage.cases import households, setting_drafts
from server.storage.cases.landlord_policy import AROUND_THE_RULE, POLICY_VALUES
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.decisions import PolicyOverride, SettingDraft

AT_ONCE = 100
OFFLINE_TIME_TRUST = ("asserted_unless_disputed", "witness_required")
_LOOKS_BACK = timedelta(days=365)
_EXAMPLES = 20
_LARGEST_VALUE = 1_000_000


@dataclass(frozen=True)
class SettingChange:
    """What is to hold from a day on. `reference` is the clause it rests on, or "not Havebury's"."""

    name: str
    value: str
    starts_on: date
    reference: str
    reason: str


def draft_setting(landlord_id: str, change: SettingChange, *, by: str, clock: Clock) -> str:
    """Check the change and begin its trial; returns the draft's id."""
    if not change.reference.strip() or not change.reason.strip():
        raise DoorstepError("reason_missing", 'Give the clause it rests on, or "not Havebury\'s", and the reason.')
    draft = SettingDraft(
        draft_id=str(uuid7()),
        landlord_id=landlord_id,
        name=change.name,
        starts_on=change.starts_on,
        value={"value": read_value(change.name, change.value)},
        reference=change.reference.strip(),
        reason=change.reason.strip(),
        by=by,
        at=clock.now(),
        place="",
        found={
            "of": setting_drafts.how_many_cases(landlord_id),
            "seen": 0,
            "looked_at": 0,
            "changed": 0,
            "before_pence": 0,
            "after_pence": 0,
            "examples": [],
        },
    )
    with transaction():
        setting_drafts.add_draft(draft)
    return draft.draft_id


def read_value(name: str, text: str) -> Any:
    """The value as it is stored; raises SettingNotAllowed. A policy value may be `none`: then none is set."""
    text = text.strip()
    if name in SETTINGS:
        return checked_text(name, text)
    if name in POLICY_VALUES and text == "none":
        return None
    if name == "offline_time_trust":
        if text not in OFFLINE_TIME_TRUST:
            raise SettingNotAllowed(name, "must be one of the answers of the list")
        return text
    if name not in POLICY_VALUES and name not in AROUND_THE_RULE:
        raise SettingNotAllowed(name, "is not a setting of this policy")
    if not (text.isascii() and text.isdigit()) or int(text) > _LARGEST_VALUE:
        raise SettingNotAllowed(name, f"must be a whole number from 0 to {_LARGEST_VALUE}")
    return int(text)


def go_on_with_trial(landlord_id: str, draft_id: str, *, clock: Clock, most: int = AT_ONCE) -> SettingDraft:
    """Look at the next `most` cases; the draft says how far it has come, and `done_at` when there are no more."""
    with transaction():
        draft = _draft(landlord_id, draft_id)
        if draft.done_at is not None:
            return draft
        found: dict[str, Any] = dict(draft.found)
        rows = setting_drafts.inputs_after(landlord_id, draft.place, most)
        for case_id, read in rows:
            found["seen"] += 1
            if _is_of_the_year(read, clock.now()):
                _compare(draft, case_id, read, found, clock.now())
            draft.place = case_id
        draft.found = found
        if len(rows) < most:
            draft.done_at = clock.now()
    return draft


def save_setting(landlord_id: str, draft_id: str, *, by: str, clock: Clock) -> PolicyOverride:
    """Append the change after its trial, and have every case assessed again; once for a draft."""
    now = clock.now()
    with transaction():
        draft = _draft(landlord_id, draft_id)
        if draft.done_at is None:
            raise DoorstepError("not_tried", "Let the trial end first: it shows what the change would do.")
        newest = setting_drafts.changes(landlord_id, limit=1)
        if draft.saved_at is not None or (newest and newest[0].at > draft.at):
            raise DoorstepError("stale_edit", "A setting was changed since this trial began. Try the change again.")
        draft.saved_at = now
        change = PolicyOverride(
            landlord_id=landlord_id,
            name=draft.name,
            starts_on=draft.starts_on,
            value=draft.value["value"],  # type: ignore[index]
            reference=draft.reference,
            reason=draft.reason,
            by=by,
            at=now,
            taken_up_at=now if draft.starts_on <= london_day(now) else None,
        )
        setting_drafts.add_change(change)
        setting_drafts.mark_all_stale(landlord_id)
        after = {"value": change.value, "from": change.starts_on.isoformat(), "reference": change.reference}
        about = audit.Subject("setting", change.name)
        audit.record(landlord_id, about, "setting_changed", by=by, at=now, after=after, reason=change.reason)
    return change


def take_up_settings(landlord_id: str, *, clock: Clock) -> int:
    """Have every case assessed again where the day of a change has come; returns how many changes that was."""
    now = clock.now()
    if not setting_drafts.not_taken_up(landlord_id, london_day(now)):
        return 0
    with transaction():
        due = setting_drafts.not_taken_up(landlord_id, london_day(now))
        for change in due:
            change.taken_up_at = now
        setting_drafts.mark_all_stale(landlord_id)
    return len(due)


def _draft(landlord_id: str, draft_id: str) -> SettingDraft:
    found = setting_drafts.draft(landlord_id, draft_id)
    if found is None:
        raise DoorstepError("not_found", "There is nothing here, or it is not yours to see.")
    return found


def _is_of_the_year(read: dict[str, Any], now: datetime) -> bool:
    starts = (row.get("agreed_start") for repair in read["repairs"] for row in repair["appointments"])
    since = now - _LOOKS_BACK
    return any(start is not None and datetime.fromisoformat(start) >= since for start in starts)


def _compare(draft: SettingDraft, case_id: str, read: dict[str, Any], found: dict[str, Any], now: datetime) -> None:
    answers = standing_answers(households.of_case(draft.landlord_id, case_id), read)
    before, after = assess_case(read, answers=answers), assess_case(_changed(draft, read, now), answers=answers)
    found["looked_at"] += 1
    found["before_pence"] += before["total_pence"]
    found["after_pence"] += after["total_pence"]
    if _outcome(before) == _outcome(after):
        return
    found["changed"] += 1
    if len(found["examples"]) < _EXAMPLES:
        roots = sorted({row["root"] for row in before["roots"]})  # type: ignore[attr-defined]
        pair = {"before": _outcome(before)[:2], "after": _outcome(after)[:2]}
        found["examples"] = [*found["examples"], {"repairs": roots[:3], **pair}]


def _changed(draft: SettingDraft, read: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The case as if the change had held for the whole of the time looked at."""
    value: Any = draft.value["value"]  # type: ignore[index]
    if draft.name in SETTINGS:
        return {**read, "settings": {**read["settings"], draft.name: value}}
    if draft.name not in POLICY_VALUES:
        return read
    since = london_day(now - 2 * _LOOKS_BACK).isoformat()
    kept = [row for row in read["policy"] if draft.name not in row or row["from"] < since]
    return {**read, "policy": [*kept, {"from": since, draft.name: value}]}


def _outcome(output: dict[str, Any]) -> list[Any]:
    missed = [(one["appointment"], one["result"]) for one in output["occasions"]]
    return [output["state"], output["total_pence"], output["at_stake_pence"], missed]
