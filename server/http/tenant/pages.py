"""What every tenant's page shares: its blueprint, the link's gate, its words, its headers and its error page."""

from typing import Any

from flask import Blueprint, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from server.config import Config
from server.domain.errors import DoorstepError
from server.domain.wording import plain_words
from server.domain.wording.languages import LANGUAGES
from server.http.tenant import language
from server.http.tenant.cookie import knows_postcode
from server.http.tenant.guessing import open_unless_guessing
from server.http.tenant.speaking import Speaker
from server.outside.clock import Clock
from server.services.tenants.open_tenant_page import (
    LOCKED_FOR,
    OpenLink,
    language_of,
    read_contact,
    read_promise,
)

bp = Blueprint("tenant", __name__, url_prefix="/t", template_folder="templates")

_STATUS = {"link_over": 410, "not_found": 404, "card_unknown": 404, "too_many": 429}
_FACTS = {"too_many": {"minutes": int(LOCKED_FOR.total_seconds() // 60)}}


def gate(names: tuple[str, ...]) -> None:
    """Let whoever has a link that opens through; raises LinkUnknown or LinkOver."""
    token = str((request.view_args or {}).get("token", ""))
    g.tenant_link = open_unless_guessing(token, clock=clock())


@bp.after_request
def keep_nowhere(response: Response) -> Response:
    """Neither browsers, proxies nor search engines keep these pages, and no other site learns their address."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return language.remember_language(response)


@bp.errorhandler(DoorstepError)
def say_so(error: DoorstepError) -> ResponseReturnValue:
    """What is wrong, and a number to ring."""
    key = f"page.{error.code}"
    page = _over(key if speaker().knows(key) else "", error.message, **_FACTS.get(error.code, {}))
    return page, _STATUS.get(error.code, 400)


@bp.errorhandler(HTTPException)
def say_try_again(error: HTTPException) -> ResponseReturnValue:
    """What was refused before it reached us, such as too many tries in a minute or a file that is too large."""
    return _over("page.went_wrong", ""), error.code or 500


def _over(said_by: str, message: str, **facts: object) -> str:
    contact = read_contact(config().landlord_id)
    return render_template("tenant/over.html", said_by=said_by, facts=facts, message=message, contact=contact)


@bp.context_processor
def words() -> dict[str, Any]:
    """What every template says things with; `code` keeps a number or reference together in any direction."""
    return {"t": speaker(), "languages": LANGUAGES.values(), "pounds": plain_words.pounds, "code": _code}


def show(template: str, token: str, **facts: Any) -> str:
    """A page about the link that is open."""
    return render_template(template, token=token, promise=read_promise(g.tenant_link), **facts)


def speaker() -> Speaker:
    """The words of this answer, in the tenant's own language once the postcode is known."""
    opened: OpenLink | None = g.get("tenant_link")
    known = language_of(opened) if opened is not None and is_known() else ""
    return language.speaker(config().landlord_id, known)


def is_known() -> bool:
    """Whether this browser gave the postcode."""
    return knows_postcode(g.tenant_link.link, clock().now())


def clock() -> Clock:
    return current_app.extensions["doorstep_clock"]  # type: ignore[no-any-return]


def config() -> Config:
    return current_app.extensions["doorstep_config"]  # type: ignore[no-any-return]


def _code(text: str) -> Markup:
    return Markup("<bdi>{}</bdi>").format(text)
