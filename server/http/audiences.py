"""Every audience's routes, and the gate that recognises its callers, in one place."""

from flask import Flask

from server.http.access import guard
from server.http.health import routes as health
from server.http.shell import routes as shell


def register(app: Flask) -> None:
    """Add all routes and put the gates before them."""
    app.register_blueprint(health.bp)
    app.register_blueprint(shell.bp)
    shell.load_files(app)
    guard(app, {})
