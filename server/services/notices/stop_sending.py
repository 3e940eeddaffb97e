"""The kill switch: stops what leaves by a channel, or by all, and lets it go on; both are written down with who."""

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.notices.post import CHANNELS
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.telling import stops

STOPPABLE = (stops.EVERYTHING, *CHANNELS)


class StopRefused(DoorstepError):
    """The switch was not moved; the sentence says why."""

    def __init__(self, message: str) -> None:
        super().__init__("stop_refused", message)


def stop_sending(landlord_id: str, channel: str, *, reason: str, by: str, clock: Clock) -> None:
    """Nothing leaves by this channel from now on, but alarms for somebody in danger."""
    if channel not in STOPPABLE:
        raise StopRefused("Choose what is to be stopped.")
    if not reason.strip():
        raise StopRefused("Write why it is stopped: whoever finds it stopped has to know.")
    with transaction() as connection:
        if not stops.stop(connection, landlord_id, channel, reason=reason.strip(), by=by, at=clock.now()):
            raise StopRefused("This is stopped already.")
        subject = audit.Subject("sending", channel)
        audit.record(landlord_id, subject, "sending_stopped", by=by, at=clock.now(), reason=reason.strip())


def resume_sending(landlord_id: str, channel: str, *, by: str, clock: Clock) -> None:
    """It goes on; what can help nobody any more is not sent."""
    with transaction() as connection:
        if not stops.resume(connection, landlord_id, channel, by=by, at=clock.now()):
            raise StopRefused("This is not stopped.")
        audit.record(landlord_id, audit.Subject("sending", channel), "sending_resumed", by=by, at=clock.now())
