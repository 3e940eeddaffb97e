"""What became of photos that were not kept, from the form that sent them to the page that says so.

It travels in a cookie of that one page: the address would keep a file's name in the browser's history, and a page that
answers the form itself is gone with the first choice of another language.
"""

from collections.abc import Sequence
from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from server.config import Config
from server.http.tenant.problems import Problem, problem
from server.services.messages.keep_photos import MOST_PHOTOS
from server.services.papers.seal_paper import MOST_BYTES

MEGABYTES = MOST_BYTES // 1024**2
TOGETHER, NONE_CHOSEN, TOO_MANY = "photos_together", "photos_none", "too_many_photos"
_BY_NAME = ("photo_unread", "photo_too_large")
_NAME = "photos_refused"
_LASTS = timedelta(minutes=10)
# Of so many letters in any script, for as many photos as are looked at, a cookie still holds all.
_MOST_LETTERS = 32

Refused = Sequence[tuple[str, str]]
"""The file's name on the sender's phone and the code of why, for each photo that was not kept."""


def remember_refused(response: Response, refused: Refused, path: str) -> None:
    """Hand them on to the page at this path; with nothing refused, what it said of the time before is gone."""
    if not refused:
        response.delete_cookie(_NAME, path=path)
        return
    config: Config = current_app.extensions["doorstep_config"]
    said = [[_short(name), code] for name, code in refused if code in _BY_NAME]
    rest = [code for _, code in refused if code not in _BY_NAME]
    response.set_cookie(
        _NAME,
        str(_serializer().dumps({"named": said, "rest": {code: rest.count(code) for code in rest}})),
        max_age=_LASTS,
        path=path,
        secure=config.is_secure,
        httponly=True,
        samesite="Lax",
    )


def refused_problems() -> list[Problem]:
    """The sentences about the photos of the last form."""
    try:
        content = _serializer().loads(request.cookies.get(_NAME, ""))
    except BadSignature:
        return []
    named = [problem("photos", f"acts.{code}", name=name, megabytes=MEGABYTES) for name, code in content["named"]]
    rest = [problem("photos", _key(code), count=count, most=MOST_PHOTOS) for code, count in content["rest"].items()]
    return [*named, *rest]


def _short(name: str) -> str:
    """With its end, by which photos of one phone differ."""
    half = _MOST_LETTERS // 2
    return name if len(name) <= _MOST_LETTERS else f"{name[:half]}…{name[1 - half :]}"


def _key(code: str) -> str:
    return f"acts.{code if code in (TOGETHER, NONE_CHOSEN, TOO_MANY, 'photos_over') else 'photos_not_now'}"


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="photos refused")
