"""The addresses that gateways call: what became of a text, what a tenant answered, that a push was shown.

Every call proves where it comes from; the same call twice changes nothing; nothing in it can be our error.
"""

from dataclasses import replace
from hmac import compare_digest

from flask import Blueprint, Response, abort, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from server.config import Config
from server.domain.errors import DoorstepError
from server.http.access import NotAllowed, callers
from server.http.errors import answer
from server.http.sync.gate import keys
from server.outside.clock import Clock
from server.outside.sms.choosing import gateway_name, open_listener
from server.outside.sms.port import DELIVERED, Call, Listener, NotUnderstood, Receipt, Reply
from server.services.notices.take_receipt import take_receipt
from server.services.notices.take_reply import take_reply

bp = Blueprint("hooks", __name__, url_prefix="/hooks")

MOST_BYTES = 64 * 1024


class NotReadable(DoorstepError):
    """The call is from the gateway and says nothing that we know."""

    def __init__(self) -> None:
        super().__init__("not_understood", "This is neither a receipt nor a reply of this gateway.")


def gateway_gate(names: tuple[str, ...]) -> None:
    """Let a call through that only the gateway, or a browser that was sent the push, can have made."""
    arguments = request.view_args or {}
    if "token" in arguments:
        proof = keys().hook_token(f"push:{arguments['notice_id']}")
        if not compare_digest(arguments["token"].encode(), proof.encode()):
            raise NotAllowed
        return
    if arguments.get("gateway") != gateway_name(_config().sms_url):
        abort(404)
    g.call = _call()
    if not _listener().is_genuine(g.call):
        raise NotAllowed("This call is not signed by the gateway.")


@bp.route("/sms/<gateway>", methods=["GET", "POST"])
@callers("gateway")
def hear(gateway: str) -> ResponseReturnValue:
    """A receipt or a reply. Kannel asks by GET for its receipts."""
    try:
        heard = _listener().read(g.call)
    except NotUnderstood:
        raise NotReadable from None
    if isinstance(heard, Receipt):
        take_receipt(replace(heard, notice_id=_kept(heard.notice_id), detail=_kept(heard.detail)), clock=_clock())
    else:
        said = Reply(_kept(heard.sender), _kept(heard.text), _kept(heard.message_id))
        take_reply(_config().landlord_id, said, clock=_clock())
    # Without a word: some gateways would send an answer on to the tenant.
    return Response(status=204)


@bp.post("/push/<notice_id>/<token>")
@callers("gateway")
def push_seen(notice_id: str, token: str) -> ResponseReturnValue:
    """The browser has shown the push: the sign of delivery without which a text follows."""
    take_receipt(Receipt(notice_id, DELIVERED), clock=_clock())
    return Response(status=204)


@bp.errorhandler(OperationalError)
def say_busy(error: OperationalError) -> Response:
    """The database is away for a moment: gateways try again."""
    busy = answer("unavailable", "The server is busy. Try again in a minute.", status=503)
    busy.headers["Retry-After"] = "60"
    return busy


def _kept(text: str) -> str:
    """Without what no database keeps: the letter that is none, and halves of letters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _call() -> Call:
    """The call as the gateway made it: behind a proxy its own idea of our address is the public one."""
    if (request.content_length or 0) > MOST_BYTES:
        abort(413)
    path = request.full_path.rstrip("?") if request.query_string else request.path
    return Call(
        url=f"{_config().public_url}{path}",
        query=request.args.to_dict(),
        headers=dict(request.headers),
        form=request.form.to_dict(),
        body=request.get_data(cache=True),
    )


def _listener() -> Listener:
    return open_listener(_config().sms_url, keys())


def _config() -> Config:
    return current_app.extensions["doorstep_config"]  # type: ignore[no-any-return]


def _clock() -> Clock:
    return current_app.extensions["doorstep_clock"]  # type: ignore[no-any-return]
