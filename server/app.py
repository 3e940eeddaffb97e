"""Joins the rooms: settings, database, routes. Nothing else."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from server.config import Config, read_config
from server.http import audiences
from server.http.errors import register_errors
from server.http.headers import add_headers
from server.http.whole_requests import WholeRequest
from server.outside.blobs import open_blobs
from server.outside.clock import Clock, FileClock, SystemClock
from server.outside.logs import configure_logs
from server.storage.database import db, prepare_engine
from server.storage.migrating import migrate


def create_app(config: Config | None = None, *, clock: Clock | None = None) -> Flask:
    """The application, ready to serve; its database is not touched until the first use."""
    config = config or read_config()
    configure_logs(config.log_level)
    app = Flask("doorstep", static_folder=None, template_folder=None)
    app.request_class = WholeRequest
    app.config.update(
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(config),
        MAX_CONTENT_LENGTH=config.upload_max_bytes,
        # With HTTPS the browser itself holds the cookie to this host, so that no neighbour can plant one.
        SESSION_COOKIE_NAME="__Host-doorstep_form" if config.is_secure else "doorstep_form",
        SESSION_COOKIE_SECURE=config.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.extensions["doorstep_config"] = config
    app.extensions["doorstep_clock"] = clock or _clock(config)
    app.extensions["doorstep_blobs"] = open_blobs(config.blobs_url)
    _open_database(app)
    if config.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, *[config.trusted_proxies] * 4)  # type: ignore[method-assign]
    register_errors(app)
    add_headers(app)
    audiences.register(app)
    return app


def _engine_options(config: Config) -> dict[str, object]:
    """As many connections stay open as threads usually ask at once: one beyond them is opened anew for each request.

    The one given back last is taken first, since it has the most pages in hand.
    """
    kept: dict[str, object] = {"hide_parameters": True, "pool_size": 20, "max_overflow": 10, "pool_use_lifo": True}
    if config.database_url.startswith("sqlite"):
        return {**kept, "connect_args": {"timeout": 15, "check_same_thread": False}}
    return kept


def _open_database(app: Flask) -> None:
    config: Config = app.extensions["doorstep_config"]
    if config.database_url.startswith("sqlite:///"):
        config.data_dir.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    migrate.init_app(app, db)
    with app.app_context():
        prepare_engine(db.engine)


def _clock(config: Config) -> Clock:
    return FileClock(config.clock_file) if config.clock_file else SystemClock()
