"""What a phone says in one sync, read and checked by hand: this stands on the path of every event.

A message that does not fit is refused whole and nothing of it is kept: the phone then halves it until one event
remains, and sends that one as bare bytes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from server.domain.errors import DoorstepError
from server.domain.events import LATEST_WALL_MS
from server.domain.times import Reading

LARGEST_NUMBER = 2**53 - 1
MOST_EVENTS = 200
MOST_BYTES = 1024 * 1024
MOST_RAW_BYTES = 4 * 1024 * 1024
_MOST_WANTED = 2_000
_MOST_LOST = 1_000

_word = re.compile(r"[\x21-\x7e]{1,80}").fullmatch
_epoch = re.compile(r"[\x21-\x7e]{1,64}").fullmatch
_signature = re.compile(r"[\x21-\x7e]{0,400}").fullmatch
_hash = re.compile(r"[0-9a-f]{64}").fullmatch


class BadMessage(DoorstepError):
    """A request that cannot be read; `details.field` says where."""

    def __init__(self, field_name: str, problem: str) -> None:
        super().__init__("bad_envelope", f"{field_name}: {problem}", {"field": field_name})


class TooManyEvents(DoorstepError):
    """More in one request than is taken at once; the limits stand in the details."""

    def __init__(self) -> None:
        super().__init__(
            "too_large",
            f"Send at most {MOST_EVENTS} events and {MOST_BYTES} bytes at once. Halve the batch.",
            {"max_bytes": MOST_BYTES, "max_events": MOST_EVENTS},
        )


class Envelope(NamedTuple):
    """An event as it came. `body` are its exact bytes."""

    device_id: str
    epoch: str
    seq: int
    event_id: str
    prev: str
    hash: str
    body: bytes
    sig: str | None


class Head(NamedTuple):
    seq: int
    hash: str


class Sealed(NamedTuple):
    """An event the phone had let go of, sealed to us, sent again after a restored backup."""

    seq: int
    hash: str
    box: str


@dataclass(frozen=True)
class Message:
    """One sync request. An event that comes as bare bytes says nothing of its chain's head."""

    request_id: str
    device_id: str
    epoch: str
    head: Head | None
    clock: Reading
    app_version: str = ""
    server_epoch: str | None = None
    acked: Head | None = None
    pending_events: int = 0
    pending_blobs: int = 0
    cursor: str | None = None
    events: tuple[Envelope, ...] = ()
    lost: tuple[tuple[int, int], ...] = ()
    sealed: tuple[Sealed, ...] = ()
    want: tuple[str, ...] = ()

    @property
    def brings_nothing(self) -> bool:
        """A bare pull or beacon."""
        return not (self.events or self.sealed or self.lost)


def read_message(value: Any) -> Message:
    """Check a parsed request; raises BadMessage or TooManyEvents."""
    if not isinstance(value, Mapping):
        raise BadMessage("(request)", "must be a JSON object.")
    events, sealed = _list(value, "events"), _list(value, "sealed")
    if len(events) + len(sealed) > MOST_EVENTS:
        raise TooManyEvents
    if not _is_number(value.get("protocol"), 1):
        raise BadMessage("protocol", "must be a whole number from 1.")
    head = _head(value.get("head"), "head")
    pending = value.get("pending")
    if pending is not None and not isinstance(pending, Mapping):
        raise BadMessage("pending", "must be an object.")
    return Message(
        request_id=_text(value, "request_id"),
        device_id=_text(value, "device_id"),
        epoch=_text(value, "epoch", 64),
        head=head,
        clock=_clock(value.get("clock")),
        app_version=_free_text(value, "app_version")[:60],
        server_epoch=None if value.get("server_epoch") is None else _text(value, "server_epoch"),
        acked=None if value.get("acked") is None else _head(value["acked"], "acked"),
        pending_events=_count(pending, "events"),
        pending_blobs=_count(pending, "blobs"),
        cursor=None if value.get("cursor") is None else _free_text(value, "cursor"),
        events=tuple([read_envelope(event, f"events[{n}]") for n, event in enumerate(events)]),
        lost=tuple(_lost(span, n, head) for n, span in enumerate(_list(value, "lost", _MOST_LOST))),
        sealed=tuple(_sealed(item, n) for n, item in enumerate(sealed)),
        want=tuple(_sha256(item, n) for n, item in enumerate(_list(value, "want", _MOST_WANTED))),
    )


def read_envelope(value: Any, where: str) -> Envelope:
    """Check an event's frame. Its body is any text; what it says is judged later, and kept whatever it is."""
    if not isinstance(value, Mapping):
        raise BadMessage(where, "must be an object.")
    get = value.get
    device_id, epoch, seq, event_id = get("device_id"), get("epoch"), get("seq"), get("id")
    prev, claimed, body, sig = get("prev"), get("hash"), get("body"), get("sig")
    if not (_is_word(device_id) and _is_word(event_id)):
        name = "id" if _is_word(device_id) else "device_id"
        raise BadMessage(f"{where}.{name}", "must be 1 to 80 printable ASCII characters without spaces.")
    if not isinstance(epoch, str) or _epoch(epoch) is None:
        raise BadMessage(f"{where}.epoch", "must be 1 to 64 printable ASCII characters without spaces.")
    if not (_is_hash(prev) and _is_hash(claimed)):
        name = "hash" if _is_hash(prev) else "prev"
        raise BadMessage(f"{where}.{name}", "must be 64 lower-case hexadecimal digits.")
    if not _is_number(seq, 1):
        raise BadMessage(f"{where}.seq", "must be a whole number from 1.")
    if not isinstance(body, str):
        raise BadMessage(f"{where}.body", "must be the event's JSON as a string.")
    if sig is not None and (not isinstance(sig, str) or _signature(sig) is None):
        raise BadMessage(f"{where}.sig", "must be base64url text.")
    try:
        content = body.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadMessage(f"{where}.body", "holds half of a surrogate pair. Send it to /api/v1/sync/raw.") from error
    return Envelope(device_id, epoch, seq, event_id, prev, claimed, content, sig or None)  # type: ignore[arg-type]


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and _word(value) is not None


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and _hash(value) is not None


def _list(value: Mapping[str, Any], name: str, most: int | None = None) -> list[Any]:
    found = value.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise BadMessage(name, "must be an array.")
    if most is not None and len(found) > most:
        raise BadMessage(name, f"may hold at most {most} entries.")
    return found


def _text(value: Mapping[str, Any], name: str, longest: int = 80) -> str:
    found = value.get(name)
    if not isinstance(found, str) or _word(found) is None or len(found) > longest:
        raise BadMessage(name, f"must be 1 to {longest} printable ASCII characters without spaces.")
    return found


def _free_text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    if found is None:
        return ""
    if not isinstance(found, str) or "\x00" in found:
        raise BadMessage(name, "must be text.")
    return found[:400]


def _is_number(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= LARGEST_NUMBER


def _head(value: Any, name: str) -> Head:
    if not isinstance(value, Mapping) or not _is_number(value.get("seq"), 0):
        raise BadMessage(f"{name}.seq", "must be a whole number from 0.")
    claimed = value.get("hash")
    if not isinstance(claimed, str) or _hash(claimed) is None:
        raise BadMessage(f"{name}.hash", "must be 64 lower-case hexadecimal digits.")
    return Head(value["seq"], claimed)


def _clock(value: Any) -> Reading:
    if not isinstance(value, Mapping) or not _is_milliseconds(value.get("wall_ms")):
        raise BadMessage("clock.wall_ms", "must be milliseconds since 1970.")
    mono, context_id = value.get("mono_ms"), value.get("context_id")
    if mono is not None and not (isinstance(mono, int | float) and not isinstance(mono, bool) and abs(mono) < 2**53):
        raise BadMessage("clock.mono_ms", "must be milliseconds.")
    if context_id is not None and (not isinstance(context_id, str) or _word(context_id) is None):
        raise BadMessage("clock.context_id", "must be 1 to 80 printable ASCII characters without spaces.")
    return Reading(value["wall_ms"], mono, context_id)


def _is_milliseconds(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= LATEST_WALL_MS


def _count(pending: Any, name: str) -> int:
    found = pending.get(name) if pending is not None else None
    if found is None:
        return 0
    if not _is_number(found, 0):
        raise BadMessage(f"pending.{name}", "must be a whole number from 0.")
    return min(int(found), 2**31 - 1)


def _lost(span: Any, index: int, head: Head) -> tuple[int, int]:
    where = f"lost[{index}]"
    if not isinstance(span, list) or len(span) != 2 or not all(_is_number(seq, 1) for seq in span):
        raise BadMessage(where, "must be two whole numbers from 1.")
    if not span[0] <= span[1] <= head.seq:
        raise BadMessage(where, "must run upwards and end at head.seq or below.")
    return span[0], span[1]


def _sealed(value: Any, index: int) -> Sealed:
    where = f"sealed[{index}]"
    if not isinstance(value, Mapping) or not isinstance(value.get("box"), str):
        raise BadMessage(where, "must be an object with seq, hash and box.")
    head = _head(value, where)
    if head.seq < 1:
        raise BadMessage(f"{where}.seq", "must be a whole number from 1.")
    return Sealed(head.seq, head.hash, value["box"])


def is_sha256(text: str) -> bool:
    """Whether the text is 64 lower-case hexadecimal digits."""
    return _hash(text) is not None


def _sha256(value: Any, index: int) -> str:
    if not isinstance(value, str) or not is_sha256(value):
        raise BadMessage(f"want[{index}]", "must be 64 lower-case hexadecimal digits.")
    return value
