"""Photos in the database: uploads on their way, verified blobs, and the safe pictures made from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, exists, func, or_, select, update
from sqlalchemy.engine import Connection, CursorResult

from server.storage.insertion import insert_if_absent
from server.storage.prepared import Prepared
from server.storage.tables.files import Blob, BlobReference, Rendition, Upload

BLOBS = cast(Table, Blob.__table__)
UPLOADS = cast(Table, Upload.__table__)
REFERENCES = cast(Table, BlobReference.__table__)
RENDITIONS = cast(Table, Rendition.__table__)


_VERIFIED = Prepared(
    select(BLOBS.c.sha256).where(
        BLOBS.c.landlord_id == bindparam("landlord"),
        BLOBS.c.firm_id == bindparam("firm"),
        BLOBS.c.sha256.in_(bindparam("shas", expanding=True)),
    )
)


def verified_among(connection: Connection, landlord_id: str, firm_id: str, shas: Iterable[str]) -> set[str]:
    """Those of `shas` whose bytes this firm has sent in whole; the phone may let go of these."""
    wanted = {"landlord": landlord_id, "firm": firm_id, "shas": set(shas)}
    return {row[0] for row in _VERIFIED.rows(connection, wanted)}


@dataclass(frozen=True)
class UploadRow:
    """An upload as it stands; `offset` counts the bytes that are durably ours."""

    upload_id: str
    landlord_id: str
    device_id: str
    firm_id: str
    sha256: str
    event_id: str
    length: int
    offset: int
    metadata_header: str
    created_at: datetime
    expires_at: datetime
    finished_at: datetime | None = None
    ended_at: datetime | None = None
    ended_code: str | None = None
    writer: str | None = None


_UPLOAD_COLUMNS = [UPLOADS.c[name] for name in UploadRow.__dataclass_fields__]


def add_upload(connection: Connection, upload: UploadRow) -> None:
    """Write a new upload."""
    connection.execute(UPLOADS.insert().values({name: getattr(upload, name) for name in upload.__dataclass_fields__}))


_OF_DEVICE = select(*_UPLOAD_COLUMNS).where(
    UPLOADS.c.upload_id == bindparam("upload"), UPLOADS.c.device_id == bindparam("device")
)
_FIND, _HOLD = Prepared(_OF_DEVICE), Prepared(_OF_DEVICE.with_for_update())


def find_upload(connection: Connection, upload_id: str, device_id: str) -> UploadRow | None:
    """The device's own upload; another device's is as if it were not there."""
    row = _FIND.first(connection, {"upload": upload_id, "device": device_id})
    return UploadRow(*row) if row else None


def take_pen_away(connection: Connection, upload_id: str, device_id: str) -> UploadRow | None:
    """Let nobody append from now on; returns the upload as it stood before, with who held the pen."""
    row = _HOLD.first(connection, {"upload": upload_id, "device": device_id})
    hand_pen_to(connection, upload_id, None)
    return UploadRow(*row) if row else None


def open_upload_count(connection: Connection, device_id: str) -> int:
    """How many uploads of this device are under way."""
    query = (
        select(func.count())
        .select_from(UPLOADS)
        .where(UPLOADS.c.device_id == device_id, UPLOADS.c.finished_at.is_(None), UPLOADS.c.ended_at.is_(None))
    )
    return connection.execute(query).scalar() or 0


def hand_pen_to(connection: Connection, upload_id: str, writer: str | None) -> None:
    """Let this request, and no older one, append from now on; None lets nobody."""
    connection.execute(update(UPLOADS).where(UPLOADS.c.upload_id == upload_id).values(writer=writer))


def move_offset(connection: Connection, upload: UploadRow, writer: str | None, new_offset: int) -> bool:
    """Move the offset on, unless another request has taken the pen or the offset has moved meanwhile.

    `writer` None: nobody holds the pen.
    """
    query = (
        update(UPLOADS)
        .where(
            UPLOADS.c.upload_id == upload.upload_id,
            UPLOADS.c.offset == upload.offset,
            UPLOADS.c.writer == writer,
            UPLOADS.c.finished_at.is_(None),
            UPLOADS.c.ended_at.is_(None),
        )
        .values(offset=new_offset)
    )
    return _changed(connection.execute(query))


def end_upload(connection: Connection, upload_id: str, code: str, at: datetime) -> None:
    """Close an upload without a photo: expired, terminated or hash_mismatch."""
    query = update(UPLOADS).where(UPLOADS.c.upload_id == upload_id, UPLOADS.c.finished_at.is_(None))
    connection.execute(query.values(ended_at=at, ended_code=code, writer=None))


def put_away(connection: Connection, upload_id: str, at: datetime) -> None:
    """Close a finished upload: its address answers no more, its photo stays."""
    query = update(UPLOADS).where(UPLOADS.c.upload_id == upload_id)
    connection.execute(query.values(ended_at=at, ended_code="terminated"))


def finish_upload(connection: Connection, upload: UploadRow, at: datetime) -> None:
    """The bytes hash to their name and are kept: write the blob down and close the upload."""
    keep_blob(
        connection,
        Blob(
            landlord_id=upload.landlord_id,
            firm_id=upload.firm_id,
            sha256=upload.sha256,
            size=upload.length,
            verified_at=at,
        ),
    )
    query = update(UPLOADS).where(UPLOADS.c.upload_id == upload.upload_id)
    connection.execute(query.values(offset=upload.length, finished_at=at, writer=None))


def keep_blob(connection: Connection, blob: Blob) -> None:
    """Write a verified blob down and ask for its renditions, each once."""
    values = {name: getattr(blob, name) for name in ("landlord_id", "firm_id", "sha256", "size", "verified_at")}
    insert_if_absent(connection, BLOBS, [values])
    asked = {"state": "waiting", "reason": "", "asked_at": blob.verified_at}
    insert_if_absent(connection, RENDITIONS, [{"landlord_id": blob.landlord_id, "sha256": blob.sha256, **asked}])


def named_among(connection: Connection, device_id: str, shas: Iterable[str]) -> set[str]:
    """Those of `shas` that an accepted event of this phone names."""
    query = select(REFERENCES.c.sha256).where(REFERENCES.c.device_id == device_id, REFERENCES.c.sha256.in_(set(shas)))
    return set(connection.execute(query).scalars())


@dataclass(frozen=True)
class MissingPhoto:
    """A photo that an accepted event of this firm names."""

    landlord_id: str
    firm_id: str
    sha256: str


def missing_photos(connection: Connection, after: str, limit: int) -> list[MissingPhoto]:
    """Photos that events name and that no firm at all has sent, in the order of their hashes after `after`."""
    named = REFERENCES.c
    sent = exists().where(BLOBS.c.landlord_id == named.landlord_id, BLOBS.c.sha256 == named.sha256)
    query = select(named.landlord_id, named.firm_id, named.sha256).distinct().where(~sent, named.sha256 > after)
    return [MissingPhoto(*row) for row in connection.execute(query.order_by(named.sha256).limit(limit))]


def blob_size(connection: Connection, landlord_id: str, firm_id: str, sha256: str) -> int | None:
    """The size of a verified blob of this firm, or None."""
    query = select(BLOBS.c.size).where(
        BLOBS.c.landlord_id == landlord_id, BLOBS.c.firm_id == firm_id, BLOBS.c.sha256 == sha256
    )
    return connection.execute(query).scalar_one_or_none()


def uploads_to_clear(connection: Connection, now: datetime, limit: int) -> list[str]:
    """Ids of uploads that ran out of time and are still open."""
    query = (
        select(UPLOADS.c.upload_id)
        .where(UPLOADS.c.expires_at <= now, UPLOADS.c.finished_at.is_(None), UPLOADS.c.ended_at.is_(None))
        .order_by(UPLOADS.c.expires_at)
        .limit(limit)
    )
    return list(connection.execute(query).scalars())


@dataclass(frozen=True)
class RenditionRow:
    """A safe picture that was asked for; `state` is waiting, made or refused with its `reason`."""

    landlord_id: str
    sha256: str
    state: str
    reason: str
    width: int | None
    height: int | None


_RENDITION_COLUMNS = [RENDITIONS.c[name] for name in RenditionRow.__dataclass_fields__]


def waiting_renditions(connection: Connection, limit: int) -> list[RenditionRow]:
    """The pictures to make, oldest wish first."""
    query = (
        select(*_RENDITION_COLUMNS)
        .where(RENDITIONS.c.state == "waiting")
        .order_by(RENDITIONS.c.asked_at, RENDITIONS.c.sha256)
        .limit(limit)
    )
    return [RenditionRow(*row) for row in connection.execute(query)]


def find_rendition(connection: Connection, landlord_id: str, sha256: str) -> RenditionRow | None:
    """How far the safe picture of a blob is; None while the blob itself is awaited."""
    query = select(*_RENDITION_COLUMNS).where(RENDITIONS.c.landlord_id == landlord_id, RENDITIONS.c.sha256 == sha256)
    row = connection.execute(query).one_or_none()
    return RenditionRow(*row) if row else None


def rendition_made(connection: Connection, rendition: RenditionRow, size: tuple[int, int], at: datetime) -> None:
    """Both pictures stand in the blob store."""
    _judge(connection, rendition, {"state": "made", "width": size[0], "height": size[1], "made_at": at})


def rendition_refused(connection: Connection, rendition: RenditionRow, reason: str, at: datetime) -> None:
    """No safe picture can be made of these bytes; they stay as evidence, and the reason is shown in their place."""
    _judge(connection, rendition, {"state": "refused", "reason": reason, "made_at": at})


def _judge(connection: Connection, rendition: RenditionRow, values: dict[str, object]) -> None:
    query = update(RENDITIONS).where(
        or_(RENDITIONS.c.state == "waiting", RENDITIONS.c.state == "refused"),
        RENDITIONS.c.landlord_id == rendition.landlord_id,
        RENDITIONS.c.sha256 == rendition.sha256,
    )
    connection.execute(query.values(**values))


def _changed(result: object) -> bool:
    return cast("CursorResult[object]", result).rowcount == 1
