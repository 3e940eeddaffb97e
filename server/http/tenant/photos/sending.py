"""Photos of damage: with the tenant's words, or later, until the case is closed."""

from collections.abc import Iterator

from flask import current_app, make_response, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from server.http.access import callers
from server.http.limits import limiter
from server.http.sync.gate import keys
from server.http.tenant.acts.known import known, own_message
from server.http.tenant.pages import bp, clock
from server.http.tenant.photos.large_form import SentForm, sent_form
from server.http.tenant.photos.refused import NONE_CHOSEN, TOGETHER, Refused, remember_refused
from server.services.messages.keep_photos import add_photos, keep_photos
from server.services.papers.seal_paper import MOST_BYTES, Safe
from server.storage.tables.messages import TenantMessage


@bp.post("/<token>/told/<reference>/photos")
@callers("tenant")
@limiter.limit("20 per minute")
@known
def post_photos(token: str, reference: str) -> ResponseReturnValue:
    """More photos of damage that was told before; without any chosen the page asks for one."""
    message = own_message(reference).message
    sent = sent_form()
    if not sent.photos and not sent.is_too_large:
        return _to_the_page(token, message, [("", NONE_CHOSEN)])
    return _to_the_page(token, message, _refused(message, sent, is_later=True))


def answer_with_photos(token: str, message: TenantMessage, sent: SentForm) -> ResponseReturnValue:
    """The words stand. Keep the photos that came with them, then say what happens next."""
    return _to_the_page(token, message, _refused(message, sent, is_later=False))


def _refused(message: TenantMessage, sent: SentForm, *, is_later: bool) -> Refused:
    if sent.is_too_large:
        return [("", TOGETHER)]
    keep = add_photos if is_later else keep_photos
    safe = Safe(current_app.extensions["doorstep_blobs"], keys())
    outcome = keep(message, _contents(sent.photos), clock=clock(), safe=safe)
    found = zip(sent.photos, outcome.refused, strict=True)
    return [(photo.filename or "", code) for photo, code in found if code]


def _contents(photos: list[FileStorage]) -> Iterator[bytes]:
    """One at a time in memory, and of a larger one no more than shows that it is."""
    for photo in photos:
        yield photo.stream.read(MOST_BYTES + 1)


def _to_the_page(token: str, message: TenantMessage, refused: Refused) -> ResponseReturnValue:
    page = url_for("tenant.told", token=token, reference=message.reference)
    response = make_response(redirect(page, code=303))
    remember_refused(response, refused, page)
    return response
