"""What a person typed about damage, as the service takes it, and what they may do next, the likeliest first."""

from collections.abc import Mapping, Sequence
from datetime import date

from server.domain.damage.standing import (
    IS_CLOSED,
    TO_CLOSE,
    TO_DECIDE,
    TO_PUT_RIGHT,
    WITH_CONTRACTOR,
    WITH_INSURER,
    DamageStanding,
)
from server.domain.damage.steps import (
    ANSWERED,
    ASKED,
    CLOSED,
    INSURANCE,
    INSURER,
    NONE,
    NOTED,
    PUT_RIGHT,
    REMEDY,
    VALUED,
    DamageDeed,
    DamageStepNotAllowed,
)
from server.domain.errors import DoorstepError
from server.http.console.cases.claim_forms import pence

_FIRST = {
    TO_DECIDE: (REMEDY, ASKED),
    WITH_CONTRACTOR: (REMEDY,),
    TO_PUT_RIGHT: (PUT_RIGHT,),
    WITH_INSURER: (INSURER, PUT_RIGHT),
    TO_CLOSE: (CLOSED,),
}


def deed_of(form: Mapping[str, str]) -> DamageDeed:
    """Raises DamageStepNotAllowed where a day or a value cannot be read; nothing is guessed."""
    kind = form.get("kind", "")
    return DamageDeed(
        kind=kind,
        text=form.get("text", ""),
        remedy=form.get("remedy", ""),
        stance=form.get("stance", ""),
        due_on=_day(form.get("due_on", "")),
        value_pence=_value(form) if kind in (REMEDY, VALUED) else None,
    )


def deeds_for(standing: DamageStanding, allowed: Sequence[str]) -> list[str]:
    """The steps that fit how it stands, the likeliest first."""
    if standing.stage == IS_CLOSED:
        return [NOTED] if NOTED in allowed else []
    unfit = set()
    if standing.remedy != INSURANCE:
        unfit.add(INSURER)
    if standing.remedy in ("", NONE):
        unfit.add(PUT_RIGHT)
    if not standing.remedy:
        unfit.add(CLOSED)
    first = [ANSWERED, *_FIRST[standing.stage]]
    fitting = [kind for kind in allowed if kind not in unfit]
    return sorted(fitting, key=lambda kind: first.index(kind) if kind in first else len(first))


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DamageStepNotAllowed("due_on", "Give the day as a date.") from error


def _value(form: Mapping[str, str]) -> int | None:
    known = form.get("value_known", "")
    if known == "no":
        return None
    if known != "yes":
        raise DamageStepNotAllowed("value", "Give the value in pounds, or say that it is not known.")
    try:
        return pence(form.get("pounds", ""), "The value")
    except DoorstepError as error:
        raise DamageStepNotAllowed("value", error.message) from error
