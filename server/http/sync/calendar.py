"""An operative's own calendar, asked for by their phone: an address for a calendar program, or a file with the places.

A phone is signed in, so its file may say where; whoever only has the address reads when (decision 0193).
"""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from server.http.access import NotAllowed, callers
from server.http.sync.content import answered
from server.http.sync.gate import clock, config, phone
from server.http.sync.waiting import ask_to_wait
from server.services.exporting.make_calendar_feed import end_calendar_feed, make_calendar_feed
from server.services.exporting.read_calendar import read_calendar
from server.storage.phones.devices import Phone

bp = Blueprint("own_calendar", __name__, url_prefix="/api/v1")
ask_to_wait(bp)


@bp.post("/calendar")
@callers("device")
def post_own_calendar() -> ResponseReturnValue:
    """A new address, said once; the one before ends, also where the office had made it."""
    mine = _in_use()
    token = make_calendar_feed(mine.landlord_id, mine.operative_id, mine.firm_id, by=mine.operative_id, clock=clock())
    return answered({"address": f"{config().public_url}/c/{token}.ics"}, 201)


@bp.delete("/calendar")
@callers("device")
def delete_own_calendar() -> ResponseReturnValue:
    """The address ends at once; `not_found` where there is none."""
    mine = _in_use()
    end_calendar_feed(mine.landlord_id, mine.operative_id, by=mine.operative_id, clock=clock())
    return Response(status=204)


@bp.get("/calendar")
@callers("device")
def get_own_calendar() -> ResponseReturnValue:
    """The visits of the operative who is signed in on this phone, with their places."""
    mine = _in_use()
    content = read_calendar(mine.landlord_id, mine.operative_id, with_places=True, clock=clock())
    return Response(content, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "no-store"})


def _in_use() -> Phone:
    """A revoked phone hands in what it holds and takes nothing out."""
    mine = phone()
    if mine.revoked_at is not None:
        raise NotAllowed("This phone's access has ended. Ask your office.")
    return mine
