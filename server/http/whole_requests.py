"""A request whose line broke is no request: what is said in half is not taken for what was meant."""

from typing import Any

from flask import Request


class WholeRequest(Request):
    """A request whose content has the length that was announced, or reading it raises ClientDisconnected.

    The web server says of every content that it ends by itself, and so it does, where the line breaks too: the half of
    a form would be read as a form. Without that word werkzeug counts the bytes (WSGI, PEP 3333: CONTENT_LENGTH).
    """

    def __init__(self, environ: dict[str, Any], *given: Any, **named: Any) -> None:
        if environ.get("CONTENT_LENGTH"):
            environ.pop("wsgi.input_terminated", None)
        super().__init__(environ, *given, **named)
