"""Kannel's way of sending (its sendsms page), which many gateways copy.

`SMS_URL=kannel+http://USER:PASSWORD@HOST:13013/cgi-bin/sendsms?from=NAME`
Receipts come to the `dlr-url` of each text, replies by the `post-url` of an `sms-service`; both carry a key.
"""

from hmac import compare_digest
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from server.domain.segments import count_segments
from server.outside.keys import Keys
from server.outside.sms.call import call
from server.outside.sms.port import (
    DELIVERED,
    FAILED,
    UNDERWAY,
    Call,
    NotSent,
    NotUnderstood,
    Receipt,
    ReceiptUrl,
    Reply,
)

_TAKEN = (200, 202)
# A wrong password, a busy or a broken gateway is not the text's fault.
_PASSING = frozenset({401, 403, 404, 408, 429})
# Delivered, failed, refused by the network's message centre.
_MASK = "19"
_STATES = {"1": DELIVERED, "2": FAILED, "16": FAILED, "4": UNDERWAY, "8": UNDERWAY, "32": UNDERWAY}


class Kannel:
    """A Kannel-style gateway."""

    def __init__(self, url: str, receipts: ReceiptUrl | None = None) -> None:
        self._address = urlsplit(url)
        self._from = parse_qs(self._address.query).get("from", [""])[0]
        self._receipts = receipts

    def send(self, recipient: str, text: str, *, notice_id: str) -> str:
        query = {
            "username": unquote(self._address.username or ""),
            "password": unquote(self._address.password or ""),
            "from": self._from,
            "to": recipient,
            "text": text,
            "charset": "UTF-8",
            "coding": "0" if count_segments(text).encoding == "gsm-7" else "2",
        }
        if self._receipts is not None:
            query |= {"dlr-mask": _MASK, "dlr-url": f"{self._receipts(notice_id)}&state=%d"}
        path = self._address.path or "/cgi-bin/sendsms"
        status, answer = call(self._address, "GET", f"{path}?{urlencode(query)}", headers={})
        if status in _TAKEN:
            return f"kannel-{notice_id}"
        permanent = 400 <= status < 500 and status not in _PASSING
        raise NotSent(f"The gateway answered {status}: {answer.strip()[:200]}", permanent=permanent)


class KannelListener:
    """A receipt's key is good for its own notice only; replies share one, which stands in Kannel's configuration."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def is_genuine(self, call: Call) -> bool:
        about = call.query.get("notice", "replies")
        return compare_digest(call.query.get("key", "").encode(), self._keys.hook_token(f"sms:{about}").encode())

    def read(self, call: Call) -> Receipt | Reply:
        if "notice" in call.query:
            state = call.query.get("state", "")
            if state not in _STATES:
                raise NotUnderstood
            detail = f"The network answered {state}." if _STATES[state] == FAILED else ""
            return Receipt(call.query["notice"], _STATES[state], detail)
        sender = call.headers.get("X-Kannel-From", "")
        if not sender:
            raise NotUnderstood
        text = call.body.decode(_charset(call), errors="replace").removeprefix("\ufeff")
        # It tells no id of the text, but when it got it, and says the same when it tries again.
        at = call.headers.get("X-Kannel-Time", "")
        return Reply(sender, text, call.headers.get("X-Kannel-ID", "") or (at and f"{sender} {at} {text}"))


def _charset(call: Call) -> str:
    """Kannel says UTF-16BE for texts that GSM-7 cannot hold, whatever the content type claims."""
    said = call.headers.get("X-Kannel-Charset", "") or "UTF-8"
    try:
        "".encode(said)
    except LookupError:
        return "UTF-8"
    return said
