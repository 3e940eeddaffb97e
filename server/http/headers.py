"""Security headers on every answer, with a nonce for the few scripts a page may carry inline."""

import secrets

from flask import Flask, Response, g

from server.config import Config

POLICY = (
    "default-src 'none'; script-src 'self'{nonce}; style-src 'self'{nonce}; img-src 'self' blob: data:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; font-src 'self'; media-src 'self' blob:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# A browser that came by HTTPS once comes by nothing else for a year: a link typed without it leaks no token.
ONLY_HTTPS = "max-age=31536000"
_ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()"),
    ("Cache-Control", "no-store"),
)
_OVER_HTTPS = (("Strict-Transport-Security", ONLY_HTTPS),)


def script_nonce() -> str:
    """The nonce of the present answer; asking for it lets it into the policy."""
    if "script_nonce" not in g:
        g.script_nonce = secrets.token_urlsafe(16)
    return str(g.script_nonce)


def add_headers(app: Flask) -> None:
    """Send the headers; a view's own value stands where it set one. What says nothing of keeping is not kept."""
    app.jinja_env.globals["script_nonce"] = script_nonce

    @app.after_request
    def secure(response: Response) -> Response:
        nonce = f" 'nonce-{g.script_nonce}'" if "script_nonce" in g else ""
        config: Config = app.extensions["doorstep_config"]
        # One look at what is there: each question to the headers goes through all of them, on the way of every sync.
        there = {name.lower() for name, _ in response.headers}
        for name, value in (*_ALWAYS, *(_OVER_HTTPS if config.is_secure else ())):
            if name.lower() not in there:
                response.headers.add(name, value)
        if "content-security-policy" not in there:
            response.headers.add("Content-Security-Policy", POLICY.format(nonce=nonce))
        return response
