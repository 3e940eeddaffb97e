"""The visits of an absence as the office works through them: who could go instead, who knows, who does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.domain.booking.standing_in import Orphan, Proposal, propose
from server.domain.booking.ways import Ways
from server.domain.evidence.records import london_day
from server.outside.clock import Clock
from server.services.absences.record_absence import is_past_midday
from server.services.appointments.assign_operatives import slot_of
from server.services.booking.find_slots import hands_of_days, subject_of_appointment
from server.storage.booking import absences, slot_rows, workforce
from server.storage.booking.absences import Known, Touched
from server.storage.phones import assignments
from server.storage.tables.booking import Absence

NOTHING_DONE, SOMEBODY_ELSE, CANCELLED, MOVED, OVER = "open", "somebody_else", "cancelled", "moved", "over"


@dataclass(frozen=True)
class Line:
    """One visit: `state` is open, somebody_else, cancelled, moved or over; `knows` since when the tenant does.

    `waiting`: the state of a notice that has not told anybody yet. `gap`: from the office's knowing to the tenant's.
    """

    visit: Touched
    state: str
    goes: tuple[str, ...]
    proposal: Proposal
    knows_at: datetime | None
    channel: str
    waiting: str
    change_id: str
    gap: timedelta | None

    @property
    def is_told(self) -> bool:
        return self.knows_at is not None or self.state == OVER


@dataclass(frozen=True)
class Plan:
    """The day of an absence; `names` are of every operative that stands in it."""

    absence: Absence
    lines: tuple[Line, ...]
    names: dict[str, str]
    is_late: bool

    @property
    def untold(self) -> int:
        return sum(not line.is_told for line in self.lines)

    @property
    def open(self) -> int:
        return sum(line.state == NOTHING_DONE for line in self.lines)

    @property
    def proposed(self) -> int:
        """For how many somebody else could go."""
        return sum(bool(line.proposal.operatives) for line in self.lines)


def plan_absence(absence: Absence, *, clock: Clock) -> Plan:
    """Read it all as it stands now; proposals only for what nobody has settled."""
    visits = absences.touched(absence)
    ids = [one.appointment.appointment_id for one in visits]
    current = assignments.current_operatives(absence.landlord_id, ids)
    goes = {name: tuple(sorted(who for key, who in current if key == name)) for name in ids}
    states = {one.appointment.appointment_id: _state(absence, one, goes) for one in visits}
    open_visits = [one for one in visits if states[one.appointment.appointment_id] == NOTHING_DONE]
    proposals = _proposals(absence, open_visits, clock)
    known = absences.known_of(absence, ids)
    lines = tuple(
        _line(absence, one, (states[name], goes[name], proposals.get(name)), known.get(name, []))
        for one in visits
        for name in [one.appointment.appointment_id]
    )
    people = {who for line in lines for who in (*line.goes, *line.proposal.operatives)} | {absence.operative_id}
    names = workforce.names(absence.landlord_id, people)
    return Plan(absence, lines, names, is_past_midday(absence.day, clock.now()))


def untold_visits(absence: Absence) -> int:
    """How many tenants of an absence do not know yet; for the alarm at midday."""
    visits = absences.touched(absence)
    ids = [one.appointment.appointment_id for one in visits]
    known = absences.known_of(absence, ids)
    count = 0
    for one in visits:
        told = [each for each in known.get(one.appointment.appointment_id, []) if each.told_at is not None]
        count += not told and one.appointment.status in ("booked", "cancelled")
    return count


def _state(absence: Absence, one: Touched, goes: dict[str, tuple[str, ...]]) -> str:
    row = one.appointment
    if row.status == "cancelled":
        return CANCELLED
    if row.status != "booked":
        return OVER
    if london_day(slot_of(row).start_at) != absence.day:
        return MOVED
    return NOTHING_DONE if absence.operative_id in goes[row.appointment_id] else SOMEBODY_ELSE


def _proposals(absence: Absence, visits: Sequence[Touched], clock: Clock) -> dict[str, Proposal]:
    if not visits:
        return {}
    subjects = [subject_of_appointment(one.appointment) for one in visits]
    hands = [
        one
        for one in hands_of_days(subjects[0], [absence.day])[absence.day]
        if one.hand.operative_id != absence.operative_id
    ]
    orphans = [
        Orphan(one.appointment.appointment_id, slot_of(one.appointment), subject.job)
        for one, subject in zip(visits, subjects, strict=True)
    ]
    found = propose(orphans, hands, absence.day, ways=Ways(slot_rows.districts()), now=clock.now())
    return dict(found)


def _line(
    absence: Absence, one: Touched, standing: tuple[str, tuple[str, ...], Proposal | None], known: Sequence[Known]
) -> Line:
    state, goes, proposal = standing
    told = [each for each in known if each.told_at is not None]
    first = told[0] if told else None
    newest = known[-1] if known else None
    return Line(
        visit=one,
        state=state,
        goes=goes,
        proposal=proposal or Proposal((), None),
        knows_at=first.told_at if first else None,
        channel=first.channel if first else "",
        waiting=newest.waiting if newest and not first else "",
        change_id=newest.change.change_id if newest else "",
        gap=max(first.told_at - absence.known_at, timedelta(0)) if first and first.told_at else None,
    )
