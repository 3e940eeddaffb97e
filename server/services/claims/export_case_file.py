"""Sets the file of a repair as a document and writes down who took it out, with its fingerprint."""

from collections.abc import Mapping
from hashlib import sha256

from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.outside.documents import make_pdf
from server.storage.database import transaction
from server.storage.people import audit


def export_case_file(root: str, facts: Mapping[str, object], *, viewer: Viewer, clock: Clock) -> bytes:
    """The PDF of the facts; they were cut down to this viewer before."""
    content = make_pdf("report", facts)
    after = {"sha256": sha256(content).hexdigest(), "roles": list(viewer.roles)}
    with transaction():
        subject = audit.Subject("repair", root)
        audit.record(viewer.landlord_id, subject, "case_file_exported", by=viewer.user_id, at=clock.now(), after=after)
    return content
