"""What booking refuses, each in a sentence that names the way out."""

from __future__ import annotations

from server.domain.errors import DoorstepError


class SlotTaken(DoorstepError):
    """Between the offer and the choice the time went to somebody else."""

    def __init__(self) -> None:
        said = "Somebody else has just taken this time. Nothing was booked. Choose another; the list is new."
        super().__init__("slot_taken", said)


class NotFree(DoorstepError):
    """Whoever the office named has other work then, is away, or does not work at that time."""

    def __init__(self) -> None:
        said = "Who is named is not free at this time, or does not work then. Nothing was saved. Name somebody else."
        super().__init__("slot_taken", said)


class NameNeeded(DoorstepError):
    """From the day before on, somebody must be named."""

    def __init__(self) -> None:
        said = "This visit is today or tomorrow: name the operative who goes. Until the day before it may stay open."
        super().__init__("operative_needed", said)


class HomeNotToBeVisited(DoorstepError):
    """The Lone Working Register says that nobody goes to this home."""

    def __init__(self) -> None:
        said = (
            "The Lone Working Register says: do not visit this home. Ring the landlord's duty manager before you book."
        )
        super().__init__("home_not_to_be_visited", said)
