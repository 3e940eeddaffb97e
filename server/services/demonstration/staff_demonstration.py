"""Staffs the demonstration: people who sign in, faces for the operatives, and the open claim with its losses."""

from datetime import date
from pathlib import Path
from typing import Any

from server.domain.errors import DoorstepError
from server.outside.blobs import Blobs
from server.outside.clock import Clock
from server.services.claims.enter_claim import EnteredClaim, enter_claim
from server.services.claims.record_loss import LostDay, record_loss
from server.services.demonstration.load_demonstration import BY, TEMPLATES
from server.services.papers.seal_paper import Safe
from server.services.phones.set_operative_photo import set_operative_photo
from server.services.safety.man_demonstration import man_demonstration
from server.services.staff.add_user import NewUser, add_user
from server.storage.cases import households

# Everybody of the demonstration is invented, and so is every address.
STAFF = (
    ("manager@havebury.example.org", "Jaya Shah", ("contract_manager", "claim_handler"), None),
    ("claims@havebury.example.org", "Owen Pryce", ("claim_handler",), None),
    ("safeguarding@havebury.example.org", "Ruth Adeyemi", ("safeguarding_lead",), None),
    ("director@havebury.example.org", "Margaret Oddy", ("director",), None),
    ("admin@havebury.example.org", "Piotr Nowak", ("administrator",), None),
    ("office@brook.example.org", "Carol Finch", ("contractor_office",), "BRK"),
    ("office@saxlingfen.example.org", "Dev Patel", ("contractor_office",), "SAX"),
)


def staff_demonstration(landlord_id: str, password: str, *, clock: Clock, blobs: Blobs) -> None:
    """Add the people who sign in, all with one password, and give each operative a drawn face."""
    for email, name, roles, firm_id in STAFF:
        add_user(NewUser(email, name, roles, password, firm_id), landlord_id=landlord_id, by=BY, clock=clock)
    man_demonstration(clock=clock)
    for number, portrait in enumerate(sorted(Path(TEMPLATES, "portraits").glob("*.jpg")), start=1):
        content = portrait.read_bytes()
        set_operative_photo(landlord_id, f"OP{number:03d}", content, by=BY, clock=clock, blobs=blobs)


def claim_in_demonstration(landlord_id: str, claim: dict[str, Any], *, clock: Clock, safe: Safe) -> str:
    """Enter the demonstration's claim as the office does, then see its proof; returns its reference."""
    household = households.of_appointment(landlord_id, claim["appointment_id"])
    if household is None:
        raise DoorstepError("demonstration_faulty", "The demonstration's claim names an appointment of nobody.")
    case_id = household.case_id
    entered = EnteredClaim(
        person_id=claim["person_id"],
        channel=claim["channel"],
        received_on=date.fromisoformat(claim["claimed_on"]),
        tenure_said="tenant",
        lost=[_lost(loss, "none") for loss in claim["losses"]],
        seen=0,
    )
    made = enter_claim(landlord_id, case_id, entered, by=BY, clock=clock, safe=safe)
    for loss in claim["losses"]:
        seen = _lost(loss, loss["evidence"])
        record_loss(landlord_id, case_id, seen, by=BY, clock=clock, claim_id=made.claim_id)
    return made.reference


def _lost(loss: dict[str, Any], evidence: str) -> LostDay:
    return LostDay(loss["person_id"], date.fromisoformat(loss["day"]), loss["pence"], evidence, loss["off_work"])
