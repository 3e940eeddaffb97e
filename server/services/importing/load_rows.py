"""Put good rows into their tables: new ones added, changed ones updated and audited, unchanged ones left alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from server.domain.imports.fates import Place
from server.storage.feed import Change as FeedChange
from server.storage.feed import operative as phones_of
from server.storage.importing import import_record, repairs_intake
from server.storage.importing.import_columns import PLAIN
from server.storage.people import audit
from server.storage.phones import touched_visits
from server.storage.phones.assignments import assign, make_visits
from server.storage.upserts import Upserted, upsert

NAMES_PEOPLE = ("doorstep", "hact")
"""Styles whose appointments say whose they are; for the others it is the main tenant of that day."""


@dataclass(frozen=True)
class GoodRow:
    """A row fit to load, with the digest of its cells."""

    place: Place
    key: str
    digest: str
    values: Mapping[str, Any]


@dataclass
class Loading:
    """One file being loaded: whose it is, when, and what has been done so far."""

    landlord_id: str
    kind: str
    style: str
    import_id: str
    by: str
    at: datetime
    since: datetime
    added: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    unchanged: int = 0
    reassigned: set[tuple[str, str]] = field(default_factory=set)
    evidence_for: set[str] = field(default_factory=set)


def load_rows(loading: Loading, rows: Sequence[GoodRow]) -> None:
    """Load one batch inside the caller's transaction."""
    before = import_record.standings(loading.landlord_id, loading.kind, {row.key for row in rows})
    as_loaded = {row.key: import_record.Standing(row.digest, "loaded") for row in rows}
    fresh = [row for row in rows if before.get(row.key) != as_loaded[row.key]]
    loading.unchanged += len(rows) - len(fresh)
    if not fresh:
        return
    if loading.kind == "appointment":
        _load_appointments(loading, fresh)
    else:
        _note(loading, _put(loading, loading.kind, fresh))
    if loading.kind == "history":
        repairs_intake.settle_from_history(loading.landlord_id, [row.values for row in fresh])
        loading.evidence_for.update(row.values["appointment_id"] for row in fresh)
    import_record.remember(loading.landlord_id, loading.kind, loading.import_id, as_loaded)


def changes_for_phones(loading: Loading) -> list[FeedChange]:
    """Everything on the phones that this file has changed."""
    touched = loading.added | loading.changed
    if loading.kind == "appointment":
        return touched_visits.of_appointments(loading.landlord_id, touched | {key for key, _ in loading.reassigned})
    if loading.kind == "operative":
        return [FeedChange(phones_of(key), "operative", key) for key in sorted(loading.changed)]
    find = _SHOWN_IN_VISITS.get(loading.kind)
    return find(loading.landlord_id, touched, since=loading.since) if find else []


def to_assess_again(loading: Loading) -> set[str]:
    """The appointments about which this file has said something new; only those already assessed matter."""
    if loading.kind == "person":
        return touched_visits.appointments_of_people(loading.landlord_id, loading.changed)
    return loading.changed if loading.kind == "appointment" else loading.evidence_for


_SHOWN_IN_VISITS = {
    "home": touched_visits.of_homes,
    "person": touched_visits.of_people,
    "firm": touched_visits.of_firms,
    "flag": touched_visits.of_flags,
}


def _load_appointments(loading: Loading, rows: Sequence[GoodRow]) -> None:
    values = [row.values for row in rows]
    _, _, columns = PLAIN["repair"]
    repairs_intake.add_repairs(loading.landlord_id, [columns(one) for one in values])
    _, key, columns = PLAIN["appointment"]
    merged = repairs_intake.keep_what_was_recorded(loading.landlord_id, [columns(one) for one in values])
    if loading.style not in NAMES_PEOPLE:
        repairs_intake.name_tenants(loading.landlord_id, merged)
    entity = PLAIN["appointment"][0]
    result = upsert(entity, loading.landlord_id, key, merged)
    changed = {change.key for change in result.changed}
    repairs_intake.follow_changes(loading.landlord_id, changed, [one for one in values if one[key] in changed])
    _note(loading, result)
    loading.reassigned |= assign(loading.landlord_id, {one[key]: _operatives(one) for one in values}, at=loading.at)
    make_visits(loading.landlord_id, [one[key] for one in values], at=loading.at)


def _operatives(values: Mapping[str, Any]) -> tuple[str, ...]:
    names = (values["operative_id"], values["second_operative_id"])
    return tuple(dict.fromkeys(name for name in names if name))


def _put(loading: Loading, kind: str, rows: Sequence[GoodRow]) -> Upserted:
    entity, key, columns = PLAIN[kind]
    return upsert(entity, loading.landlord_id, key, [columns(row.values) for row in rows])


def _note(loading: Loading, result: Upserted) -> None:
    loading.added.update(result.added)
    loading.changed.update(change.key for change in result.changed)
    for change in result.changed:
        audit.record(
            loading.landlord_id,
            audit.Subject(loading.kind, change.key),
            "import_changed",
            by=loading.by,
            at=loading.at,
            before=change.before,
            after=change.after,
            reason=f"import {loading.import_id}",
        )
