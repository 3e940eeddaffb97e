"""Records what came of a sampled visit: appended, so that a second word never hides the first."""

from dataclasses import dataclass

from server.domain.errors import DoorstepError
from server.domain.sampling import OUTCOMES
from server.domain.typed_text import kept_whole
from server.outside.clock import Clock
from server.storage import sampling
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.sampling import SampleOutcome

LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Outcome:
    """What came of it, as a code of its purpose, and a note for the landlord's own people."""

    code: str
    note: str = ""


def record_outcome(landlord_id: str, sample_id: str, visit_id: str, outcome: Outcome, *, by: str, clock: Clock) -> None:
    """Append it. Raises where the visit is not of this sample, or the outcome none of its purpose's."""
    sample = sampling.find(landlord_id, sample_id)
    if sample is None or visit_id not in sampling.visit_ids(sample_id):
        raise DoorstepError("not_found", "There is nothing here, or it is not yours to see.")
    if outcome.code not in OUTCOMES[sample.purpose]:
        raise DoorstepError("wrong_outcome", "Say what came of it: choose one of the outcomes.")
    note = kept_whole(outcome.note, LONGEST_NOTE, "The note")
    names = {"sample_id": sample_id, "visit_id": visit_id}
    with transaction():
        sampling.add_outcome(SampleOutcome(**names, outcome=outcome.code, note=note, by=by, at=clock.now()))
        about = audit.Subject("sample", sample_id)
        audit.record(landlord_id, about, "sample_outcome_recorded", by=by, at=clock.now(), after={"outcome": ""})
