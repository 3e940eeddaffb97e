"""Copy everything that cannot be made again into one folder, and back: database, photos, the server's secret."""

import os
import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from server.domain.errors import DoorstepError
from server.outside.blobs import Blobs
from server.outside.clock import Clock
from server.storage import meta
from server.storage.database import transaction
from server.storage.evidence import copying

FORMAT = 1
_MANIFEST, _SECRET = "manifest.json", "secret_key"
_EVIDENCE = "originals"
# Papers and tenants' photos stand sealed; what opens them is made from the server's secret, which goes with them.
_KINDS_OF_BLOBS = (_EVIDENCE, "renditions", "papers", "photos")


class BackupRefused(DoorstepError):
    """A backup that cannot be made there, or cannot be read back."""

    def __init__(self, problem: str) -> None:
        super().__init__("backup_refused", problem)


@dataclass(frozen=True)
class Copied:
    """How much a backup holds, and the life of the database after a restore."""

    rows: int
    blobs: int
    server_epoch: str = ""


def back_up(folder: Path, *, data_dir: Path, blobs: Blobs, clock: Clock) -> Copied:
    """Write a backup into an empty or new folder while the product runs.

    The database is copied first and as it stands at one moment: a photo is in the store before any row names it,
    so every photo of that moment is found afterwards. What leaves the store meanwhile, as the picture of a card that
    is worn no more or a paper that was taken back, is left out. The manifest comes last and makes the backup whole.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BackupRefused(f"{folder} is not empty. Name a new folder.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    revision, tables = copying.revision_of_database(), copying.dump(folder / "tables")
    names = (name for kind in _KINDS_OF_BLOBS for name in sorted(blobs.keys(kind)))
    copied = sum(_copy_blob(folder, name, blobs) for name in names)
    if (data_dir / _SECRET).exists():
        shutil.copyfile(data_dir / _SECRET, folder / _SECRET)
        (folder / _SECRET).chmod(0o600)
    manifest = {
        "format": FORMAT,
        "made_at": clock.now().isoformat(),
        "revision": revision,
        "tables": tables,
        "blobs": copied,
    }
    _write(folder / _MANIFEST, orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
    return Copied(sum(tables.values()), copied)


def _copy_blob(folder: Path, name: str, blobs: Blobs) -> int:
    """Returns how many were copied: none where it left the store meanwhile. Operatives' photos never do."""
    content = blobs.get(name)
    if content is None and name.startswith(_EVIDENCE):
        raise BackupRefused(f"{name} left the store while it was copied. Find out why, and make another backup.")
    if content is not None:
        _write(folder / "blobs" / name, content)
    return int(content is not None)


def restore(folder: Path, *, data_dir: Path, blobs: Blobs, clock: Clock) -> Copied:
    """Put a backup in the place of what is here, and begin a new server epoch: phones send again what it lacks.

    What was here before is kept first, in the data folder, where there was anything.
    """
    manifest = _read_manifest(folder)
    _check_blobs(folder)
    if not copying.is_empty():
        kept = data_dir / f"before-restore-{clock.now():%Y%m%dT%H%M%S}"
        copying.dump(kept / "tables")
    copying.load(folder / "tables", manifest["revision"])
    count = 0
    for path in _files(folder / "blobs"):
        blobs.put(path.relative_to(folder / "blobs").as_posix(), path)
        count += 1
    if (folder / _SECRET).exists():
        _write(data_dir / _SECRET, (folder / _SECRET).read_bytes())
        (data_dir / _SECRET).chmod(0o600)
    with transaction() as connection:
        epoch = meta.renew_server_epoch(connection)
    return Copied(sum(manifest["tables"].values()), count, epoch)


def _read_manifest(folder: Path) -> dict[str, Any]:
    path = folder / _MANIFEST
    if not path.exists():
        raise BackupRefused(f"{folder} is no whole backup: it has no {_MANIFEST}.")
    manifest: dict[str, Any] = orjson.loads(path.read_bytes())
    if manifest.get("format") != FORMAT or not copying.knows(str(manifest.get("revision"))):
        raise BackupRefused(f"{folder} was made by a newer version of the product. Upgrade first, then restore.")
    return manifest


def _check_blobs(folder: Path) -> None:
    """A photo's name is its hash: a backup with a damaged one is refused before anything is replaced."""
    for path in _files(folder / "blobs" / "originals"):
        if sha256(path.read_bytes()).hexdigest() != path.name:
            raise BackupRefused(f"The photo {path.name[:12]} in {folder} is damaged. Use another backup.")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
