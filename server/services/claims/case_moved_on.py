"""The refusal of an act on a case that has moved on: it names who decided meanwhile, or says that evidence came."""

from server.domain.errors import DoorstepError
from server.domain.wording.plain_words import pounds
from server.domain.wording.tenant_times import clock_time, day_in_words, london_date
from server.storage.cases import question_answers
from server.storage.claiming import claims
from server.storage.people import users


def case_moved_on(landlord_id: str, case_id: str, seen_assessment_id: int) -> DoorstepError:
    """`stale_edit`; `seen_assessment_id` is what stood on the page of whoever acts now."""
    said = _meanwhile(landlord_id, case_id, seen_assessment_id)
    return DoorstepError("stale_edit", f"{said} Look at it, then decide.")


def _meanwhile(landlord_id: str, case_id: str, seen: int) -> str:
    decided = [one for one in claims.decisions_of(landlord_id, case_id) if one.assessment_id >= seen]
    answered = [one for one in question_answers.answers_of(landlord_id, case_id) if one.assessment_id >= seen]
    acts = [(one.at, one.by, _decision(one.state, one.total_pence)) for one in decided]
    acts += [(one.at, one.by, "answered a question on this case") for one in answered]
    if not acts:
        return "There is newer evidence on this case."
    at, by, what = max(acts)
    name = users.names_of([by]).get(by, "Somebody else")
    return f"{name} {what} on {day_in_words(london_date(at))} at {clock_time(at)}, after you opened it."


def _decision(state: str, pence: int) -> str:
    done = {"approved": f"approved {pounds(pence)}", "paid": f"marked {pounds(pence)} as paid", "refused": "refused it"}
    return f"decided this case ({done[state]})"
