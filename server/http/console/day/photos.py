"""Photos: the safe pictures for those who may see a visit that names them; the bytes as uploaded for few, apart."""

from flask import Response, current_app
from flask.typing import ResponseReturnValue

from server.domain.viewing import Viewer, who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, or_not_found
from server.http.staff.gate import current_viewer
from server.outside.blobs import THUMBNAIL, VIEW
from server.services.photos.read_picture import read_picture
from server.services.staff.note_act import note_act
from server.storage.cases import recorded
from server.storage.pages import visit_page
from server.storage.people.audit import Subject


@bp.get("/photos/<sha256>/<any(view, thumbnail):which>")
@callers(*who_may("visits", "reports"))
def photo(sha256: str, which: str) -> ResponseReturnValue:
    """A picture made anew from the upload, without anything the camera wrote into it."""
    viewer = current_viewer()
    or_not_found(_visible(viewer, sha256))
    picture = read_picture(
        viewer.landlord_id,
        sha256,
        VIEW if which == "view" else THUMBNAIL,
        blobs=current_app.extensions["doorstep_blobs"],
    )
    return Response(picture, content_type="image/jpeg")


@bp.get("/photos/<sha256>/original")
@callers(*who_may("original_photos"))
def original(sha256: str) -> ResponseReturnValue:
    """The bytes as uploaded, as a download that no browser opens; who took them is written down."""
    viewer = current_viewer()
    or_not_found(_visible(viewer, sha256))
    content = or_not_found(current_app.extensions["doorstep_blobs"].original(viewer.landlord_id, sha256))
    note_act(Subject("photo", sha256), "original_photo_downloaded", viewer=viewer, clock=clock())
    headers = {"Content-Disposition": f'attachment; filename="{sha256[:16]}.bin"'}
    return Response(content, content_type="application/octet-stream", headers=headers)


def _visible(viewer: Viewer, sha256: str) -> bool | None:
    visits = visit_page.visible_among(viewer, recorded.visits_naming(viewer.landlord_id, sha256))
    return recorded.may_see_photo(viewer, sha256, visits) or None
