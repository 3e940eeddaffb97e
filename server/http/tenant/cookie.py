"""The short proof that this browser gave the postcode: signed, for one link's path only."""

from datetime import datetime, timedelta

from flask import Response, current_app, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from server.config import Config
from server.storage.people.tenant_links import LinkRow

NAME = "tenant_page"
LASTS = timedelta(minutes=30)


def knows_postcode(link: LinkRow, now: datetime) -> bool:
    """Whether the request carries a proof for this link that has not run out."""
    try:
        content = _serializer().loads(request.cookies.get(NAME, ""))
    except BadSignature:
        return False
    fits = isinstance(content, dict) and content.get("link") == link.token_hash
    return fits and isinstance(content["until"], int | float) and now.timestamp() < content["until"]


def remember_postcode(response: Response, token: str, link: LinkRow, now: datetime) -> None:
    """Hand the browser its proof."""
    config: Config = current_app.extensions["doorstep_config"]
    content = {"link": link.token_hash, "until": int((now + LASTS).timestamp())}
    response.set_cookie(
        NAME,
        str(_serializer().dumps(content)),
        max_age=LASTS,
        path=url_for("tenant.page", token=token),
        secure=config.is_secure,
        httponly=True,
        samesite="Lax",
    )


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="tenant page")
