"""Twilio's REST interface, and what copies it.

`SMS_URL=twilio+https://ACCOUNT:TOKEN@api.twilio.com?from=NAME`
"""

import base64
import json
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from server.outside.sms.call import call
from server.outside.sms.port import NotSent

_PASSING = frozenset({401, 403, 404, 408, 429})


class Twilio:
    """A Twilio account."""

    def __init__(self, url: str) -> None:
        self._address = urlsplit(url)
        self._from = parse_qs(self._address.query).get("from", [""])[0]
        self._account = unquote(self._address.username or "")
        secret = f"{self._account}:{unquote(self._address.password or '')}"
        self._headers = {
            "Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def send(self, recipient: str, text: str, *, notice_id: str) -> str:
        body = urlencode({"To": recipient, "From": self._from, "Body": text})
        path = f"/2010-04-01/Accounts/{self._account}/Messages.json"
        status, answer = call(self._address, "POST", path, headers=self._headers, body=body)
        if status == 201:
            return _message_id(answer)
        permanent = 400 <= status < 500 and status not in _PASSING
        raise NotSent(f"The gateway answered {status}: {answer.strip()[:200]}", permanent=permanent)


def _message_id(answer: str) -> str:
    """The text has left even where the answer cannot be read; then it goes without an id rather than twice."""
    try:
        return str(json.loads(answer)["sid"])
    except (ValueError, KeyError, TypeError):
        return ""
