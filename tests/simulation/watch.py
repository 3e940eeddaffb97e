"""What is true of the server after each answer: what it holds by now, and whether it acknowledged only that."""

from typing import Any

import orjson
from sqlalchemy import bindparam, select

from server.storage import journal
from server.storage.database import db
from server.storage.files import BLOBS
from server.storage.phones import devices
from server.storage.prepared import Prepared

ROWS = journal.JOURNAL
FRESH = Prepared(
    select(ROWS.c.position, ROWS.c.hash).where(ROWS.c.position > bindparam("seen")).order_by(ROWS.c.position)
)
PHOTOS = Prepared(select(BLOBS.c.sha256))
HELD = Prepared(
    select(ROWS.c.seq).where(
        ROWS.c.device_id == bindparam("device"), ROWS.c.epoch == bindparam("chain"), ROWS.c.seq <= bindparam("top")
    )
)


class Watch:
    """Looks at the database after each request, past the application."""

    def begin(self) -> None:
        self._position = 0
        self._photos: set[str] = set()
        self._acked: dict[tuple[str, str, str], int] = {}

    def restored(self) -> None:
        newest = select(ROWS.c.position).order_by(ROWS.c.position.desc()).limit(1)
        self._position = db.session.scalar(newest) or 0

    def after(self, asked: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
        connection = db.session.connection()
        fresh = FRESH.rows(connection, {"seen": self._position})
        self._position = fresh[-1][0] if fresh else self._position
        photos = {row[0] for row in PHOTOS.rows(connection, {})}
        new_photos, self._photos = photos - self._photos, photos
        found = {"journalled": [row[1] for row in fresh], "verified": sorted(new_photos)}
        if said["status"] != 200 or not asked["path"].endswith(("/sync", "/sync/raw")):
            return {**found, "violations": [], "summary": len(fresh)}
        answer = orjson.loads(said["body"])
        results = ",".join(f"{each['seq']}:{each['status']}:{each.get('code', '')}" for each in answer["results"])
        summary = f"{answer['acked_seq']} {results} {len(answer['changes'])} {answer['more']} {answer['reset']}"
        return {**found, "violations": list(self._of_ack(answer)), "summary": summary}

    def _of_ack(self, answer: dict[str, Any]) -> list[dict[str, str]]:
        """I-21: every number up to the acknowledged one is here or declared lost; it never decreases."""
        device_id, epoch, acked = answer["device_id"], answer["epoch"], answer["acked_seq"]
        connection = db.session.connection()
        wanted = {"device": device_id, "chain": epoch, "top": acked}
        held = {row[0] for row in HELD.rows(connection, wanted)}
        for first, last in devices.lost_ranges(connection, device_id, epoch):
            held |= set(range(first, last + 1))
        found = []
        missing = [seq for seq in range(1, acked + 1) if seq not in held]
        if missing:
            found.append({"invariant": "I-21", "what": f"acknowledged {acked} of {epoch} without {missing}"})
        place = (answer["server_epoch"], device_id, epoch)
        if acked < self._acked.get(place, 0):
            found.append({"invariant": "I-21", "what": f"acknowledged {acked} of {epoch} after {self._acked[place]}"})
        self._acked[place] = acked
        return found
