"""What the phone fetches: JavaScript before the first screen, and everything that it keeps."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from server.http.shell.files import read_served_files, shell_files

# What the page itself names: the modules that stand between it and the first screen.
FIRST_SCREEN = re.compile(r'(?:modulepreload" href|script[^>]* src)="([^"]+\.js)"')


@dataclass(frozen=True)
class Sizes:
    """Bytes, compressed as they are sent."""

    first_screen_javascript: int
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
    first = set(FIRST_SCREEN.findall(found["/app/"].content.decode()))
    return Sizes(
        first_screen_javascript=sum(size[path] for path in first),
        javascript=sum(size[path] for path in scripts),
        all_kept=sum(size.values()),
        files=len(size),
        largest=(largest, size[largest]),
    )
