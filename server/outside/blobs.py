"""The blob store: a local folder or an S3 bucket, named by BLOBS_URL.

Originals are evidence and stand apart from the pictures made of them. A local write is on the disk before it returns.
"""

import os
from collections.abc import Iterator
from hashlib import sha256 as digest
from pathlib import Path
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore, S3Store

from server.domain.errors import DoorstepError

VIEW, THUMBNAIL = "view", "thumbnail"


class BlobsUnavailable(DoorstepError):
    """The store does not answer; what was sent is kept and can be sent on later."""

    def __init__(self) -> None:
        super().__init__("unavailable", "Photos cannot be kept just now. Nothing is lost; try again in a minute.")


class WrongBytes(DoorstepError):
    """Stored bytes no longer hash to their name; they are not shown as evidence."""

    def __init__(self, sha256: str) -> None:
        super().__init__("wrong_bytes", f"The photo {sha256[:12]} is damaged in the store.", {"sha256": sha256})


class Blobs:
    """Bytes by key. Keys never carry a name, an address or anything a person typed."""

    def __init__(self, store: ObjectStore, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder

    def put(self, key: str, content: bytes | Path) -> None:
        """Keep `content`; the same key again replaces it whole, never in part."""
        try:
            obstore.put(self._store, key, content)
        except (BaseError, OSError) as error:
            raise BlobsUnavailable from error
        if self._folder is not None:
            _sync_to_disk(self._folder / key)

    def get(self, key: str) -> bytes | None:
        """The bytes, or None where there are none."""
        try:
            return obstore.get(self._store, key).bytes().to_bytes()
        except (NotFoundError, FileNotFoundError):
            return None
        except (BaseError, OSError) as error:
            raise BlobsUnavailable from error

    def remove(self, key: str) -> None:
        """Take the bytes away; where there are none, nothing happens."""
        try:
            obstore.delete(self._store, key)
        except (NotFoundError, FileNotFoundError):
            return
        except (BaseError, OSError) as error:
            raise BlobsUnavailable from error

    def original(self, landlord_id: str, sha256: str) -> bytes | None:
        """The bytes as uploaded, checked against their name once more."""
        content = self.get(original_key(landlord_id, sha256))
        if content is not None and digest(content).hexdigest() != sha256:
            raise WrongBytes(sha256)
        return content

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Every key under the prefix, in no order."""
        try:
            for page in obstore.list(self._store, prefix or None):
                yield from (entry["path"] for entry in page)
        except (BaseError, OSError) as error:
            raise BlobsUnavailable from error

    def check(self) -> None:
        """Write, read and remove a small object; raises BlobsUnavailable."""
        self.put("check/doorstep", b"here")
        found = self.get("check/doorstep")
        try:
            obstore.delete(self._store, "check/doorstep")
        except (BaseError, OSError) as error:
            raise BlobsUnavailable from error
        if found != b"here":
            raise BlobsUnavailable


def open_blobs(url: str) -> Blobs:
    """The store at `file:///folder` or `s3://bucket/prefix`; S3 reads the usual AWS_ variables."""
    parts = urlsplit(url)
    if parts.scheme == "s3":
        return Blobs(S3Store.from_url(url))
    folder = Path(parts.path)
    folder.mkdir(parents=True, exist_ok=True)
    return Blobs(LocalStore(prefix=folder), folder)


def original_key(landlord_id: str, sha256: str) -> str:
    """Where a blob's bytes as uploaded stand."""
    return f"originals/{landlord_id}/{sha256[:2]}/{sha256}"


def rendition_key(landlord_id: str, sha256: str, which: str) -> str:
    """Where the safe picture `view` or `thumbnail` of a blob stands."""
    return f"renditions/{landlord_id}/{sha256[:2]}/{sha256}-{which}.jpg"


def paper_key(landlord_id: str, paper_id: str) -> str:
    """Where a sealed paper about earnings or a recharge stands."""
    return f"papers/{landlord_id}/{paper_id}"


def photo_key(landlord_id: str, photo_id: str, which: str) -> str:
    """Where the sealed picture `view` or `thumbnail` of a tenant's photo stands."""
    return f"photos/{landlord_id}/{photo_id}-{which}"


def _sync_to_disk(path: Path) -> None:
    """The phone deletes its copy on our word, so the file and its name must outlive a power cut."""
    for place, flags in ((path, os.O_RDONLY), (path.parent, os.O_RDONLY | os.O_DIRECTORY)):
        descriptor = os.open(place, flags)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
