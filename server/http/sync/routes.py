"""The phone's addresses: enrol, sync, and one event that no batch can carry."""

from typing import Any

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from server.domain.client_versions import REQUIRED
from server.domain.errors import DoorstepError
from server.domain.sync_messages import MOST_BYTES, MOST_RAW_BYTES, BadMessage, Message, read_message
from server.http.access import callers
from server.http.errors import STATUS_BY_CODE, answer
from server.http.sync.answers import full_answer, refused, restored, upgrade
from server.http.sync.content import answered, content, parsed
from server.http.sync.enrolment import enrol_answer, read_wish
from server.http.sync.gate import clock, config, keys, phone
from server.http.sync.photos import photo_reader
from server.http.sync.raw import read_raw
from server.http.sync.turns import own_turn
from server.http.sync.waiting import ask_to_wait, come_back
from server.services.phones.enrol_device import TooManyWrongCodes, enrol_device
from server.services.phones.rotate_token import rotate_token
from server.services.sync.read_changes import Changes, read_changes
from server.services.sync.record_events import record_events

bp = Blueprint("sync", __name__, url_prefix="/api/v1")
ask_to_wait(bp)


@bp.post("/enrol")
@callers("anyone")
def enrol() -> ResponseReturnValue:
    """Trade a one-time code for a token."""
    wish = read_wish(parsed(content(64 * 1024)))
    enrolled = enrol_device(wish, landlord_id=config().landlord_id, keys=keys(), clock=clock())
    return answered(enrol_answer(enrolled), 201)


@bp.post("/sync")
@callers("device")
def sync() -> ResponseReturnValue:
    """Take a batch, acknowledge it, and say what changed."""
    received = clock().now()
    body = content(MOST_BYTES)
    with own_turn():
        return _recorded(read_message(parsed(body)), received)


@bp.post("/sync/raw")
@callers("device")
def sync_raw() -> ResponseReturnValue:
    """Take the bare bytes of one event, whatever they are."""
    received = clock().now()
    body = content(MOST_RAW_BYTES)
    with own_turn():
        return _recorded(read_raw(phone(), body), received, with_changes=False)


def _recorded(message: Message, received: Any, *, with_changes: bool = True) -> Response:
    sender = phone()
    if message.device_id != sender.device_id:
        raise BadMessage("device_id", "is not the phone that this token was given to.")
    recorded = record_events(sender, message, keys=keys(), at=received)
    received_ms = round(received.timestamp() * 1000)
    other_epoch = message.server_epoch not in (None, sender.server_epoch)
    # A revoked phone hears of a restore as well: what it holds in boxes is evidence that we lost.
    if other_epoch or (message.acked is not None and recorded.acked_seq < message.acked.seq):
        return restored(sender, message, recorded, received_ms)
    if sender.revoked_at is not None and message.brings_nothing:
        return refused(sender, message)
    changes = Changes([], message.cursor)
    if with_changes and sender.revoked_at is None and upgrade(message) != REQUIRED:
        changes = read_changes(
            sender,
            message.cursor,
            now=received,
            photo=photo_reader(sender.landlord_id),
            wrote=any(result["status"] != "duplicate" for result in recorded.results),
        )
    said = full_answer(sender, message, recorded, changes, received_ms)
    token = rotate_token(sender, keys=keys(), at=received)
    return answered({**said, "token": token} if token else said, 200, message.request_id)


@bp.errorhandler(DoorstepError)
def say_limits(error: DoorstepError) -> Any:
    """Limits stand beside the code, where phones of every version look for them."""
    if error.code == "too_large":
        said = {"code": error.code, "message": error.message, "details": error.details, **error.details}
        return answered(said, 413)
    if isinstance(error, TooManyWrongCodes):
        return come_back(error.code, error.message, 429, error.retry_after_s)
    if error.code == "unknown_token":
        response = answered({"code": error.code, "message": error.message, "details": {}}, 401)
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    return answer(error.code, error.message, error.details, STATUS_BY_CODE.get(error.code, 400))
