"""What a sync answers, field by field as the protocol has it."""

from typing import Any

from flask import Response

from server.domain.client_versions import upgrade_for
from server.domain.sync_messages import Message
from server.domain.times import Contact
from server.http.sync.content import answered
from server.http.sync.gate import clock, config, keys
from server.services.sync.read_changes import Changes
from server.services.sync.record_events import Recorded
from server.storage.phones.devices import Phone

PROTOCOL = 1

_RESTORED = "The server stands at an earlier point than this phone was told. Send again from acked_seq."
_REVOKED = "This phone was taken out of use. It gets no visits; what it holds is still taken."


def full_answer(
    phone: Phone, message: Message, recorded: Recorded, changes: Changes, received_ms: int
) -> dict[str, Any]:
    """The body of a 200."""
    issued_ms = round(clock().now().timestamp() * 1000)
    contact = Contact(received_ms, issued_ms, message.clock)
    return {
        "protocol": PROTOCOL,
        "request_id": message.request_id,
        "device_id": phone.device_id,
        "epoch": message.epoch,
        "server_epoch": phone.server_epoch,
        "t_recv": received_ms,
        "t_send": issued_ms,
        "anchor": keys().issue_anchor(phone.device_id, contact),
        "results": recorded.results,
        "acked_seq": recorded.acked_seq,
        "acked_hash": recorded.acked_hash,
        **({"held": recorded.held._asdict()} if recorded.held else {}),
        "gaps": recorded.gaps,
        "blobs_needed": [sha for sha in recorded.photos if sha not in recorded.verified],
        "blobs_verified": [sha for sha in recorded.photos if sha in recorded.verified],
        "changes": changes.changes,
        "cursor": changes.cursor,
        "more": changes.more,
        "reset": changes.reset,
        "upgrade": upgrade(message),
        "retry_after_s": 0,
    }


def upgrade(message: Message) -> str:
    """Whether this phone's app is behind."""
    return upgrade_for(message.app_version, required=config().client_required)


def restored(phone: Phone, message: Message, recorded: Recorded, received_ms: int) -> Response:
    """409: the phone knows more than the server. It carries the proof, and all that a 200 says but changes."""
    said = full_answer(phone, message, recorded, Changes([], None), received_ms)
    details = {name: said[name] for name in ("server_epoch", "acked_seq", "acked_hash")}
    return answered(
        {"code": "server_restored", "message": _RESTORED, "details": details, **said}, 409, message.request_id
    )


def refused(phone: Phone, message: Message) -> Response:
    """403: a revoked phone that brings nothing."""
    said = {"code": "device_revoked", "message": _REVOKED, "details": {}}
    about = {"request_id": message.request_id, "device_id": phone.device_id, "epoch": message.epoch}
    return answered({**said, **about}, 403, message.request_id)
