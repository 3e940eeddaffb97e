"""tus 1.0 at /api/v1/files: core, creation, checksum, expiration and termination."""

from email.utils import format_datetime

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.uploads import BadUpload, read_wish
from server.http.access import callers
from server.http.files.content import CHECKSUMS, checked_content, offset_header, pieces_of, read_size
from server.http.files.phone import clock, most_bytes, rooms, sender
from server.http.sync.waiting import ask_to_wait
from server.services.photos.create_upload import create_upload
from server.services.photos.receive_upload import end_upload, look_at_upload, receive_upload
from server.storage.files import UploadRow

VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,expiration,termination"

bp = Blueprint("files", __name__, url_prefix="/api/v1/files")
ask_to_wait(bp)


class WrongVersion(DoorstepError):
    """The client speaks another version of the protocol."""

    def __init__(self) -> None:
        super().__init__("unsupported_version", f"Send Tus-Resumable: {VERSION}.")


@bp.before_request
def check_version() -> None:
    """Every request but OPTIONS names the version; checked before anything is changed."""
    if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
        raise WrongVersion


@bp.after_request
def name_version(response: Response) -> Response:
    response.headers["Tus-Resumable"] = VERSION
    response.headers["Cache-Control"] = "no-store"
    if response.status_code == 412:
        response.headers["Tus-Version"] = VERSION
    return response


@bp.route("", methods=["OPTIONS"], provide_automatic_options=False)
@bp.route("/<upload_id>", methods=["OPTIONS"], provide_automatic_options=False)
@callers("anyone")
def describe(upload_id: str = "") -> ResponseReturnValue:
    """What this server can do."""
    return Response(
        status=204,
        headers={
            "Tus-Version": VERSION,
            "Tus-Extension": EXTENSIONS,
            "Tus-Max-Size": str(most_bytes()),
            "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
        },
    )


@bp.route("", methods=["POST"], provide_automatic_options=False)
@callers("device")
def create() -> ResponseReturnValue:
    """Begin an upload; a photo already known to the firm begins finished."""
    header = request.headers.get("Upload-Metadata", "")
    wish = read_wish(request.headers.get("Upload-Length", ""), header, most_bytes())
    upload = create_upload(sender(), wish, header, clock=clock())
    if upload.length == 0:
        upload = look_at_upload(sender(), upload.upload_id, clock=clock(), rooms=rooms())
    response = _standing(upload, 201)
    response.headers["Location"] = url_for("files.send", upload_id=upload.upload_id)
    return response


@bp.route("/<upload_id>", methods=["HEAD"], provide_automatic_options=False)
@callers("device")
def look(upload_id: str) -> ResponseReturnValue:
    """How many bytes are durably here."""
    upload = look_at_upload(sender(), upload_id, clock=clock(), rooms=rooms())
    response = _standing(upload, 200)
    response.headers["Upload-Length"] = str(upload.length)
    if upload.metadata_header:
        response.headers["Upload-Metadata"] = upload.metadata_header
    return response


@bp.route("/<upload_id>", methods=["PATCH"], provide_automatic_options=False)
@callers("device")
def send(upload_id: str) -> ResponseReturnValue:
    """Append the content at Upload-Offset."""
    if request.mimetype != "application/offset+octet-stream":
        raise DoorstepError("unsupported_media_type", "Send the bytes as application/offset+octet-stream.")
    offset = offset_header(request.headers.get("Upload-Offset", ""))
    with checked_content(request.stream, request.headers.get("Upload-Checksum")) as content:
        size = request.content_length
        pieces = pieces_of(content, read_size(request.environ["wsgi.input"], size))
        upload = receive_upload(sender(), upload_id, offset, pieces, clock=clock(), rooms=rooms(), size=size)
    return _standing(upload, 204)


@bp.route("/<upload_id>", methods=["DELETE"], provide_automatic_options=False)
@callers("device")
def end(upload_id: str) -> ResponseReturnValue:
    """The phone wants this upload no more."""
    end_upload(sender(), upload_id, clock=clock(), rooms=rooms())
    return Response(status=204)


@bp.route("/<upload_id>", methods=["POST"], provide_automatic_options=False)
@callers("device")
def act(upload_id: str) -> ResponseReturnValue:
    """For networks that let only GET and POST through: the method stands in X-HTTP-Method-Override."""
    action = {"HEAD": look, "PATCH": send, "DELETE": end}.get(request.headers.get("X-HTTP-Method-Override", "").upper())
    if action is None:
        raise BadUpload("bad_request", "Send HEAD, PATCH or DELETE, or name it in X-HTTP-Method-Override.")
    return action(upload_id)


def _standing(upload: UploadRow, status: int) -> Response:
    headers = {"Upload-Offset": str(upload.offset)}
    if upload.finished_at is None:
        headers["Upload-Expires"] = format_datetime(upload.expires_at, usegmt=True)
    return Response(status=status, headers=headers)
