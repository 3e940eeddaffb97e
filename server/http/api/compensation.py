"""The compensation rule for other programs: the same input and output as `doorstep assess`. Nothing is kept."""

import json
from typing import Any

from flask import Response, request
from marshmallow import Schema, fields

from server.domain.cases.policy_settings import SettingValue, checked_text
from server.domain.errors import DoorstepError
from server.http.access import callers
from server.http.api.gate import needs
from server.http.api.openapi import Blueprint, WrongRequest
from server.services.assessment.assess_case import assess_case
from server.services.assessment.read_case_json import read_case_json

bp = Blueprint(
    "compensation", __name__, url_prefix="/api/v1/compensation", description="What a missed appointment owes"
)

MOST_BYTES = 1024 * 1024


class HowAsked(Schema):
    profile = fields.String(load_default=None, metadata={"description": "A named reading of the policy."})
    settings = fields.List(
        fields.String(), load_default=[], metadata={"description": "KEY=VALUE, wins over the case's own; may repeat."}
    )


class CaseFile(Schema):
    """One case in the case format; see docs/policy.md."""

    case = fields.String(required=True)
    as_of = fields.String(required=True)
    people = fields.List(fields.Dict(), required=True)
    repairs = fields.List(fields.Dict(), required=True)
    losses = fields.List(fields.Dict(), required=True)


def assess(asked: dict[str, Any]) -> Response:
    """Assess one case, or a list of cases; each decision is byte for byte the command line's."""
    request.max_content_length = MOST_BYTES
    content = request.get_data()
    cases = read_case_json(content)
    overrides = dict(_pair(text) for text in asked["settings"])
    found = [assess_case(case, profile=asked["profile"], overrides=overrides) for case in cases]
    is_list = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
    return Response(json.dumps(found if is_list else found[0]), mimetype="application/json")


def _describe() -> None:
    body = {"required": True, "content": {"application/json": {"schema": CaseFile}}}
    wrong = "The case does not fit; `details.path` names the wrong field."
    right = "The decision on the case, or a list of them for a list of cases."
    described: Any = bp.response(200, description=right)(assess)
    described = bp.alt_response(400, schema=WrongRequest, description=wrong)(described)
    described = bp.arguments(HowAsked, location="query")(described)
    described = bp.behind_a_key(bp.doc(requestBody=body)(described))
    bp.route("/assess", methods=["POST"])(callers("integrator")(needs("compensation:assess")(described)))


_describe()


def _pair(text: str) -> tuple[str, SettingValue]:
    name, equals, value = text.partition("=")
    if not equals or name == "profile":
        raise DoorstepError("bad_request", "A setting is written as settings=KEY=VALUE.", {"setting": text})
    return name, checked_text(name, value)
