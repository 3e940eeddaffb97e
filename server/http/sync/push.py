"""Where a phone says that it may be woken, and where it takes that back."""

from typing import Any

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.http.access import callers
from server.http.sync.content import content, parsed
from server.http.sync.gate import clock, config, phone
from server.http.sync.waiting import ask_to_wait
from server.services.notices.subscribe_to_push import subscribe_phone, unsubscribe_phone
from server.storage.telling.subscriptions import Subscription

bp = Blueprint("push", __name__, url_prefix="/api/v1")
ask_to_wait(bp)

MOST_BYTES = 4096


@bp.put("/push")
@callers("device")
def put_push() -> ResponseReturnValue:
    """The browser's own subscription, as `PushSubscription.toJSON()` writes it."""
    subscribe_phone(
        phone(), read_subscription(parsed(content(MOST_BYTES))), services=config().push_services, clock=clock()
    )
    return Response(status=204)


@bp.delete("/push")
@callers("device")
def delete_push() -> ResponseReturnValue:
    """No more wake-ups for this phone."""
    unsubscribe_phone(phone())
    return Response(status=204)


def read_subscription(said: Any) -> Subscription:
    """Raises where it does not have the form of a subscription; what its parts are worth is looked at later."""
    keys = said.get("keys") if isinstance(said, dict) else None
    parts = (said.get("endpoint"), keys.get("p256dh"), keys.get("auth")) if isinstance(keys, dict) else ()
    texts = [part for part in parts if isinstance(part, str)]
    if len(texts) != 3:
        message = "Send endpoint, keys.p256dh and keys.auth, each as text."
        raise DoorstepError("wrong_subscription", message)
    return Subscription(*texts)
