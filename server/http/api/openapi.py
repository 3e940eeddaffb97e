"""The integrators' part of the API and its description, written from the routes themselves."""

from typing import Any, NoReturn

import flask_smorest
from flask import Flask
from marshmallow import Schema, ValidationError, fields
from webargs.flaskparser import FlaskParser

from server.domain.errors import DoorstepError
from server.http.access import callers


class WrongRequest(Schema):
    """The answer to a request that does not fit, as everywhere in the API."""

    code = fields.String(required=True)
    message = fields.String(required=True)
    details = fields.Dict(required=True)


_REFUSALS = {
    401: "There is no key in force in the request.",
    403: "The key does not have the scope that this address asks for.",
}


class _Parser(FlaskParser):
    """Refuses a wrong parameter in the words of our one table of errors, and with its status."""

    DEFAULT_VALIDATION_STATUS = 400

    def handle_error(self, error: ValidationError, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise DoorstepError(
            "bad_request",
            "A parameter of this request does not fit; `details` names it.",
            {"errors": error.messages_dict},
        ) from error


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]
    ARGUMENTS_PARSER = _Parser()

    def behind_a_key(self, view: Any) -> Any:
        """Describe what every address here asks for, and how it answers who has not got it."""
        for status, said in _REFUSALS.items():
            view = self.alt_response(status, schema=WrongRequest, description=said)(view)
        return self.doc(security=[{"key": []}])(view)


class _Api(flask_smorest.Api):  # type: ignore[misc]
    ERROR_SCHEMA = WrongRequest

    def _register_error_handlers(self) -> None:
        """The one table in `http/errors.py` answers errors here too."""


def describe(app: Flask, blueprints: list[Blueprint]) -> None:
    """Register the blueprints and the description at `/api/v1/openapi.json`."""
    app.config.update(
        API_TITLE="Doorstep",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
    )
    api = _Api(app)
    api.spec.components.security_scheme("key", {"type": "http", "scheme": "bearer"})
    for blueprint in blueprints:
        api.register_blueprint(blueprint)
    app.view_functions["api-docs.openapi_json"] = callers("anyone")(_openapi(api))
    app.extensions["doorstep_openapi"] = api


def _openapi(api: _Api) -> Any:
    def openapi_json() -> dict[str, Any]:
        """The description of this part of the API."""
        return dict(api.spec.to_dict())

    return openapi_json
