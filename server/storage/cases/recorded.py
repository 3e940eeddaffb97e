"""What phones recorded: accepted events with their bodies and times, what is set apart, and their photos.

What a person may not read (household concerns above all) is left out here, with whatever corrects it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import false, func, or_, select

from server.domain.events import readable
from server.domain.viewing import Viewer
from server.domain.withheld import BY_ROLE, withheld_event_ids
from server.storage.database import db
from server.storage.journal import HAS_BODY
from server.storage.tables.files import Blob, BlobReference, Rendition
from server.storage.tables.journal import JournalBody, JournalRow, JournalRuling
from server.storage.tables.register import Operative
from server.storage.tables.visits import VisitEvent
from server.storage.visits import EVENT_BODY, EVENT_ROW

APART = ("quarantined", "forked")


@dataclass(frozen=True)
class RecordedEvent:
    """One accepted event. `body` is what the phone wrote, parsed; `hash` the fingerprint in its chain."""

    row: VisitEvent
    body: Mapping[str, Any]
    hash: str
    who: str

    @property
    def data(self) -> Mapping[str, Any]:
        data = self.body.get("data")
        return data if isinstance(data, Mapping) else {}

    @property
    def corrects(self) -> str | None:
        corrects = self.body.get("corrects")
        return corrects if isinstance(corrects, str) else None

    @property
    def from_gallery(self) -> frozenset[str]:
        """Its photos that were not taken in the app: they may be older than the record."""
        blobs = self.body.get("blobs")
        named = (blob for blob in blobs if isinstance(blob, Mapping)) if isinstance(blobs, list) else ()
        return frozenset(str(blob.get("sha256")) for blob in named if blob.get("source") == "gallery")


@dataclass(frozen=True)
class Photo:
    """A photo that an event names: `waiting` for its bytes, `being_made`, `made`, or `refused` with the reason."""

    sha256: str
    role: str
    event_id: str
    size: int
    state: str
    reason: str
    firm_id: str
    is_from_gallery: bool = False


@dataclass(frozen=True)
class SetApart:
    """A journal row that was kept and not applied; its content is not read here."""

    envelope_sha256: str
    visit_id: str | None
    device_id: str
    seq: int
    status: str
    code: str | None
    received_at: Any
    type: str


@dataclass(frozen=True)
class Record:
    """A visit's events, newest first, and how many are not this person's to read."""

    events: tuple[RecordedEvent, ...]
    withheld: int
    photos: Mapping[str, tuple[Photo, ...]]


def of_visit(viewer: Viewer, visit_id: str, *, household: str = BY_ROLE) -> Record:
    """What was recorded on a visit, as far as this person may read it. The caller has checked the visit itself."""
    events = _events(viewer.landlord_id, VisitEvent.visit_id == visit_id)
    hidden = hidden_events(viewer, events, household=household)
    shown = [event for event in events if event.row.event_id not in hidden]
    secret = _photos_of(viewer.landlord_id, hidden)
    return Record(
        events=tuple(shown),
        withheld=len(events) - len(shown),
        photos=photos_of_events(
            viewer.landlord_id, [event.row.event_id for event in shown], without={photo.sha256 for photo in secret}
        ),
    )


def tied_to(viewer: Viewer, event_id: str, visit_id: str | None, *, household: str = BY_ROLE) -> list[RecordedEvent]:
    """An event and what corrects it, newest first; nothing where this person may not read it."""
    around = _around(viewer.landlord_id, event_id, visit_id)
    hidden = hidden_events(viewer, around, household=household)
    tied = {event_id}
    for event in sorted(around, key=lambda one: (one.row.device_id, one.row.seq)):
        if event.corrects in tied:
            tied.add(event.row.event_id)
    return [event for event in around if event.row.event_id in tied - hidden]


def is_hidden(viewer: Viewer, event_id: str, visit_id: str | None, *, household: str = BY_ROLE) -> bool:
    """Whether an event, or one that it is tied to, is not this person's to read."""
    return event_id in hidden_events(viewer, _around(viewer.landlord_id, event_id, visit_id), household=household)


def hidden_events(viewer: Viewer, events: Iterable[RecordedEvent], *, household: str = BY_ROLE) -> frozenset[str]:
    """The ids among these events, of whole visits, that this person may not read."""
    return withheld_event_ids(viewer, [(event.row.event_id, event.body) for event in events], household=household)


def photos_of_events(
    landlord_id: str, event_ids: Iterable[str], *, without: Iterable[str] = ()
) -> dict[str, tuple[Photo, ...]]:
    """The photos that each event names, by event id, without the given ones."""
    withheld = set(without)
    found: dict[str, list[Photo]] = {}
    for photo in _photos_of(landlord_id, event_ids):
        if photo.sha256 not in withheld:
            found.setdefault(photo.event_id, []).append(photo)
    return {event_id: tuple(photos) for event_id, photos in found.items()}


def may_see_photo(viewer: Viewer, sha256: str, visible_visits: Iterable[str]) -> bool:
    """Whether some visit of these names the photo, and nothing that this person may not read does."""
    references = list(
        db.session.execute(
            select(BlobReference.event_id, BlobReference.visit_id, BlobReference.firm_id).where(
                BlobReference.landlord_id == viewer.landlord_id, BlobReference.sha256 == sha256
            )
        )
    )
    visits = set(visible_visits)
    if not any(row.visit_id in visits or (row.visit_id is None and _own(viewer, row)) for row in references):
        return False
    event_ids = {row.event_id for row in references}
    around = _events(
        viewer.landlord_id,
        VisitEvent.event_id.in_(event_ids) | VisitEvent.visit_id.in_({r.visit_id for r in references if r.visit_id}),
    )
    return not event_ids & hidden_events(viewer, around)


def visits_naming(landlord_id: str, sha256: str) -> list[str]:
    """The visits whose events name a photo."""
    query = (
        select(BlobReference.visit_id)
        .where(BlobReference.landlord_id == landlord_id, BlobReference.sha256 == sha256)
        .where(BlobReference.visit_id.is_not(None))
        .distinct()
    )
    return [visit_id for visit_id in db.session.scalars(query) if visit_id]


def set_apart(landlord_id: str, *, visit_id: str | None = None, limit: int = 200) -> list[SetApart]:
    """Events that were kept and do not count now, and that nobody has set aside, newest first.

    The newest ruling stands; it may also take back what was accepted at first.
    """
    taken_back = select(JournalRuling.envelope_sha256).where(
        JournalRuling.landlord_id == landlord_id, JournalRuling.status == "quarantined"
    )
    newest = (
        select(func.max(JournalRuling.ruling_id))
        .where(JournalRuling.envelope_sha256 == JournalRow.envelope_sha256)
        .correlate(JournalRow)
        .scalar_subquery()
    )
    status = func.coalesce(JournalRuling.status, JournalRow.status)
    query = (
        select(JournalRow, JournalBody.body, status, func.coalesce(JournalRuling.code, JournalRow.code))
        .outerjoin(JournalRuling, JournalRuling.ruling_id == newest)
        .outerjoin(JournalBody, HAS_BODY)
        .where(JournalRow.landlord_id == landlord_id, status.in_(APART))
        .where(or_(JournalRow.status.in_(APART), JournalRow.envelope_sha256.in_(taken_back)))
        .order_by(JournalRow.position.desc())
        .limit(limit)
    )
    if visit_id is not None:
        query = query.where(JournalRow.visit_id == visit_id)
    return [_set_apart(row, body, (status, code)) for row, body, status, code in db.session.execute(query)]


def parsed(body: bytes | None) -> Mapping[str, Any]:
    """A body as far as it can be read and shown; an erased or unreadable one is empty."""
    content = body or b"{}"
    try:
        found = json.loads(content)
        # Only escapes can hold what no page can show.
        found = readable(found) if b"\\u" in content else found
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, Mapping) else {}


def _around(landlord_id: str, event_id: str, visit_id: str | None) -> list[RecordedEvent]:
    """The event with its whole visit, where it has one: what corrects it stands there."""
    same_visit = VisitEvent.visit_id == visit_id if visit_id is not None else false()
    return _events(landlord_id, (VisitEvent.event_id == event_id) | same_visit)


def _own(viewer: Viewer, row: Any) -> bool:
    return viewer.firm_id is None or bool(row.firm_id == viewer.firm_id)


def _events(landlord_id: str, condition: Any) -> list[RecordedEvent]:
    query = (
        select(VisitEvent, JournalBody.body, JournalRow.hash, Operative.full_name)
        .join(JournalRow, EVENT_ROW)
        .outerjoin(JournalBody, EVENT_BODY)
        .outerjoin(
            Operative,
            (Operative.landlord_id == VisitEvent.landlord_id) & (Operative.operative_id == VisitEvent.actor_id),
        )
        .where(VisitEvent.landlord_id == landlord_id, condition)
        .order_by(VisitEvent.asserted_to_at.desc(), VisitEvent.seq.desc())
    )
    return [
        RecordedEvent(row, parsed(body), fingerprint, name or row.actor_id)
        for row, body, fingerprint, name in db.session.execute(query)
    ]


def _photos_of(landlord_id: str, event_ids: Iterable[str]) -> list[Photo]:
    wanted = list(event_ids)
    query = (
        select(BlobReference, Blob.verified_at, Rendition.state, Rendition.reason)
        .outerjoin(
            Blob,
            (Blob.landlord_id == BlobReference.landlord_id)
            & (Blob.firm_id == BlobReference.firm_id)
            & (Blob.sha256 == BlobReference.sha256),
        )
        .outerjoin(
            Rendition,
            (Rendition.landlord_id == BlobReference.landlord_id) & (Rendition.sha256 == BlobReference.sha256),
        )
        .where(BlobReference.landlord_id == landlord_id, BlobReference.event_id.in_(wanted))
    )
    rows = db.session.execute(query) if wanted else ()
    return [_photo(reference, verified_at, state, reason) for reference, verified_at, state, reason in rows]


def _photo(reference: BlobReference, verified_at: Any, state: str | None, reason: str | None) -> Photo:
    standing = {"made": "made", "refused": "refused"}.get(state or "", "being_made")
    return Photo(
        sha256=reference.sha256,
        role=reference.role,
        event_id=reference.event_id,
        size=reference.size,
        state="waiting" if verified_at is None else standing,
        reason=reason or "",
        firm_id=reference.firm_id,
    )


def _set_apart(row: JournalRow, body: bytes | None, standing: tuple[str, str | None]) -> SetApart:
    kind = parsed(body).get("type")
    return SetApart(
        envelope_sha256=row.envelope_sha256,
        visit_id=row.visit_id,
        device_id=row.device_id,
        seq=row.seq,
        status=standing[0],
        code=standing[1],
        received_at=row.received_at,
        type=kind if isinstance(kind, str) else "",
    )
