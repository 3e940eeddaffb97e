"""An appeal against a flag is decided by somebody else than who set it, and the person is answered in writing."""

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.flags.cases import may_decide_appeal, received
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.services.flags.decide_flag import end_case, letter_is_due
from server.services.flags.keep_case import note_step
from server.storage.database import db, transaction
from server.storage.people import users
from server.storage.safety import flag_cases
from server.storage.safety.settings import settings_on
from server.storage.tables.flag_cases import FlagCase

OUTCOMES = ("stands", "ended")


def decide_appeal(appeal_id: str, outcome: str, answer: str, *, viewer: Viewer, clock: Clock) -> None:
    """Decide it, with the answer that the person is given; never by whoever set the flag."""
    now = clock.now()
    if outcome not in OUTCOMES or not answer.strip():
        raise DoorstepError("missing_note", "Choose what the appeal comes to, and write the answer with its reasons.")
    with transaction() as connection:
        appeal = flag_cases.appeal(viewer.landlord_id, appeal_id)
        case = flag_cases.case(viewer.landlord_id, appeal.flag_id) if appeal else None
        if appeal is None or case is None:
            raise DoorstepError("not_found", "There is no such appeal.")
        if appeal.decided_at is not None:
            raise DoorstepError("stale_edit", "This appeal was decided meanwhile. Look at it again.")
        if not decides(case, viewer):
            raise DoorstepError(
                "same_decider", "Somebody else must decide: a director who did not set this flag, if there is one."
            )
        appeal.decided_by, appeal.decided_at = viewer.user_id, now
        appeal.outcome, appeal.answer = outcome, answer.strip()
        note_step(viewer, case.flag_id, "appeal_decided", f"The flag {outcome}", london_day(now), clock)
        settings = settings_on(connection, viewer.landlord_id, london_day(now))
        received_on = received(case, settings)
        letter_is_due(case, now, settings)
        case.received_on = received_on
        if outcome == "ended":
            end_case(case, now)


def decides(case: FlagCase, viewer: Viewer) -> bool:
    """Whether this person may decide an appeal in this case."""
    directors = users.with_roles(db.session.connection(), viewer.landlord_id, ("director",))
    others = [one for one in directors if one.user_id != case.decided_by]
    return may_decide_appeal(case, viewer.user_id, viewer.roles, has_other_director=bool(others))
