"""A concern has come from a phone, or moved between lanes: its clocks start at receipt, and those who must act hear.

Call it inside the transaction of the sync, after the reports stand in their lanes. The same events again: no change.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.engine import Connection

from server.services.concerns.run_clocks import run_clocks
from server.services.concerns.tell_people import tell_of_arrival
from server.storage.concerns import clocks


def receive_concerns(connection: Connection, event_ids: Iterable[str], *, at: datetime) -> None:
    """`event_ids` of concerns, new ones or those that a correction touched."""
    for report in clocks.reports_of_events(connection, event_ids):
        run_clocks(connection, report, at=at)
        tell_of_arrival(connection, report, at=at)
