"""The gateway that SMS_URL names."""

from urllib.parse import urlsplit

from server.outside.sms.kannel import Kannel
from server.outside.sms.local import Keep, LocalOutbox
from server.outside.sms.port import Sender
from server.outside.sms.twilio import Twilio


def open_sender(url: str, keep: Keep) -> Sender:
    """`local:`, `kannel+http(s)://...` or `twilio+https://...`; `keep` is where the local one puts its texts."""
    scheme = urlsplit(url).scheme
    if scheme == "local":
        return LocalOutbox(keep)
    return Kannel(url) if scheme.startswith("kannel+") else Twilio(url)
