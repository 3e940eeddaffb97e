"""Web Push (RFC 8030, 8291, 8292) by pywebpush: encrypted for one browser, signed as us, never redirected."""

import json
from dataclasses import dataclass

import requests
from py_vapid import Vapid
from pywebpush import WebPushException, webpush

from server.outside.sms.port import NotSent

TIMEOUT_SECONDS = 10
_GONE = frozenset({404, 410})
_TOO_LARGE = 413


@dataclass(frozen=True)
class Browser:
    """Where one browser takes pushes, and the keys that it reads with."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True)
class Push:
    """What is shown, and how the push service treats it: dropped after `ttl_seconds`, one for each `topic`.

    `urgency` is very-low, low, normal or high (RFC 8030): a phone that saves power wakes only for the high ones.
    """

    title: str
    body: str
    path: str
    topic: str
    ttl_seconds: int
    urgency: str = "normal"
    seen: str = ""


class Gone(Exception):
    """The browser has taken its subscription back, or the push service has forgotten it."""


class WebPush:
    """Sends under our VAPID key; `subject` is whom a push service may write to."""

    def __init__(self, private_key: str, subject: str) -> None:
        self._vapid = Vapid.from_string(private_key)
        self._subject = subject

    def push(self, browser: Browser, push: Push) -> None:
        """Raises Gone or NotSent. The push service has it when this returns; the browser may get it later."""
        shown = {"title": push.title, "body": push.body, "path": push.path, "tag": push.topic, "seen": push.seen}
        try:
            with _no_detours() as session:
                webpush(
                    {"endpoint": browser.endpoint, "keys": {"p256dh": browser.p256dh, "auth": browser.auth}},
                    json.dumps(shown, ensure_ascii=False),
                    vapid_private_key=self._vapid,
                    vapid_claims={"sub": self._subject},
                    ttl=push.ttl_seconds,
                    timeout=TIMEOUT_SECONDS,
                    headers={"Topic": push.topic, "Urgency": push.urgency},
                    requests_session=session,
                )
        except WebPushException as error:
            raise _refusal(error) from error
        except (requests.RequestException, ValueError) as error:
            raise NotSent(f"The push service did not answer ({type(error).__name__}).", permanent=False) from error


def _no_detours() -> requests.Session:
    """A push service has no reason to send us elsewhere, and the environment's proxies are not meant for it."""
    session = requests.Session()
    session.max_redirects = 0
    session.trust_env = False
    return session


def _refusal(error: WebPushException) -> Exception:
    status = error.response.status_code if error.response is not None else 0
    if status in _GONE:
        return Gone()
    return NotSent(f"The push service answered {status}.", permanent=status == _TOO_LARGE)
