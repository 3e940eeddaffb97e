"""Answers that send a phone away for a while, each for a time of its own: they must not all come back together."""

from random import randint
from typing import Any

import structlog
from flask import Blueprint, Response, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from server.domain.errors import DoorstepError
from server.http.sync.content import answered
from server.services.photos.create_upload import TooManyUploads

SOON, LATER = (5, 30), (60, 180)

log = structlog.get_logger()


def ask_to_wait(bp: Blueprint) -> None:
    """Let this blueprint answer 503 where the database is locked or away, and 429 where a phone asks for too much."""
    bp.register_error_handler(OperationalError, say_busy)
    bp.register_error_handler(NoConnectionFree, say_busy)
    bp.register_error_handler(TooManyUploads, say_too_many)


def say_busy(error: Exception) -> Response:
    """The phone keeps everything and comes back."""
    log.error("database_failed", endpoint=request.endpoint, exc_info=error)
    message = "The server is busy. Nothing is lost; your phone will try again."
    return come_back("unavailable", message, 503, randint(*SOON))  # noqa: S311


def say_too_many(error: DoorstepError) -> Response:
    return come_back(error.code, error.message, 429, randint(*LATER))  # noqa: S311


def come_back(code: str, message: str, status: int, wait_s: int) -> Response:
    """An answer with `Retry-After`, in seconds, and the same number beside the code."""
    said: dict[str, Any] = {"code": code, "message": message, "details": {"retry_after_s": wait_s}}
    response = answered(said, status)
    response.headers["Retry-After"] = str(wait_s)
    return response
