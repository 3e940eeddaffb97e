"""The gateway that SMS_URL names, in both directions."""

from urllib.parse import unquote, urlencode, urlsplit

from server.outside.keys import Keys
from server.outside.sms.kannel import Kannel, KannelListener
from server.outside.sms.local import Keep, LocalListener, LocalOutbox
from server.outside.sms.port import Listener, ReceiptUrl, Sender
from server.outside.sms.twilio import Twilio, TwilioListener


def open_sender(url: str, keep: Keep, receipts: ReceiptUrl | None = None) -> Sender:
    """`local:`, `kannel+http(s)://...` or `twilio+https://...`; `keep` is where the local one puts its texts."""
    name = gateway_name(url)
    if name == "local":
        return LocalOutbox(keep)
    return Kannel(url, receipts) if name == "kannel" else Twilio(url, receipts)


def open_listener(url: str, keys: Keys) -> Listener:
    """What hears the receipts and replies of the same gateway."""
    name = gateway_name(url)
    if name == "local":
        return LocalListener(keys)
    return KannelListener(keys) if name == "kannel" else TwilioListener(unquote(urlsplit(url).password or ""))


def gateway_name(url: str) -> str:
    """local, kannel or twilio."""
    return urlsplit(url).scheme.partition("+")[0]


def receipt_address(url: str, public_url: str, keys: Keys) -> ReceiptUrl:
    """Where the gateway reports on each notice."""
    name = gateway_name(url)

    def of_notice(notice_id: str) -> str:
        proof = urlencode({"notice": notice_id, "key": keys.hook_token(f"sms:{notice_id}")})
        return f"{public_url}/hooks/sms/{name}?{proof}"

    return of_notice


def reply_address(url: str, public_url: str, keys: Keys) -> str:
    """Where the gateway is told to bring replies; Twilio's calls prove themselves."""
    name = gateway_name(url)
    proof = f"?key={keys.hook_token('sms:replies')}" if name == "kannel" else ""
    return f"{public_url}/hooks/sms/{name}{proof}"
