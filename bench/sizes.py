"""What the phone fetches: JavaScript before the first screen, and everything that it keeps."""

import gzip
from dataclasses import dataclass
from pathlib import PurePosixPath

from server.http.shell.files import read_served_files, shell_files


@dataclass(frozen=True)
class Sizes:
    """Bytes, compressed as they are sent."""

    javascript: int
    all_kept: int
    files: int
    largest: tuple[str, int]


def measure() -> Sizes:
    """Add up what `/app/` brings to a phone on first load."""
    found = read_served_files()
    kept = [path for path, _ in shell_files(found)]
    size = {path: len(found[path].gzipped or found[path].content) for path in [*kept, "/app/sw.js"]}
    scripts = [path for path in size if PurePosixPath(path).suffix == ".js"]
    largest = max(size, key=lambda path: size[path])
    return Sizes(sum(size[path] for path in scripts), sum(size.values()), len(size), (largest, size[largest]))


def compressed_together(paths: list[str]) -> int:
    """How small the same files are as one stream: the floor that bundling could reach."""
    found = read_served_files()
    return len(gzip.compress(b"".join(found[path].content for path in paths), 9, mtime=0))
