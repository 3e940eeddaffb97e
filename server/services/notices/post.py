"""What sending needs: the ways out, how fast and how many at once, our keys, the quiet hours, chance."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from server.domain.notices import QuietHours
from server.domain.notices.pace import Pace
from server.outside.keys import Keys
from server.outside.push.web_push import WebPush
from server.outside.sms.local import LocalOutbox
from server.outside.sms.port import Sender

SMS, PUSH, EMAIL = "sms", "push", "email"
CHANNELS = (SMS, PUSH, EMAIL)

HANDS = 8
"""How many messages are given to a gateway at once: eight times fifty milliseconds is one turn."""


@dataclass(frozen=True)
class Post:
    """`sender` takes texts, `mail` email, `push` pushes; without one, its notices wait.

    `hands` is how many messages are given to a gateway at once: so many may leave twice after a kill (decision 0200).
    """

    sender: Sender
    public_url: str
    keys: Keys
    quiet: QuietHours | None = None
    chance: Callable[[], float] = random.random
    mail: Sender | None = None
    push: WebPush | None = None
    paces: Mapping[str, Pace] = field(default_factory=dict)
    hands: int = 1

    def hands_for(self, channel: str) -> int:
        """The local outbox writes to our own database, which each thread would have to open anew."""
        sender = self.mail if channel == EMAIL else self.sender
        return 1 if channel != PUSH and isinstance(sender, LocalOutbox) else self.hands

    def channels(self) -> tuple[str, ...]:
        """The ways out that are set up."""
        there = {SMS: True, PUSH: self.push is not None, EMAIL: self.mail is not None}
        return tuple(channel for channel in CHANNELS if there[channel])
