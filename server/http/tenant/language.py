"""In which language a tenant reads: as they chose on the page, as the register says, or as their browser asks."""

from flask import Response, current_app, request

from server.config import Config
from server.domain.wording.languages import LANGUAGES, first_known
from server.http.tenant.speaking import Speaker
from server.services.wording.read_speech import read_speech

_COOKIE = "tenant_language"
_KEPT = "doorstep.speaker"
_LASTS = 400 * 24 * 3600


def speaker(landlord_id: str, known: str = "") -> Speaker:
    """The words of this answer. `known` is the tenant's own language, and empty before the postcode is checked."""
    language = _chosen() or known_or_asked(known)
    kept: Speaker | None = request.environ.get(_KEPT)
    if kept is None or kept.language.code != language:
        kept = request.environ[_KEPT] = Speaker(read_speech(landlord_id, language))
    return kept


def known_or_asked(known: str) -> str:
    """The tenant's own language where we have words in it, else what the browser asks for, else English."""
    if known in LANGUAGES:
        return known
    return first_known(code for code, _ in request.accept_languages)


def remember_language(response: Response) -> Response:
    """Keep a choice made by `?language=` for the next pages of these tenants' links."""
    asked = request.args.get("language", "")
    config: Config = current_app.extensions["doorstep_config"]
    if asked in LANGUAGES and request.cookies.get(_COOKIE) != asked:
        response.set_cookie(
            _COOKIE, asked, max_age=_LASTS, path="/t/", secure=config.is_secure, httponly=True, samesite="Lax"
        )
    return response


def _chosen() -> str:
    asked = request.args.get("language", "")
    kept = request.cookies.get(_COOKIE, "")
    return asked if asked in LANGUAGES else kept if kept in LANGUAGES else ""
