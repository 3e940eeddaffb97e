"""Events that a phone had let go of on our word, and sends again because a restored backup has lost them."""

import orjson

from server.domain.sync_messages import BadMessage, Envelope, Message, Sealed, read_envelope
from server.outside.keys import Keys
from server.storage.phones.devices import Phone


def opened(phone: Phone, message: Message, keys: Keys) -> list[Envelope]:
    """The sealed events as envelopes, ready to be judged like any other."""
    return [_opened(phone, message, each, keys.open_box(each.box)) for each in message.sealed]


def _opened(phone: Phone, message: Message, each: Sealed, content: bytes | None) -> Envelope:
    """What was in the box. A box that cannot be opened is journalled as it is, as bytes that do not fit their hash:
    the number is accounted for, and nothing that the phone had is thrown away."""
    try:
        return read_envelope(orjson.loads(content or b""), "sealed")
    except (orjson.JSONDecodeError, BadMessage):
        event_id = f"sealed-{each.hash}"
        return Envelope(
            phone.device_id, message.epoch, each.seq, event_id, "0" * 64, each.hash, each.box.encode(), None
        )
