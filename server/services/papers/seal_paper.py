"""Takes in a paper that somebody sent: hostile until checked, sealed before it is kept, opened for a person alone.

A photo is made anew from its points and only that is kept. A PDF is kept as it is, never drawn by us, only handed over.
"""

from dataclasses import dataclass

from server.domain.errors import DoorstepError
from server.outside.blobs import Blobs, paper_key
from server.outside.keys import Keys
from server.outside.photos import PictureRefused, make_pictures

MOST_BYTES = 10 * 1024 * 1024
PICTURE, PDF = "picture", "pdf"


@dataclass(frozen=True)
class Safe:
    """Where sealed papers stand, and what seals them."""

    blobs: Blobs
    keys: Keys


@dataclass(frozen=True)
class OpenedPaper:
    """A paper's bytes: a JPEG that we made, or a PDF as it was sent."""

    kind: str
    content: bytes


@dataclass(frozen=True)
class SealedPaper:
    """What is known of a paper once it stands in the store: its kind, and its size when opened."""

    kind: str
    size: int


def seal_paper(landlord_id: str, paper_id: str, content: bytes, *, safe: Safe) -> SealedPaper:
    """Check, seal and keep; raises `paper_refused` with what to send instead."""
    kind, checked = _checked(content)
    safe.blobs.put(paper_key(landlord_id, paper_id), safe.keys.seal_paper(paper_id, checked))
    return SealedPaper(kind, len(checked))


def open_paper(landlord_id: str, paper_id: str, kind: str, *, safe: Safe) -> OpenedPaper:
    """What was sealed under this id; raises `not_found` where it cannot be opened."""
    box = safe.blobs.get(paper_key(landlord_id, paper_id))
    content = None if box is None else safe.keys.open_paper(paper_id, box)
    if content is None:
        raise DoorstepError("not_found", "This paper cannot be opened: the store or the server's secret has changed.")
    return OpenedPaper(kind, content)


def remove_paper(landlord_id: str, paper_id: str, *, safe: Safe) -> None:
    safe.blobs.remove(paper_key(landlord_id, paper_id))


def _checked(content: bytes) -> tuple[str, bytes]:
    if not content:
        raise DoorstepError("paper_refused", "Choose a photo or a PDF first.")
    if len(content) > MOST_BYTES:
        raise DoorstepError("paper_refused", "This file is larger than 10 MB. Send a photo of the paper instead.")
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise DoorstepError("paper_refused", "This PDF is not whole. Send it again, or a photo of the paper.")
        return PDF, content
    try:
        return PICTURE, make_pictures(content).view
    except PictureRefused as error:
        raise DoorstepError("paper_refused", f"{error} Send a photo or a PDF.") from error
