"""In which language a tenant reads: as they chose on the page, as the register says, or as their browser asks."""

from flask import Response, g, request

from server.domain.wording.languages import ENGLISH, LANGUAGES, first_known
from server.http.tenant.speaking import Speaker
from server.services.wording.read_speech import read_speech

_COOKIE = "tenant_language"
_LASTS = 400 * 24 * 3600


def speaker(landlord_id: str, known: str = "") -> Speaker:
    """The words of this answer. `known` is the tenant's own language, and empty before the postcode is checked."""
    if "tenant_speaker" not in g or (known and g.tenant_known != known):
        g.tenant_known = known
        g.tenant_speaker = Speaker(read_speech(landlord_id, _chosen() or known_or_asked(known)))
    found: Speaker = g.tenant_speaker
    return found


def known_or_asked(known: str) -> str:
    """The tenant's own language where we have words in it, else what the browser asks for, else English."""
    if known in LANGUAGES:
        return known
    return first_known(code for code, _ in request.accept_languages)


def remember_language(response: Response) -> Response:
    """Keep a choice made by `?language=` for the next pages of these tenants' links."""
    asked = request.args.get("language", "")
    if asked in LANGUAGES and request.cookies.get(_COOKIE) != asked:
        response.set_cookie(
            _COOKIE, asked, max_age=_LASTS, path="/t/", secure=request.is_secure, httponly=True, samesite="Lax"
        )
    return response


def _chosen() -> str:
    asked = request.args.get("language", "")
    kept = request.cookies.get(_COOKIE, "")
    return asked if asked in LANGUAGES else kept if kept in LANGUAGES else ""


__all__ = ["ENGLISH", "known_or_asked", "remember_language", "speaker"]
