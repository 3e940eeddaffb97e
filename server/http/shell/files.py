"""The files that browsers get as they are written: read once at the start, kept beside their compressed form."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from server.http.shell.joined import GROUPS, homes, joined
from server.http.shell.lean import lean
from server.storage.places import folder

# Only these endings are served; anything else in the folders is for us, not for browsers.
MIME = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
# 128 bits of each hash tell a portal's page or half a deployment apart; the list travels with every look for an update.
_LISTED_DIGITS = 32
# Not for the phone: the console's own, and pictures that only an installer shows.
NOT_PRECACHED = (
    "/app/sw.js",
    "/app/types.js",
    "/app/ui/shapes.js",
    "/static/console",
    "/static/alarms",
    "/static/board",
    "/static/charts",
    "/static/queue",
    "/static/tenant",
    "/static/vendor/htmx",
)


@dataclass(frozen=True)
class ServedFile:
    """One file as it goes out."""

    content: bytes
    gzipped: bytes | None
    sha256: str
    mime: str
    goes_inside: bool = False  # another file holds this module for the phones


def read_served_files() -> dict[str, ServedFile]:
    """Every file under `/app/` and `/static/` by its path; `/app/` itself is the app's page."""
    found = {
        f"/{prefix}/{path.relative_to(root).as_posix()}": _read(path)
        for prefix, root in (("app", folder("pwa")), ("static", folder("static")))
        for path in _files_below(root)
    }
    found["/app/"] = _with_joined_app(found.pop("/app/index.html"))
    found |= _joined(found)
    found["/app/sw.js"] = _with_file_list(found["/app/sw.js"], shell_files(found))
    return found


def shell_files(found: dict[str, ServedFile]) -> list[tuple[str, str]]:
    """What the phone keeps so that it opens without us: path and hash, in path order."""
    return sorted(
        (path, file.sha256)
        for path, file in found.items()
        if not path.startswith(NOT_PRECACHED) and not file.goes_inside
    )


def shell_version(files: list[tuple[str, str]]) -> str:
    """A hash over the whole set: one changed byte anywhere is a new version."""
    return hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16]


def _files_below(root: Path) -> Iterator[Path]:
    return (path for path in sorted(root.rglob("*")) if path.suffix in MIME and path.is_file())


def _read(path: Path) -> ServedFile:
    content = path.read_bytes()
    if path.suffix == ".js" and "vendor" not in path.parts:
        content = lean(content.decode()).encode()
    return _served(content, MIME[path.suffix])


def _served(content: bytes, mime: str) -> ServedFile:
    compressed = gzip.compress(content, 9, mtime=0)
    smaller = compressed if len(compressed) < len(content) * 0.9 else None
    return ServedFile(content, smaller, hashlib.sha256(content).hexdigest(), mime)


def _joined(found: dict[str, ServedFile]) -> dict[str, ServedFile]:
    """The joined files, and the modules that they hold. Those are served too: a page that was open before may ask."""
    modules = {path: file.content.decode() for path, file in found.items() if path.endswith(".js")}
    made = {address: _served(text.encode(), MIME[".js"]) for address, text in joined(modules).items()}
    return made | {path: replace(found[path], goes_inside=True) for path in homes(modules)}


def _with_joined_app(page: ServedFile) -> ServedFile:
    return _served(page.content.replace(b'"/app/app.js"', f'"{next(iter(GROUPS))}"'.encode(), 1), page.mime)


def _with_file_list(worker: ServedFile, files: list[tuple[str, str]]) -> ServedFile:
    listed = json.dumps([[path, sha256[:_LISTED_DIGITS]] for path, sha256 in files], separators=(",", ":"))
    text = worker.content.decode()
    text = text.replace("'__VERSION__'", f"'{shell_version(files)}'", 1)
    return _served(text.replace("'__FILES__'", f"'{listed}'", 1).encode(), worker.mime)
