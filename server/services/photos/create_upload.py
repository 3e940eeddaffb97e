"""Begin a photo's upload. A photo that the firm has already sent in whole begins finished."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.uploads import UploadWish
from server.outside.clock import Clock
from server.storage import files
from server.storage.database import transaction
from server.storage.files import UploadRow

UPLOAD_LASTS = timedelta(days=7)
MOST_OPEN = 500


@dataclass(frozen=True)
class Sender:
    """The phone that sends: its device, and the firm whose evidence it is."""

    device_id: str
    landlord_id: str
    firm_id: str


class TooManyUploads(DoorstepError):
    """A phone has more uploads under way than any day's work makes."""

    def __init__(self) -> None:
        super().__init__("too_many", "This phone has too many unfinished uploads. Finish or end some first.")


def create_upload(sender: Sender, wish: UploadWish, metadata_header: str, *, clock: Clock) -> UploadRow:
    """Write the new upload down; its `offset` is full and `finished_at` set where the blob is known already."""
    now = clock.now()
    with transaction() as connection:
        if files.open_upload_count(connection, sender.device_id) >= MOST_OPEN:
            raise TooManyUploads
        known = files.blob_size(connection, sender.landlord_id, sender.firm_id, wish.sha256) == wish.length
        upload = UploadRow(
            upload_id=str(uuid7()),
            **asdict(sender),
            **asdict(wish),
            offset=wish.length if known else 0,
            metadata_header=metadata_header,
            created_at=now,
            expires_at=now + UPLOAD_LASTS,
            finished_at=now if known else None,
        )
        files.add_upload(connection, upload)
    return upload
