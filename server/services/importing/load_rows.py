"""Put good rows into their tables: new ones added, changed ones updated and audited, unchanged ones left alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from server.domain.imports.columns import Sheet
from server.domain.imports.fates import Place
from server.domain.imports.said import said_anew, written
from server.services.flags.follow_register import follow_register
from server.storage.feed import Change as FeedChange
from server.storage.feed import operative as phones_of
from server.storage.importing import import_record, repairs_intake, same_promises
from server.storage.importing.import_columns import PLAIN
from server.storage.people import audit
from server.storage.phones import touched_visits
from server.storage.phones.assignments import assign, make_visits
from server.storage.safety import flag_cases
from server.storage.upserts import Upserted, upsert


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
    sheet: Sheet
    import_id: str
    by: str
    at: datetime
    since: datetime
    added: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    unchanged: int = 0
    reassigned: set[tuple[str, str]] = field(default_factory=set)
    evidence_for: set[str] = field(default_factory=set)

    @property
    def kind(self) -> str:
        return self.sheet.kind

    @property
    def style(self) -> str:
        return self.sheet.style

    @property
    def source(self) -> import_record.Source:
        return import_record.Source(self.landlord_id, self.kind, self.style, self.import_id)


def load_rows(loading: Loading, rows: Sequence[GoodRow]) -> None:
    """Load one batch inside the caller's transaction."""
    before = import_record.standings(loading.landlord_id, loading.kind, {row.key for row in rows})
    fresh = [row for row in rows if not _is_known(before.get(row.key), row)]
    loading.unchanged += len(rows) - len(fresh)
    if not fresh:
        return
    as_loaded = {row.key: import_record.Standing(row.digest, "loaded") for row in fresh}
    if loading.kind == "appointment":
        as_loaded = _load_appointments(loading, fresh, before)
    elif loading.kind == "flag":
        as_loaded = _load_flags(loading, fresh, before)
    else:
        _note(loading, _put(loading, loading.kind, fresh))
    if loading.kind == "history":
        repairs_intake.settle_from_history(loading.landlord_id, [row.values for row in fresh])
        loading.evidence_for.update(row.values["appointment_id"] for row in fresh)
    import_record.remember(loading.source, as_loaded)


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


_SHOWN_AT_THE_DOOR = {"kind", "what_to_do"}

_SHOWN_IN_VISITS = {
    "home": touched_visits.of_homes,
    "person": touched_visits.of_people,
    "firm": touched_visits.of_firms,
    "flag": touched_visits.of_flags,
}


def _is_known(before: import_record.Standing | None, row: GoodRow) -> bool:
    """A row of which every cell stood in the newest file too says nothing new."""
    return before is not None and (before.digest, before.standing) == (row.digest, "loaded")


def _load_appointments(
    loading: Loading, rows: Sequence[GoodRow], before: Mapping[str, import_record.Standing]
) -> dict[str, import_record.Standing]:
    """Each row under the appointment it stands for, which another style may have brought under a key of its own."""
    ids = same_promises.find(loading.source, {row.key: row.values for row in rows}, before)
    values = [{**row.values, "appointment_id": ids[row.key]} for row in rows]
    _put_appointments(loading, values)
    said = {row.key: ";".join(_operatives(row.values)) for row in rows}
    wanted = {
        ids[row.key]: _operatives(row.values)
        for row in rows
        if _says_who(loading, row, before.get(row.key), is_own=ids[row.key] == row.key)
    }
    loading.reassigned |= assign(loading.landlord_id, wanted, at=loading.at)
    make_visits(loading.landlord_id, list(ids.values()), at=loading.at)
    return {row.key: import_record.Standing(row.digest, "loaded", ids[row.key], said[row.key]) for row in rows}


def _load_flags(
    loading: Loading, rows: Sequence[GoodRow], before: Mapping[str, import_record.Standing]
) -> dict[str, import_record.Standing]:
    """What the file says of a flag as it did last time leaves alone what was decided here since."""
    entity, key, columns = PLAIN["flag"]
    values = {row.key: columns(row.values) for row in rows}
    said = {name: written(line) for name, line in values.items()}
    anew = {name: said_anew(before[name].said if name in before else "", said[name]) for name in values}
    changed: dict[str, frozenset[str]] = {line[key]: frozenset() for line in values.values()}
    for fields in set(anew.values()):
        lines = [line for name, line in values.items() if anew[name] == fields]
        result = upsert(entity, loading.landlord_id, key, lines, keep=lines[0].keys() - fields)
        changed.update((change.key, frozenset(change.after)) for change in result.changed)
        _note(loading, result)
    reworded = [flag_id for flag_id, names in changed.items() if names & _SHOWN_AT_THE_DOOR]
    flag_cases.begin_versions(loading.landlord_id, reworded)
    follow_register(loading.landlord_id, changed, by=loading.by, at=loading.at)
    return {row.key: import_record.Standing(row.digest, "loaded", said=said[row.key]) for row in rows}


def _says_who(loading: Loading, row: GoodRow, before: import_record.Standing | None, *, is_own: bool) -> bool:
    """Whether this row says anew who comes: the same names as last time leave alone whom the office put on since."""
    gives = loading.sheet.gives
    if gives is not None and "operative_id" not in gives:
        return False
    names = ";".join(_operatives(row.values))
    if before is None or before.standing != "loaded":
        return is_own
    return names != before.operatives


def _put_appointments(loading: Loading, values: Sequence[Mapping[str, Any]]) -> None:
    gives = loading.sheet.gives
    _, _, columns = PLAIN["repair"]
    repairs_intake.add_repairs(loading.landlord_id, [columns(one) for one in values])
    entity, key, columns = PLAIN["appointment"]
    merged = repairs_intake.keep_what_was_recorded(loading.landlord_id, [columns(one) for one in values], gives)
    if not loading.sheet.names_people:
        repairs_intake.name_tenants(loading.landlord_id, merged)
    result = upsert(entity, loading.landlord_id, key, merged)
    changed = {change.key for change in result.changed}
    repairs_intake.follow_changes(loading.landlord_id, changed, [one for one in values if one[key] in changed], gives)
    _note(loading, result)


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
