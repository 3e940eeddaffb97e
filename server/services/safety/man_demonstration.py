"""Puts the demonstration's people on the rota for a year, so that its ladder has somebody on every rung."""

from collections.abc import Iterable
from datetime import timedelta

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.horizon import bounds
from server.outside.clock import Clock
from server.services.safety.change_rota import NewTurn, add_turn
from server.storage.people import users

_A_YEAR = timedelta(days=365)
ON_DUTY = (
    ("office@brook.example.org", "office", "07700 900301"),
    ("manager@havebury.example.org", "duty_manager", "07700 900302"),
    ("director@havebury.example.org", "next_duty_manager", "07700 900303"),
)


def man_demonstration(*, clock: Clock, on_duty: Iterable[tuple[str, str, str]] = ON_DUTY) -> None:
    """Each person is put on by themself; the mobile numbers are those that Ofcom keeps for fiction."""
    starts_at = bounds(london_day(clock.now()))[0]
    for email, post, mobile in on_duty:
        user = users.by_email(email)
        if user is None:
            raise DoorstepError("demonstration_faulty", f"The demonstration's rota names {email}, who is nobody.")
        new = NewTurn(post, user.user_id, mobile, starts_at, starts_at + _A_YEAR)
        add_turn(new, viewer=users.viewer_of(user), clock=clock)
