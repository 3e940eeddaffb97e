"""Where the files that travel with the code stand: bundled inside a wheel, or beside it in the repository."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def folder(name: str) -> Path:
    """The folder `pwa`, `static` or `migrations`: the bundled copy first, then the repository's."""
    bundled = _PACKAGE / "bundled" / name
    return bundled if bundled.is_dir() else _PACKAGE.parent / name
