"""What every tenant's page shares: its blueprint, the link's gate, its headers and its error page."""

from flask import Blueprint, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue

from server.config import Config
from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.tenants.open_tenant_page import open_link, read_contact

bp = Blueprint("tenant", __name__, url_prefix="/t", template_folder="templates")

_STATUS = {"link_over": 410, "not_found": 404, "too_many": 429}


def gate(names: tuple[str, ...]) -> None:
    """Let whoever has a link that opens through; raises LinkUnknown or LinkOver."""
    g.tenant_link = open_link(str((request.view_args or {}).get("token", "")), clock=clock())


@bp.after_request
def keep_nowhere(response: Response) -> Response:
    """Neither browsers, proxies nor search engines keep these pages, and no other site learns their address."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.errorhandler(DoorstepError)
def say_so(error: DoorstepError) -> ResponseReturnValue:
    """What is wrong, and a number to ring."""
    config: Config = current_app.extensions["doorstep_config"]
    page = render_template("tenant/over.html", message=error.message, contact=read_contact(config.landlord_id))
    return page, _STATUS.get(error.code, 400)


def clock() -> Clock:
    return current_app.extensions["doorstep_clock"]  # type: ignore[no-any-return]
