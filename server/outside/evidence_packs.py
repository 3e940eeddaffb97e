"""Where an evidence pack is written: a folder or a zip file, with the hash of every file in it and our signature."""

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from server.outside import verify_pack

SUMS, SIGNATURE, SCRIPT = verify_pack.SUMS, verify_pack.SIGNATURE, "verify.py"


class Pack:
    """Files by name, each written once. `write` puts one file where it belongs."""

    def __init__(self, write: Callable[[str, bytes], None]) -> None:
        self._write = write
        self._sums: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        self._write(name, content)
        self._sums[name] = hashlib.sha256(content).hexdigest()

    def has(self, name: str) -> bool:
        return name in self._sums

    def seal(self, sign: Callable[[str], str]) -> str:
        """Add the script that checks the pack, the list of hashes and our signature over the list's own hash.

        Returns that hash: the pack's fingerprint.
        """
        self.add(SCRIPT, Path(verify_pack.__file__).read_bytes())
        sums = verify_pack.sums_text(self._sums)
        fingerprint = hashlib.sha256(sums).hexdigest()
        self._write(SUMS, sums)
        self._write(SIGNATURE, sign(fingerprint).encode() + b"\n")
        return fingerprint


def in_folder(folder: Path) -> Pack:
    """A pack as a folder, which must be new or empty; raises FileExistsError."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)

    def write(name: str, content: bytes) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    return Pack(write)


def in_zip(archive: zipfile.ZipFile) -> Pack:
    """A pack as a zip file."""
    return Pack(lambda name, content: archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED))


def open_zip(target: Path | IO[bytes]) -> zipfile.ZipFile:
    return zipfile.ZipFile(target, "w")
