"""Whether we are alive and ready, for the people and programs that run us."""

from datetime import timedelta

from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text

from server.http.access import callers
from server.storage import heartbeats
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
    """Database and photo store answer, and the schema is this version's; how the worker is stands beside it.

    A silent worker makes this process no less ready to answer, so it alone is no reason to send nobody here.
    """
    db.session.execute(text("SELECT 1"))
    if not schema_is_current():
        return jsonify(status="migration due"), 503
    current_app.extensions["doorstep_blobs"].check()
    return jsonify(status="ready", database="answers", blobs="answer", jobs=_worker())


def _worker() -> str:
    """Alive, silent (for two minutes), or never seen."""
    with db.engine.connect() as connection:
        seen = heartbeats.last_beat(connection)
    if seen is None:
        return "never seen"
    silent_for = current_app.extensions["doorstep_clock"].now() - seen
    return "alive" if silent_for < timedelta(minutes=2) else "silent"


@bp.get("/metrics")
@callers("operator")
def metrics() -> ResponseReturnValue:
    """Counts for Prometheus; no name, address or token stands in any of them."""
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
