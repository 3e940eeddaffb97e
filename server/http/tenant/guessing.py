"""A brake on guessing links: an address that asks for too many that open nothing waits, whichever page it asks for."""

from flask import abort
from flask_limiter.util import get_remote_address
from limits import parse

from server.http.limits import limiter
from server.outside.clock import Clock
from server.services.tenants.open_tenant_page import LinkUnknown, OpenLink, open_link

_WRONG_LINKS = parse("60 per minute")


def open_unless_guessing(token: str, *, clock: Clock) -> OpenLink:
    """Raises LinkUnknown, LinkOver or, for who has guessed too often, 429: then a right link is not opened either."""
    whose = ("tenant link", get_remote_address())
    if not limiter.limiter.test(_WRONG_LINKS, *whose):
        abort(429)
    try:
        return open_link(token, clock=clock)
    except LinkUnknown:
        limiter.limiter.hit(_WRONG_LINKS, *whose)
        raise
