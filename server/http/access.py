"""Who may call what: every route declares its callers, and a route without a declaration is closed.

A caller is an audience (`anyone`, `device`, `tenant`, `gateway`, `operator`) or a staff role.
Each audience's own package teaches `check_access` how to recognise its callers.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError

STAFF_ROLES = (
    "contractor_office",
    "contract_manager",
    "claim_handler",
    "safeguarding_lead",
    "director",
    "administrator",
)
AUDIENCES = ("anyone", "device", "tenant", "gateway", "operator", "integrator")

View = Callable[..., ResponseReturnValue]
Gate = Callable[[tuple[str, ...]], ResponseReturnValue | None]


class NotAllowed(DoorstepError):
    """The caller is known and may not do this."""

    def __init__(self, message: str = "You may not open this. Ask an administrator if you need it.") -> None:
        super().__init__("not_allowed", message)


def callers(*names: str) -> Callable[[View], View]:
    """Declare who may call a view: audiences, or staff roles of which one is enough."""
    unknown = set(names) - set(STAFF_ROLES) - set(AUDIENCES)
    if unknown or not names:
        raise ValueError(f"no such caller: {', '.join(sorted(unknown)) or '(none)'}")

    def declare(view: View) -> View:
        view.doorstep_callers = names  # type: ignore[attr-defined]
        return view

    return declare


def declared_callers(app: Flask, endpoint: str) -> tuple[str, ...]:
    """The callers that a route declares; empty where it declares none (and is therefore closed)."""
    view: Any = app.view_functions.get(endpoint)
    named: tuple[str, ...] | None = getattr(view, "doorstep_callers", None)
    of_class: tuple[str, ...] = getattr(getattr(view, "view_class", None), "doorstep_callers", ())
    return named or of_class


def guard(app: Flask, gates: dict[str, Gate]) -> None:
    """Check every request before its view. `gates` maps an audience, or `staff`, to its check.

    A gate gets the declared callers; it returns None to let the request through, or the answer that turns it away.
    """
    app.extensions["doorstep_gates"] = gates

    @app.before_request
    def check_access() -> ResponseReturnValue | None:
        if request.endpoint is None:
            return None
        names = declared_callers(app, request.endpoint)
        if not names:
            raise NotAllowed("This address is closed.")
        if "anyone" in names:
            return None
        known: dict[str, Gate] = current_app.extensions["doorstep_gates"]
        gate = known.get(names[0] if names[0] in AUDIENCES else "staff")
        if gate is None:
            raise NotAllowed("This address is closed.")
        return gate(names)
