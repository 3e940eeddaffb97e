"""The guard of every form that staff send: a token that only our own pages carry."""

from flask import Blueprint, Flask, Request, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf.csrf import CSRFError, CSRFProtect

from server.domain.errors import DoorstepError

csrf = CSRFProtect()


class FormCookie(SecureCookieSessionInterface):
    """The cookie that a form's token is held against. Phones and programs send no forms, and are spared it."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return None if request.path.startswith("/api/") else super().open_session(app, request)


def prepare_forms(app: Flask) -> None:
    """Ready the guard. Blueprints ask for it; the phones' API has bearer tokens and no cookies to misuse."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    # Our pages send no referrer at all, so the extra check of it on HTTPS could only fail.
    app.config["WTF_CSRF_SSL_STRICT"] = False
    app.session_interface = FormCookie()
    csrf.init_app(app)


def guard_forms(bp: Blueprint) -> None:
    """Check the token on everything that may change something in this blueprint."""

    @bp.before_request
    def check_token() -> None:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return
        try:
            csrf.protect()
        except CSRFError as error:
            raise DoorstepError(
                "form_expired", "This form has expired and nothing was changed. Go back, load it again and send it."
            ) from error
