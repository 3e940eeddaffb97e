"""Whether we are alive and ready, for the people and programs that run us."""

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text

from server.http.access import callers
from server.storage.database import db
from server.storage.migrating import schema_is_current

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@callers("anyone")
def alive() -> ResponseReturnValue:
    """This process answers."""
    return jsonify(status="alive")


@bp.get("/readyz")
@callers("anyone")
def ready() -> ResponseReturnValue:
    """The database answers and stands at the newest migration."""
    db.session.execute(text("SELECT 1"))
    current = schema_is_current()
    return jsonify(status="ready" if current else "migration due"), 200 if current else 503


@bp.get("/metrics")
@callers("anyone")
def metrics() -> ResponseReturnValue:
    """Counts for Prometheus; no name, address or token stands in any of them."""
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
