"""Email by SMTP. `MAIL_URL=smtp://USER:PASSWORD@HOST:587?from=ADDRESS` (STARTTLS) or `smtps://...` (TLS at once).

`?tls=no` sends in the clear, which only a relay on the same machine should be given.
"""

import re
import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

from server.domain.wording.text_rules import sender_and_words
from server.outside.sms.port import NotSent

TIMEOUT_SECONDS = 15
_PERMANENT = 500
_MOST_OF_SUBJECT = 60


class Smtp:
    """A mail server that takes our messages."""

    def __init__(self, url: str) -> None:
        self._address = urlsplit(url)
        query = parse_qs(self._address.query)
        self._from = query.get("from", ["doorstep@localhost"])[0]
        self._in_the_clear = query.get("tls", [""])[0] == "no"

    def send(self, recipient: str, text: str, *, notice_id: str) -> str:
        """The same notice has the same Message-ID, so that a mailbox may show a copy once."""
        message = EmailMessage()
        landlord, said = sender_and_words(text)
        message["Subject"] = f"{landlord}: {_subject(said)}"
        message["From"], message["To"] = self._from, recipient
        message["Message-ID"] = f"<{notice_id}@{self._from.partition('@')[2] or 'localhost'}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(f"{said}\n\n{landlord}\n")
        try:
            with self._connected() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, said_back = next(iter(error.recipients.values()))
            words = said_back.decode(errors="replace")[:200]
            raise NotSent(
                f"The mail server refused the address: {code} {words}", permanent=code >= _PERMANENT
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(f"The mail server did not take it ({type(error).__name__}).", permanent=False) from error
        return f"mail-{notice_id}"

    def _connected(self) -> smtplib.SMTP:
        host, port = self._address.hostname or "localhost", self._address.port
        context = ssl.create_default_context()
        if self._address.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, port or 587, timeout=TIMEOUT_SECONDS)
        try:
            if self._address.scheme == "smtp" and not self._in_the_clear:
                server.starttls(context=context)
            if self._address.username:
                server.login(unquote(self._address.username), unquote(self._address.password or ""))
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
        return server


def _subject(said: str) -> str:
    """What the message says first, as far as a list of mail shows it; it bears no name and no address, as a text."""
    first = re.split(r"[.:?]\s", said, maxsplit=1)[0].strip().rstrip(".")
    return first if len(first) <= _MOST_OF_SUBJECT else f"{first[:_MOST_OF_SUBJECT].rsplit(' ', 1)[0]} ..."
