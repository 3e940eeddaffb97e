"""Twilio's REST interface, and what copies it.

`SMS_URL=twilio+https://ACCOUNT:TOKEN@api.twilio.com?from=NAME`
Its calls are signed with the account's token over their whole address and every field (X-Twilio-Signature).
"""

import base64
import hashlib
import hmac
import json
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

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

_PASSING = frozenset({401, 403, 404, 408, 429})
_STATES = {"delivered": DELIVERED, "read": DELIVERED, "undelivered": FAILED, "failed": FAILED, "canceled": FAILED}


class Twilio:
    """A Twilio account."""

    def __init__(self, url: str, receipts: ReceiptUrl | None = None) -> None:
        self._address = urlsplit(url)
        self._from = parse_qs(self._address.query).get("from", [""])[0]
        self._account = unquote(self._address.username or "")
        self._receipts = receipts
        secret = f"{self._account}:{unquote(self._address.password or '')}"
        self._headers = {
            "Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def send(self, recipient: str, text: str, *, notice_id: str) -> str:
        fields = {"To": recipient, "From": self._from, "Body": text}
        if self._receipts is not None:
            fields["StatusCallback"] = self._receipts(notice_id)
        path = f"/2010-04-01/Accounts/{self._account}/Messages.json"
        status, answer = call(self._address, "POST", path, headers=self._headers, body=urlencode(fields))
        if status == 201:
            return _message_id(answer)
        permanent = 400 <= status < 500 and status not in _PASSING
        raise NotSent(f"The gateway answered {status}: {answer.strip()[:200]}", permanent=permanent)


class TwilioListener:
    """`token` is the account's secret, the password of SMS_URL."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()

    def is_genuine(self, call: Call) -> bool:
        given = call.headers.get("X-Twilio-Signature", "")
        return hmac.compare_digest(given.encode(), signature(self._token, call).encode())

    def read(self, call: Call) -> Receipt | Reply:
        message_id = call.form.get("MessageSid") or call.form.get("SmsSid") or ""
        said = call.form.get("MessageStatus") or call.form.get("SmsStatus") or ""
        if "notice" in call.query and said:
            error = call.form.get("ErrorCode", "")
            return Receipt(
                call.query["notice"], _STATES.get(said, UNDERWAY), f"Twilio's error {error}." if error else ""
            )
        if not call.form.get("From") or "Body" not in call.form:
            raise NotUnderstood
        return Reply(call.form["From"], call.form["Body"], message_id)


def signature(token: bytes, call: Call) -> str:
    """What Twilio writes into X-Twilio-Signature: SHA-1 because its interface says so."""
    signed = call.url + "".join(f"{name}{call.form[name]}" for name in sorted(call.form))
    return base64.b64encode(hmac.digest(token, signed.encode(), hashlib.sha1)).decode()


def _message_id(answer: str) -> str:
    """The text has left even where the answer cannot be read; then it goes without an id rather than twice."""
    try:
        return str(json.loads(answer)["sid"])
    except (ValueError, KeyError, TypeError):
        return ""
