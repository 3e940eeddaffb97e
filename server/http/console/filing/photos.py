"""In what is printed: the photos of a record, each with when it was recorded, or why its picture is not there."""

from collections.abc import Iterator, Mapping

from server.http.console.filing.blocks import Block, note
from server.http.console.showing.timeline import Line
from server.http.console.showing.words import word
from server.storage.cases.recorded import Photo

Pictured = Mapping[str, str]
"""The file name of each photo's picture, by the photo's fingerprint."""


def photos(one: Line, pictured: Pictured) -> Iterator[Block]:
    for number, photo in enumerate(one.photos, 1):
        what = f"Photo {number}: {word(photo.role) or 'no word of what it shows'}"
        older = " It came from the phone's gallery and may be older." if photo.is_from_gallery else ""
        taken = f"{what}. Recorded {one.time.text} ({one.time.trust}).{older} Fingerprint {in_groups(photo.sha256)}"
        if photo.sha256 in pictured:
            yield {"kind": "picture", "name": pictured[photo.sha256], "alt": what, "percent": 70}
        yield note(f"{taken}.{_missing(photo, pictured)}")


def in_groups(fingerprint: str) -> str:
    """A line of paper cannot hold it in one piece."""
    return " ".join(fingerprint[place : place + 8] for place in range(0, len(fingerprint), 8))


def _missing(photo: Photo, pictured: Pictured) -> str:
    if photo.sha256 in pictured:
        return ""
    reasons = {"waiting": "it is still on the phone", "refused": f"it cannot be shown safely: {photo.reason}"}
    return f" Its picture is not in this file: {reasons.get(photo.state, 'it is being made')}."
