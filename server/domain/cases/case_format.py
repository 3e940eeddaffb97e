"""The case format: a parsed JSON object in, a checked Case out, or a refusal with the path of the wrong field."""

from __future__ import annotations

from datetime import date

from server.domain.cases.appointment_format import read_appointment
from server.domain.cases.case import Case, Loss, Person, PolicyRow, Prior, Repair
from server.domain.cases.fields import CaseDoesNotFit, Fields, refuse_repeats
from server.domain.cases.policy_settings import TENURES, SettingNotAllowed, SettingValue, checked
from server.domain.cases.profiles import checked_profile

_CASE = (
    "case note as_of policy settings people repairs losses claimed_at prior ignored".split()  # noqa: SIM905
)
_EVIDENCE = ("employer", "payslip", "own_record", "none")
_POLICY_VALUES = ("cap_pence_per_day", "threshold_more_than")


def read_case(raw: object) -> Case:
    """Return the case; raise CaseDoesNotFit."""
    fields = Fields(raw, "", _CASE)
    name, as_of = fields.text("case"), fields.instant("as_of")
    fields.text_if_given("note")
    people = _people(fields)
    profile, settings = _settings(fields)
    arrears_pence, voucher_pence = _ignored(fields)
    return Case(
        name=name,
        as_of=as_of,
        people=people,
        repairs=_repairs(fields),
        losses=_losses(fields, {person.id for person in people}),
        policy_rows=_policy_rows(fields),
        profile=profile,
        settings=settings,
        claimed_at=fields.instant_if_given("claimed_at"),
        prior=_prior(fields),
        arrears_pence=arrears_pence,
        voucher_pence=voucher_pence,
    )


def _people(fields: Fields) -> tuple[Person, ...]:
    rows = [(_person(row, path), f"{path}.id") for row, path in fields.rows("people")]
    refuse_repeats([(person.id, path) for person, path in rows], "person")
    return tuple(person for person, _ in rows)


def _person(raw: object, path: str) -> Person:
    fields = Fields(raw, path, ("id", "tenure", "on_tenancy", "from", "to"))
    return Person(
        id=fields.text("id"),
        tenure=fields.word("tenure", TENURES),
        on_tenancy=fields.flag("on_tenancy", True),
        first_day=fields.day_if_given("from"),
        last_day=fields.day_if_given("to"),
    )


def _repairs(fields: Fields) -> tuple[Repair, ...]:
    rows = [(_repair(row, path), path) for row, path in fields.rows("repairs")]
    refuse_repeats([(repair.id, f"{path}.id") for repair, path in rows], "repair")
    promised = [
        (appointment.id, f"{path}.appointments[{index}].id")
        for repair, path in rows
        for index, appointment in enumerate(repair.appointments)
    ]
    refuse_repeats(promised, "appointment")
    return tuple(repair for repair, _ in rows)


def _repair(raw: object, path: str) -> Repair:
    names = ("id", "root", "address", "trade", "raised_on", "completed_on", "appointments")
    fields = Fields(raw, path, names)
    repair_id = fields.text("id")
    return Repair(
        id=repair_id,
        root=fields.text("root") if fields.has("root") else repair_id,
        address=fields.text_if_given("address"),
        trade=fields.text_if_given("trade"),
        raised_on=fields.day_if_given("raised_on"),
        completed_on=fields.day_if_given("completed_on"),
        appointments=tuple(read_appointment(row, at) for row, at in fields.rows("appointments")),
    )


def _losses(fields: Fields, people: set[str]) -> tuple[Loss, ...]:
    losses: list[Loss] = []
    claimed: set[tuple[str, date]] = set()
    for row, path in fields.rows("losses"):
        loss = _loss(row, path)
        if loss.person not in people:
            raise CaseDoesNotFit(f"{path}.person", "is not the id of anybody in people")
        if (loss.person, loss.day) in claimed:
            raise CaseDoesNotFit(f"{path}.day", "is claimed twice for this person")
        claimed.add((loss.person, loss.day))
        losses.append(loss)
    return tuple(losses)


def _loss(raw: object, path: str) -> Loss:
    fields = Fields(raw, path, ("person", "day", "off_work", "pence", "evidence", "paid_leave"))
    return Loss(
        person=fields.text("person"),
        day=fields.day("day"),
        off_work=fields.flag("off_work"),
        pence=fields.whole("pence"),
        evidence=fields.word("evidence", _EVIDENCE),
        paid_leave=fields.flag("paid_leave", False),
    )


def _policy_rows(fields: Fields) -> tuple[PolicyRow, ...]:
    rows: dict[tuple[date, str], PolicyRow] = {}
    for raw, path in fields.rows("policy", optional=True):
        row = Fields(raw, path, ("from", *_POLICY_VALUES))
        starts_on = row.day("from")
        for name in filter(row.has, _POLICY_VALUES):
            if (starts_on, name) in rows:
                raise row.wrong(name, f"is set twice from {starts_on.isoformat()}")
            value = None if row.raw(name) is None else row.whole(name)
            rows[starts_on, name] = PolicyRow(starts_on, name, value)
    return tuple(rows.values())


def _settings(fields: Fields) -> tuple[str | None, dict[str, SettingValue]]:
    if not fields.has("settings"):
        return None, {}
    raw = fields.raw("settings")
    names = raw if isinstance(raw, dict) else ()
    # Every name is let through here, so that a name the policy does not list is refused as a setting.
    Fields(raw, "settings", names)
    settings = dict(raw) if isinstance(raw, dict) else {}
    path = Fields({}, "settings", ()).path
    try:
        profile = checked_profile(settings.pop("profile")) if "profile" in settings else None
        return profile, {name: checked(name, value) for name, value in settings.items()}
    except SettingNotAllowed as problem:
        raise CaseDoesNotFit(path(problem.name), problem.problem) from None


def _prior(fields: Fields) -> Prior | None:
    if not fields.has("prior"):
        return None
    prior = Fields(fields.raw("prior"), "prior", ("state", "total_pence"))
    return Prior(prior.word("state", ("approved", "paid", "refused")), prior.whole("total_pence"))


def _ignored(fields: Fields) -> tuple[int, int]:
    if not fields.has("ignored"):
        return 0, 0
    ignored = Fields(fields.raw("ignored"), "ignored", ("arrears_pence", "voucher_pence"))
    return ignored.whole("arrears_pence", 0), ignored.whole("voucher_pence", 0)
