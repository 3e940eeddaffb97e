"""Who may stand at a tenant's door for this appointment: name, company, photo, and the code of the visit."""

from dataclasses import dataclass

from server.outside.blobs import THUMBNAIL, Blobs, rendition_key
from server.services.tenants.open_tenant_page import OpenLink
from server.storage.pages import tenant_page


@dataclass(frozen=True)
class Caller:
    """One who is assigned; `number` names their photo on this page."""

    number: int
    name: str
    has_photo: bool


@dataclass(frozen=True)
class Callers:
    """Everybody who may come, and the code that each of them knows; empty before a visit is assigned.

    Where the appointment is cancelled nobody may come, whoever was assigned and whatever code they still know.
    """

    people: tuple[Caller, ...]
    visit_code: str


def nobody_may_come(opened: OpenLink) -> bool:
    """Whether the appointment was called off, so that whoever rings the bell does not come for it."""
    return opened.appointment.status == "cancelled"


def read_callers(opened: OpenLink) -> Callers:
    """Those assigned now; nobody and no code after a cancellation."""
    if nobody_may_come(opened):
        return Callers((), "")
    assigned = tenant_page.operatives(opened.appointment)
    visit = tenant_page.visit(opened.appointment)
    people = tuple(
        Caller(number, one.full_name, one.photo_sha256 is not None) for number, one in enumerate(assigned, start=1)
    )
    return Callers(people, visit.code if visit else "")


def caller_photo(opened: OpenLink, number: str, *, blobs: Blobs) -> bytes | None:
    """The small photo of one of them; None where there is none, or where nobody may come."""
    if nobody_may_come(opened):
        return None
    assigned = tenant_page.operatives(opened.appointment)
    place = int(number) if number.isascii() and number.isdigit() else 0
    if not 1 <= place <= len(assigned) or assigned[place - 1].photo_sha256 is None:
        return None
    name = str(assigned[place - 1].photo_sha256)
    return blobs.get(rendition_key(opened.link.landlord_id, name, THUMBNAIL))
