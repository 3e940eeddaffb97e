"""Kannel's way of sending (its sendsms page), which many gateways copy.

`SMS_URL=kannel+http://USER:PASSWORD@HOST:13013/cgi-bin/sendsms?from=NAME`
"""

from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from server.domain.segments import count_segments
from server.outside.sms.call import call
from server.outside.sms.port import NotSent

_TAKEN = (200, 202)
# A wrong password, a busy or a broken gateway is not the text's fault.
_PASSING = frozenset({401, 403, 404, 408, 429})


class Kannel:
    """A Kannel-style gateway."""

    def __init__(self, url: str) -> None:
        self._address = urlsplit(url)
        self._from = parse_qs(self._address.query).get("from", [""])[0]

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
        path = self._address.path or "/cgi-bin/sendsms"
        status, answer = call(self._address, "GET", f"{path}?{urlencode(query)}", headers={})
        if status in _TAKEN:
            return f"kannel-{notice_id}"
        permanent = 400 <= status < 500 and status not in _PASSING
        raise NotSent(f"The gateway answered {status}: {answer.strip()[:200]}", permanent=permanent)
