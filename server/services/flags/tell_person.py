"""The letter about a flag: when it went, when it was received, or why it was withheld; and an appeal that came."""

from dataclasses import dataclass
from datetime import date

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.flags.cases import APPEAL_ANSWER, appeal_until, letter_owed
from server.domain.viewing import Viewer
from server.domain.wording.tenant_times import long_date
from server.domain.working_days import due_on
from server.outside.clock import Clock
from server.services.days.days_off import days_off
from server.services.flags.keep_case import note_step, own_case
from server.storage.database import db, transaction
from server.storage.safety import flag_cases
from server.storage.safety.settings import settings_on
from server.storage.tables.flag_cases import FlagAppeal

CHANNELS = ("post", "by_hand", "email")


@dataclass(frozen=True)
class Appealed:
    """An appeal as it came: the day and the person's reasons."""

    received_on: date
    reasons: str


def note_letter(flag_id: str, channel: str, received_on: date | None, *, viewer: Viewer, clock: Clock) -> None:
    """The letter has gone. From its receipt the appeal is counted; the answer to an appeal opens no other."""
    now = clock.now()
    if channel not in CHANNELS:
        raise DoorstepError("unknown_channel", "Choose how the letter went.")
    with transaction():
        case = own_case(flag_id, viewer)
        case.letter_sent_at, case.letter_channel = case.letter_sent_at or now, channel
        if letter_owed(step.what for step in flag_cases.steps(viewer.landlord_id, flag_id)) != APPEAL_ANSWER:
            case.received_on = received_on or (london_day(now) if channel == "by_hand" else case.received_on)
        flag = flag_cases.flag(viewer.landlord_id, flag_id)
        if flag is not None:
            flag.letter_sent_on = london_day(now)
        note_step(viewer, flag_id, "letter_sent", f"By {channel.replace('_', ' ')}", london_day(now), clock)


def withhold_letter(flag_id: str, reason: str, *, viewer: Viewer, clock: Clock) -> None:
    """Not telling the person, because the letter itself would be a danger; the director's decision, with its reason."""
    if "director" not in viewer.roles:
        raise DoorstepError("not_allowed", "Only the director may withhold the letter.")
    if not reason.strip():
        raise DoorstepError("missing_note", "Write why telling the person would put somebody in danger.")
    with transaction():
        case = own_case(flag_id, viewer)
        case.withheld_reason, case.withheld_by = reason.strip(), viewer.user_id
        day = london_day(clock.now())
        note_step(viewer, flag_id, "letter_withheld", "The reason stands in the case", day, clock)


def enter_appeal(flag_id: str, appealed: Appealed, *, viewer: Viewer, clock: Clock) -> str:
    """Take an appeal in. One that comes after its last day is taken in too, and marked late."""
    now = clock.now()
    if not appealed.reasons.strip():
        raise DoorstepError("missing_note", "Write the person's reasons, in their words.")
    if appealed.received_on > london_day(now):
        raise DoorstepError("wrong_day", "Give the day on which it came; it lies in the future.")
    with transaction() as connection:
        case = flag_cases.case(viewer.landlord_id, flag_id)
        if case is None:
            raise DoorstepError("not_found", "There is no such flag, or it has no case yet.")
        settings = settings_on(connection, viewer.landlord_id, london_day(now))
        holidays = days_off(viewer.landlord_id, (appealed.received_on.year, appealed.received_on.year + 1))
        last_day = appeal_until(case, settings, holidays)
        appeal_id = str(uuid7())
        appeal = FlagAppeal(
            appeal_id=appeal_id,
            landlord_id=viewer.landlord_id,
            flag_id=flag_id,
            received_on=appealed.received_on,
            is_late=last_day is not None and appealed.received_on > last_day,
            reasons=appealed.reasons.strip(),
            due_on=due_on(appealed.received_on, settings.flag_answer_working_days, holidays),
            entered_by=viewer.user_id,
            entered_at=now,
        )
        db.session.add(appeal)
        note_step(
            viewer, flag_id, "appealed", f"To be decided by {long_date(appeal.due_on)}", appealed.received_on, clock
        )
    return appeal_id
