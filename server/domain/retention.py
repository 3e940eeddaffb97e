"""What is recorded, what it is for, and how long it is kept: one line for each kind (WHG 2.16).

A kind without an end is said to have none. What an end would take for what is recorded at a door: decision 0420.
"""

from dataclasses import dataclass

NO_END = "No end yet"


@dataclass(frozen=True)
class Kind:
    """One kind of record."""

    what: str
    why: str
    how_long: str


KINDS: tuple[Kind, ...] = (
    Kind(
        "Homes, people, repairs and appointments, and the files they came by",
        "To know what was promised to whom",
        "In use as the landlord's own systems say; no end yet for what they said before",
    ),
    Kind(
        "What an operative recorded at a door: what was done and when, and photos",
        "To show whether an appointment was kept, to decide what a missed one owes, and to count what HS 004A asks",
        NO_END,
    ),
    Kind(
        "Where an operative stood, if they added it to their record",
        "To show that they came, where somebody says that they did not",
        "Twelve months after we received it, or as long as the director has set. Beside a claim "
        "or misses enough for one, an open question, damage, an alarm or a tenant's word against the record, "
        "and of what is kept apart, no end yet",
    ),
    Kind("Damage, and concerns about a home", "To have it put right in time", NO_END),
    Kind(
        "Concerns about a person",
        "So that somebody who may be at risk is looked after",
        "By the landlord's own rule for safeguarding; Doorstep erases none",
    ),
    Kind("Claims and recharges, their papers, and what was decided", "To pay what is owed, and to show why", NO_END),
    Kind(
        "Flags: what to do at a home where staff were in danger",
        "So that nobody walks into a danger that is known",
        "In force until somebody ends it, which each review asks, or until the tenancy ends. "
        "How it came about: no end yet",
    ),
    Kind(
        "What is done differently for a person, such as knocking loudly",
        "So that a visit works for them",
        "In force until somebody ends it; asked again by its review date. Who said so: no end yet",
    ),
    Kind("Timers, check-ins and alarms", "So that nobody who works alone is left without help", NO_END),
    Kind("Visits drawn as samples, and what was found", "To see from outside how visits go", NO_END),
    Kind("What tenants tell us and the photos they send, with our answers", "To put right what went wrong", NO_END),
    Kind("Texts, emails and letters", "To show who was told what, and when", NO_END),
    Kind(
        "Photos on operatives' cards",
        "So that a tenant can see who is at the door",
        "Until the day on which they leave the firm, or until there is another",
    ),
    Kind(
        "Links to tenants' pages",
        "So that a tenant need not sign in",
        "14 days after the visit; of a claim, 30 days after its last step",
    ),
    Kind(
        "Visits on a phone",
        "So that the work can be done with no signal",
        "That day and the next working day. What was sent: 14 days, in a box that only the server opens",
    ),
    Kind("Who signed in, saw, changed or decided what", "So that it can be told who did it", NO_END),
)
