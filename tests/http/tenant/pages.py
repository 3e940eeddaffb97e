"""A tenant's browser, for the tests of the page behind the link."""

from typing import Any

from flask.testing import FlaskClient

from server.outside.clock import FixedClock
from server.services.tenants.make_tenant_link import make_tenant_link
from server.storage.database import db, transaction
from server.storage.tables.visits import VisitState
from tests.factories import LANDLORD, NOW


def a_link(clock: FixedClock, appointment_id: str = "A-1") -> str:
    return f"/t/{make_tenant_link(LANDLORD, appointment_id, clock=clock)}"


def opened(client: FlaskClient, link: str, postcode: str = "IP33 1AA") -> str:
    """The page after the postcode."""
    response = client.post(link, data={"postcode": postcode}, follow_redirects=True)
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_data(as_text=True)


def a_state(visit_id: str, status: str, **state: Any) -> None:
    """How the fold of a visit stands."""
    with transaction():
        db.session.add(
            VisitState(
                visit_id=visit_id, landlord_id=LANDLORD, status=status, state=state, event_count=1, changed_at=NOW
            )
        )
