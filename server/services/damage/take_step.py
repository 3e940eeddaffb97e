"""A person does something about damage in a home: asks, answers, decides, writes, closes. Nothing closes by itself."""

from server.domain.damage.standing import fold_damage, promised_days
from server.domain.damage.steps import (
    ANSWERED,
    ASKED,
    REMEDY,
    TENANT_READS_WORDS,
    VALUED,
    DamageDeed,
    check_deed,
)
from server.domain.errors import DoorstepError
from server.domain.typed_text import kept_whole
from server.domain.viewing import Viewer
from server.domain.wording.tenant_times import london_date
from server.outside.clock import Clock
from server.services.damage.answer_in_thread import answer_messages, follow_case
from server.services.damage.append_step import NewStep, append_step, as_step
from server.services.damage.tell_office import tell_office
from server.services.days.days_off import days_off
from server.storage.damage import cases
from server.storage.damage.policy import damage_numbers_on
from server.storage.database import db, transaction
from server.storage.tables.damage import DamageCase

MOST_SIGNS = 4000


def take_damage_step(damage_id: str, deed: DamageDeed, *, seen: int, viewer: Viewer, clock: Clock) -> None:
    """Append it; raises `not_found`, DamageStepNotAllowed, or `stale_edit` where a step came that they had not seen."""
    with transaction() as connection:
        found = cases.get(viewer, damage_id)
        if found is None or not (viewer.may("decide_damage") or viewer.may("answer_damage")):
            raise DoorstepError("not_found", "There is no such case, or it is not yours to act on.")
        case = found.case
        cases.hold(connection, case.landlord_id, case.matter)
        db.session.refresh(case)
        _take(case, deed, seen, viewer, clock)


def _take(case: DamageCase, deed: DamageDeed, seen: int, viewer: Viewer, clock: Clock) -> None:
    steps = [as_step(row) for row in cases.steps_of(case.damage_id)]
    if len(steps) != seen:
        raise DoorstepError(
            "stale_edit", "Somebody did something here meanwhile. Read it, then do what is still needed."
        )
    today = london_date(clock.now())
    standing = fold_damage(steps)
    by_firm = viewer.firm_id is not None
    check_deed(deed, by_firm=by_firm, is_open=standing.is_open, remedy=standing.remedy, today=today)
    holidays = days_off(case.landlord_id, (today.year, today.year + 1))
    days = promised_days(deed, today, damage_numbers_on(today), holidays=holidays)
    facts = _facts(deed) | {name: day.isoformat() for name, day in days.items()}
    text = kept_whole(deed.text, MOST_SIGNS, "The text")
    row = append_step(case, NewStep(deed.kind, viewer.user_id, text, facts, by_firm), now=clock.now())
    if deed.kind == ASKED:
        tell_office(case, row.step_id, days["answer_by"], now=clock.now())
    if not by_firm:
        follow_case(case, viewer.user_id, clock.now())
    if deed.kind in TENANT_READS_WORDS:
        answer_messages(case, deed.kind, text, viewer.user_id, clock.now())


def _facts(deed: DamageDeed) -> dict[str, object]:
    facts: dict[str, object] = {}
    if deed.kind == REMEDY:
        facts["remedy"] = deed.remedy
    if deed.kind in (REMEDY, VALUED):
        facts["value_pence"] = deed.value_pence
    if deed.kind == ANSWERED:
        facts["stance"] = deed.stance
    return facts
