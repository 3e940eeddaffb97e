"""A push of which there is no sign is followed by a text: sooner where it is about the next hours."""

from server.domain.notices.kinds import URGENT
from server.domain.wording.tenant_times import london_date
from server.outside.clock import Clock
from server.services.notices.tell_otherwise import tell_otherwise
from server.services.phones.tell_phones import tell_phones_of
from server.storage.database import db, transaction
from server.storage.telling import notices
from server.storage.telling.telling_policy import telling_policy


def text_after_push(*, clock: Clock, limit: int = 50) -> int:
    """Returns how many pushes were followed up; each is once."""
    now = clock.now()
    policy = telling_policy(london_date(now))
    with db.engine.connect() as connection:
        silent = notices.unseen_pushes(
            connection,
            urgent_before=now - policy.text_after_urgent_push,
            others_before=now - policy.text_after_push,
            urgent=URGENT,
            limit=limit,
        )
    for notice_id in silent:
        with transaction() as connection:
            notice = notices.given_up(connection, notice_id, "No browser showed it in time.", now)
            if notice is not None:
                tell_otherwise(notice, now=now)
                tell_phones_of(notice, at=now)
    return len(silent)
