"""Signing in with the landlord's own account: out to its identity provider and back. Only where OIDC_ISSUER is set."""

from flask import Blueprint, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from server.config import Config
from server.domain.errors import DoorstepError
from server.http.access import callers
from server.http.limits import limiter
from server.http.staff.routes import next_page, open_session, sign_in_page
from server.outside.identity_provider import Begun, Client, NotVouched, ProviderUnavailable, begin, email_of
from server.services.staff.sign_in import NotAdded, sign_in_vouched

bp = Blueprint("provider", __name__, url_prefix="/console/sign-in/provider")

_KEPT = "sign_in_elsewhere"


@bp.get("")
@callers("anyone")
@limiter.limit("30 per minute")
def leave() -> ResponseReturnValue:
    """Send the browser to the provider; what its return must fit is kept in its signed cookie."""
    try:
        begun = begin(_client(), _back())
    except ProviderUnavailable:
        return _not_now()
    session[_KEPT] = {"state": begun.state, "nonce": begun.nonce, "verifier": begun.verifier, "next": next_page()}
    return redirect(begun.address)


@bp.get("/back")
@callers("anyone")
@limiter.limit("30 per minute")
def come_back() -> ResponseReturnValue:
    """Open a session for whom the provider vouches for and an administrator has added."""
    client, kept = _client(), session.pop(_KEPT, None)
    if kept is None:
        return sign_in_page(error="That took too long, or began in another browser. Try again."), 400
    begun = Begun("", kept["state"], kept["nonce"], kept["verifier"])
    try:
        email = email_of(client, _back(), begun, request.args)
        opened = sign_in_vouched(email, clock=current_app.extensions["doorstep_clock"])
    except NotVouched:
        return sign_in_page(error="Your organisation did not confirm who you are. Try again."), 400
    except ProviderUnavailable:
        return _not_now()
    except NotAdded as error:
        return sign_in_page(error=error.message), 403
    return open_session(opened, kept["next"])


def _client() -> Client:
    config: Config = current_app.extensions["doorstep_config"]
    if not config.oidc_issuer:
        raise DoorstepError("not_found", "There is nothing at this address.")
    return Client(config.oidc_issuer, config.oidc_client_id, config.oidc_client_secret)


def _back() -> str:
    config: Config = current_app.extensions["doorstep_config"]
    return f"{config.public_url}{url_for('provider.come_back')}"


def _not_now() -> tuple[str, int]:
    error = "Your organisation's sign-in does not answer. Try again in a minute, or sign in with your password."
    return sign_in_page(error=error), 503
