"""A tenant's own new time after a cancellation: the job that went back to those that wait is booked on their page."""

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.booking.book_work_order import Choice, book_work_order
from server.services.tenants.make_tenant_link import make_tenant_link
from server.services.tenants.open_tenant_page import OpenLink
from server.storage.booking import work_orders
from server.storage.database import transaction
from server.storage.tables.booking import WorkOrder

_AGREED_BY = "the tenant, on their page"


def waiting_job(opened: OpenLink) -> WorkOrder | None:
    """The job of a cancelled appointment that waits for another time; None where the tenant has to be rung.

    Planned works need their written notice first: the office proposes those.
    """
    row = opened.appointment
    if row.status != "cancelled":
        return None
    came_of_it = work_orders.from_appointment(row.landlord_id, row.appointment_id)
    return next((order for order in came_of_it if _waits(order)), None)


def rebook_cancelled(opened: OpenLink, offer_id: str, place: int, *, clock: Clock) -> str:
    """Book what was chosen; returns the token of the new appointment's page.

    Raises `slot_taken` and `booked_already` as `book_work_order` does, and `appointment_over` where no job waits.
    """
    order = waiting_job(opened)
    if order is None:
        raise DoorstepError("appointment_over", "No job waits for another time here.")
    choice = Choice(offer_id, place, agreed_by=_AGREED_BY, channel="page", proof="chosen on their page")
    with transaction():
        appointment_id = book_work_order(order.landlord_id, order.work_order_id, choice, by="tenant", clock=clock)
        return make_tenant_link(order.landlord_id, appointment_id, clock=clock)


def _waits(order: WorkOrder) -> bool:
    is_open = order.appointment_id is None and order.closed_at is None
    return is_open and order.origin == "rebook" and order.kind != "planned"
