"""Adds the integrators' part of the API, its description and the page that shows it."""

from flask import Flask

from server.http.api import compensation, reading, records
from server.http.api.openapi import describe


def register_api(app: Flask) -> None:
    describe(app, [records.bp, compensation.bp])
    app.register_blueprint(reading.bp)
