"""An event as bare bytes, its numbers in headers: for bodies that no JSON string can hold, or no batch."""

import re

from flask import request

from server.domain.sync_messages import BadMessage, Envelope, Message, read_envelope
from server.domain.times import Reading
from server.http.sync.gate import clock
from server.storage.phones.devices import Phone

_NUMBER = re.compile(r"[1-9][0-9]{0,15}")


def read_raw(sender: Phone, body: bytes) -> Message:
    """The one event as a message of its own; raises BadMessage naming the header."""
    seq = request.headers.get("Event-Seq", "")
    if not _NUMBER.fullmatch(seq):
        raise BadMessage("Event-Seq", "must be a whole number from 1.")
    numbers = {
        "device_id": request.headers.get("Event-Device"),
        "epoch": request.headers.get("Event-Epoch"),
        "seq": int(seq),
        "id": request.headers.get("Event-Id"),
        "prev": request.headers.get("Event-Prev"),
        "hash": request.headers.get("Event-Hash"),
        "body": "",
    }
    envelope = read_envelope(numbers, "event")._replace(body=body)
    request_id = request.headers.get("Sync-Request-Id", "")
    if not re.fullmatch(r"[\x21-\x7e]{1,80}", request_id):
        raise BadMessage("Sync-Request-Id", "must be 1 to 80 printable ASCII characters without spaces.")
    return _message(sender, request_id, envelope)


def _message(sender: Phone, request_id: str, envelope: Envelope) -> Message:
    """A raw event tells no head and no clock of the phone: it is dated by its receipt alone."""
    now_ms = round(clock().now().timestamp() * 1000)
    return Message(request_id, sender.device_id, envelope.epoch, None, Reading(now_ms), events=(envelope,))
