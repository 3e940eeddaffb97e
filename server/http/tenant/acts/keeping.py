"""What a tenant may keep: the appointment, for their calendar."""

from flask import Response, g, request
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.http.access import callers
from server.http.tenant.acts.known import known
from server.http.tenant.pages import bp, clock, config, speaker
from server.outside.calendar_files import Entry, calendar_file
from server.services.tenants.open_tenant_page import read_promise


@bp.get("/<token>/calendar.ics")
@callers("tenant")
@known
def calendar(token: str) -> ResponseReturnValue:
    """One entry, the same each time it is fetched, so that a new time replaces the old one."""
    row, promise = g.tenant_link.appointment, read_promise(g.tenant_link)
    if promise.start_at is None:
        raise DoorstepError("not_found", "No time has been agreed yet.")
    title = speaker().plain("page.for_landlord", firm=promise.firm_name, landlord=promise.landlord_name)
    entry = Entry(
        uid=f"{g.tenant_link.link.token_hash[:24]}@doorstep",
        title=title,
        start_at=promise.start_at,
        end_at=promise.end_at,
        address=f"{config().public_url}/t/{token}",
        phone=promise.landlord_phone,
        revision=row.rev,
    )
    return as_file(calendar_file(entry, now=clock().now()), "text/calendar; charset=utf-8", "appointment.ics")


def as_file(content: bytes, mimetype: str, name: str) -> Response:
    way = "inline" if request.args.get("show") else "attachment"
    return Response(content, headers={"Content-Type": mimetype, "Content-Disposition": f'{way}; filename="{name}"'})
