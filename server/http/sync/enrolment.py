"""The enrolment request and its answer."""

from collections.abc import Mapping
from typing import Any

from flask import request

from server.domain.sync_messages import BadMessage
from server.http.sync.gate import bearer, keys
from server.http.sync.photos import photo_reader
from server.outside.keys import read_phone_key
from server.services.phones.enrol_device import Enrolled, Former, Wish
from server.services.sync.phone_objects import operative

_LONGEST_CODE = 40
_LONGEST_ID = 36
_LONGEST_NAME = 200


def read_wish(value: Any) -> Wish:
    """Check an enrolment request; raises BadMessage."""
    if not isinstance(value, Mapping):
        raise BadMessage("(request)", "must be a JSON object.")
    code = value.get("code")
    if not isinstance(code, str) or not 0 < len(code) <= _LONGEST_CODE:
        raise BadMessage("code", "must be the code that the office gave you.")
    device, self_test = _object(value, "device"), _object(value, "self_test")
    jwk = value.get("public_key_jwk")
    key = None if jwk is None else read_phone_key(jwk)
    if jwk is not None and key is None:
        raise BadMessage("public_key_jwk", "must be a P-256 public key, or null.")
    return Wish(
        code=code,
        key=key,
        name=_name(device, "name"),
        platform=_name(device, "platform"),
        app_version=_name(device, "app_version")[:60],
        self_test=self_test,
        token=bearer(),
        caller=request.remote_addr or "",
        former=_former(value),
    )


def _former(value: Mapping[str, Any]) -> Former | None:
    """What it says of the phone it was. Words that do not fit prove nothing, and it is enrolled as a new one."""
    said = value.get("former")
    if not isinstance(said, Mapping):
        return None
    device_id, anchor_id, signature = (said.get(name) for name in ("device_id", "anchor_id", "sig"))
    if not isinstance(device_id, str) or not isinstance(anchor_id, str) or len(device_id) > _LONGEST_ID:
        return None
    return Former(device_id, anchor_id, signature if isinstance(signature, str) else None)


def enrol_answer(enrolled: Enrolled) -> dict[str, Any]:
    """The body of a 201; the token stands nowhere else."""
    shown = operative(enrolled.operative, photo_reader(enrolled.landlord_id))
    return {
        "device_id": enrolled.device_id,
        "token": enrolled.token,
        "operative": {"id": enrolled.operative.operative_id, **shown},
        "server_epoch": enrolled.server_epoch,
        "anchor": enrolled.anchor,
        "t_send": round(enrolled.enrolled_at.timestamp() * 1000),
        "seal_key_jwk": keys().seal_key_jwk,
        "push_public_key": keys().push_public_key,
    }


def _object(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = value.get(name)
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        raise BadMessage(name, "must be an object.")
    return found


def _name(device: Mapping[str, Any], name: str) -> str:
    found = device.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise BadMessage(f"device.{name}", "must be text.")
    return found.replace("\x00", "")[:_LONGEST_NAME]
