"""The app's own files and the shared styles, as written. Nothing here depends on who asks."""

from flask import Blueprint, Flask, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from server.http.access import callers
from server.http.shell.files import ServedFile, read_served_files

bp = Blueprint("shell", __name__)


def load_files(app: Flask) -> None:
    """Read all served files once; a change of theirs needs a restart, as a change of code does."""
    app.extensions["doorstep_files"] = read_served_files()


@bp.get("/")
@callers("anyone")
def front() -> ResponseReturnValue:
    """Most who type the bare address are staff."""
    return redirect("/console/")


@bp.get("/app")
@callers("anyone")
def app_without_slash() -> ResponseReturnValue:
    """The service worker's scope ends in a slash, so the page does too."""
    return redirect("/app/")


@bp.get("/app/", defaults={"path": ""})
@bp.get("/app/<path:path>")
@callers("anyone")
def app_file(path: str) -> ResponseReturnValue:
    """A file of the operative's app; the page itself at `/app/`."""
    return _file("/app/" + ("" if path == "index.html" else path))


@bp.get("/static/<path:path>")
@callers("anyone")
def static_file(path: str) -> ResponseReturnValue:
    """A file shared by the app, the console and the tenants' pages."""
    return _file("/static/" + path)


@bp.get("/t/push-worker.js")
@callers("anyone")
def tenant_push_worker() -> ResponseReturnValue:
    """Here and not under `/static/`: a worker looks after the pages below its own address only."""
    return _file("/static/tenant-push-worker.js")


@bp.get("/favicon.ico")
@callers("anyone")
def favicon() -> ResponseReturnValue:
    """Browsers ask for it unasked."""
    return redirect("/static/icons/doorstep.svg")


def _file(path: str) -> Response:
    files: dict[str, ServedFile] = current_app.extensions["doorstep_files"]
    file = files.get(path)
    if file is None:
        raise NotFound
    zipped = file.gzipped is not None and request.accept_encodings["gzip"] > 0
    response = Response(file.gzipped if zipped else file.content, mimetype=None, content_type=file.mime)
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    # Always asked about, so that a new version is seen at once; the service worker checks each file's hash.
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(file.sha256[:32] + ("-gz" if zipped else ""))
    response.make_conditional(request)
    return response
