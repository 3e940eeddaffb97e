"""The API's description as a page for people, made from the same description that programs read."""

from typing import Any

from flask import Blueprint, current_app, render_template

from server.domain.integrating import SCOPES
from server.http.access import callers

bp = Blueprint("api_reading", __name__, template_folder="templates")


@bp.get("/api/v1/docs")
@callers("anyone")
def docs() -> str:
    """Every address with its parameters and answers; no script, nothing from elsewhere."""
    description: dict[str, Any] = current_app.extensions["doorstep_openapi"].spec.to_dict()
    return render_template("api/docs.html", api=description, scopes=SCOPES, operations=_operations(description))


def _operations(description: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for path, methods in sorted(description["paths"].items()):
        shared = methods.get("parameters", [])
        for method, operation in methods.items():
            if method != "parameters":
                about = {"path": path, "method": method.upper(), "operation": operation}
                found.append(about | {"parameters": [*shared, *operation.get("parameters", [])]})
    return found
