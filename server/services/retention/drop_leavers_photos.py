"""A card's photo is kept for as long as its operative works for the firm, and goes on the day after they left."""

from server.domain.evidence.records import london_day
from server.outside.blobs import Blobs
from server.outside.clock import Clock
from server.services.phones.remove_card_pictures import remove_card_pictures
from server.storage import feed
from server.storage.database import db, transaction
from server.storage.people import audit
from server.storage.phones import card_photos

BY = "server"
_REASON = "a card's photo is kept for as long as somebody works for the firm"


def drop_leavers_photos(*, blobs: Blobs, clock: Clock) -> int:
    """Returns how many went. The pictures go first: were we to stop then, the next round finds the name again."""
    now = clock.now()
    with transaction():
        gone = card_photos.of_leavers(london_day(now))
        for operative in gone:
            sha256, operative.photo_sha256 = str(operative.photo_sha256), None
            db.session.flush()
            remove_card_pictures(operative.landlord_id, sha256, blobs=blobs)
            about = audit.Subject("operative", operative.operative_id)
            audit.record(operative.landlord_id, about, "photo_removed", by=BY, at=now, reason=_REASON)
        db.session.flush()
        for operative in gone:
            change = feed.Change(feed.operative(operative.operative_id), "operative", operative.operative_id)
            feed.append(operative.landlord_id, [change], at=now)
    return len(gone)
