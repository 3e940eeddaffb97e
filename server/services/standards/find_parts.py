"""From what is recorded of cases, messages and concerns to their parts in the standards."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from server.domain.evidence.records import LONDON, london_day
from server.domain.messages import Step
from server.domain.standards.answers import Asked, Concern, of_concern, of_message
from server.domain.standards.appointments import NoticePolicy, of_case
from server.domain.standards.counted import MESSAGE, REPORT, Subject
from server.domain.wording.tenant_times import london_date
from server.domain.working_days import due_on
from server.services.days.days_off import days_off
from server.services.messages.read_messages import how_it_stands
from server.storage.standards import answered, facts, parts
from server.storage.standards.answered import ReportedConcern
from server.storage.standards.policy import in_hand
from server.storage.tables.messages import TenantMessage, TenantMessageStep
from server.storage.telling import messages
from server.storage.telling.telling_policy import telling_policy

Row = dict[str, Any]
_FIRST_YEAR, _YEARS_ON = 2014, 3
_NEXT_DAY = timedelta(days=1)


def parts_of_cases(landlord_id: str, case_ids: Collection[str], now: datetime) -> tuple[list[Row], set[str]]:
    """The parts of these cases' own appointments, and which appointments these are."""
    policy = NoticePolicy(_clear_days, days_off(landlord_id, range(_FIRST_YEAR, now.year + _YEARS_ON)))
    rows: list[Row] = []
    names: set[str] = set()
    for one in facts.assessed_cases(landlord_id, case_ids):
        names |= one.beside.keys()
        found = of_case(one.case, one.output, one.beside, policy)
        rows += [parts.as_row(landlord_id, each, one.case_id) for each in found]
    return rows, names


def _clear_days(day: date) -> int:
    return telling_policy(day).planned_notice_clear_working_days


def parts_of_messages(landlord_id: str, message_ids: Collection[str], now: datetime) -> list[Row]:
    rows = answered.messages(landlord_id, message_ids)
    done = messages.steps_of([row.message_id for row in rows])
    today = london_day(now)
    return [
        parts.as_row(landlord_id, each, "")
        for row in rows
        for each in of_message(_asked(row, done.get(row.message_id, [])), today)
    ]


def _asked(row: TenantMessage, done: list[TenantMessageStep]) -> Asked:
    return Asked(
        subject=Subject(MESSAGE, row.message_id, row.firm_id, row.kind),
        kind=row.kind,
        received_on=london_date(row.received_at),
        acknowledge_by=row.acknowledge_by_on,
        answer_by=row.answer_by_on,
        steps=tuple(Step(step.kind, london_date(step.at), step.new_due_on) for step in done),
        stands=how_it_stands(row, done),
    )


def parts_of_reports(landlord_id: str, report_ids: Collection[str], now: datetime) -> list[Row]:
    found = answered.concerns(landlord_id, report_ids)
    return [
        parts.as_row(landlord_id, each, "") for row in found for each in of_concern(_concern(landlord_id, row), now)
    ]


def _concern(landlord_id: str, row: ReportedConcern) -> Concern:
    day = london_day(row.received_at)
    allowed = in_hand(day)
    due_at = row.received_at + allowed.danger
    if not row.danger_now:
        last = due_on(day, allowed.working_days, days_off(landlord_id, (day.year, day.year + 1)))
        due_at = datetime.combine(last + _NEXT_DAY, time.min, LONDON).astimezone(UTC)
    return Concern(Subject(REPORT, row.report_id, row.firm_id, row.lane), day, due_at, row.taken_at)
