"""A sample of visits with an outcome, as the contract manager keeps it."""

from datetime import date

from server.storage.database import transaction
from server.storage.sampling import add, add_outcome
from server.storage.tables.sampling import Sample, SampleOutcome
from tests.factories import LANDLORD, NOW


def a_sample(*visit_ids: str, sample_id: str = "sample-1", note: str = "") -> str:
    """A mystery shopper's sample of these visits, the first of them with an outcome."""
    words = {"outcome": "as_promised", "note": note, "by": "cli", "at": NOW}
    with transaction():
        add(
            Sample(
                sample_id=sample_id, landlord_id=LANDLORD, purpose="mystery_shopping", begins_on=date(2026, 11, 23),
                ends_on=date(2026, 11, 23), size=len(visit_ids), seed="a-seed", drawn_from=9, fingerprint="none",
                by="cli", at=NOW,
            ),
            visit_ids,
        )  # fmt: skip
        add_outcome(SampleOutcome(sample_id=sample_id, visit_id=visit_ids[0], **words))
    return sample_id
