"""Damage in the home as its tenant sees it: what was reported, each step since, and by when the next one comes."""

from datetime import date

from flask import g
from flask.typing import ResponseReturnValue

from server.domain.damage.steps import TENANT_IS_TOLD, TENANT_READS_WORDS
from server.domain.errors import DoorstepError
from server.http.access import callers
from server.http.tenant.acts.known import known, own_messages
from server.http.tenant.pages import bp, show
from server.services.damage.read_damage import TenantsDamage, read_tenants_damage
from server.services.messages.keep_photos import takes_photos
from server.services.tenants.open_tenant_page import OpenLink
from server.storage.tables.messages import TenantMessage


@bp.get("/<token>/damage")
@callers("tenant")
@known
def damage(token: str) -> ResponseReturnValue:
    """The case of this appointment; without one there is nothing at this address."""
    found = own_case()
    if found is None:
        raise DoorstepError("not_found", "There is nothing at this address.")
    steps = [step for step in found.steps if step.kind in TENANT_IS_TOLD]
    facts = {"with_words": TENANT_READS_WORDS, "day": _day, "takes_photos": _takes_photos()}
    return show("tenant/acts/damage.html", token, one=found, steps=steps, **facts)


def own_case() -> TenantsDamage | None:
    """The case of damage at the appointment of this link, where there is one."""
    opened: OpenLink = g.tenant_link
    row = opened.appointment
    return read_tenants_damage(row.landlord_id, row.appointment_id)


def _takes_photos() -> TenantMessage | None:
    """The reader's own newest word about it, as long as photos may be added to that."""
    return next((one.message for one in own_messages() if takes_photos(one.message)), None)


def _day(facts: dict[str, object], name: str) -> date | None:
    text = facts.get(name)
    return date.fromisoformat(text) if isinstance(text, str) else None
