"""Whether we are alive and ready, for the people and programs that run us."""

from datetime import timedelta

from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import OperationalError

from server.http.access import callers
from server.outside.blobs import Blobs, BlobsUnavailable
from server.storage import heartbeats
from server.storage.database import db
from server.storage.migrating import schema_is_current

bp = Blueprint("health", __name__)

SILENT, BEHIND = "does not answer", "migration due"


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
    database, blobs = _database(), _blobs()
    jobs = "not known" if database == SILENT else _worker()
    is_ready = database == "answers" and blobs == "answer"
    status = "ready" if is_ready else BEHIND if database == BEHIND else "not ready"
    return jsonify(status=status, database=database, blobs=blobs, jobs=jobs), 200 if is_ready else 503


def _database() -> str:
    try:
        return "answers" if schema_is_current() else BEHIND
    except OperationalError:
        return SILENT


def _blobs() -> str:
    blobs: Blobs = current_app.extensions["doorstep_blobs"]
    try:
        blobs.check()
    except BlobsUnavailable:
        return "do not answer"
    return "answer"


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
