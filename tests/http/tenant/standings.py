"""What the rule has found, for the tests of the tenant's page."""

from server.storage.database import db, transaction
from server.storage.tables.decisions import Assessment
from server.storage.tables.standings import AppointmentStanding
from tests.factories import LANDLORD, NOW


def a_standing(result: str, code: str) -> None:
    """What the rule found of appointment A-1."""
    with transaction():
        db.session.add(
            AppointmentStanding(
                landlord_id=LANDLORD,
                appointment_id="A-1",
                result=result,
                code=code,
                late_edge_at=NOW,
                stale=False,
            )
        )


def an_assessment(not_kept: int, total: int = 0, explanation: list[str] | None = None) -> None:
    """The newest assessment of the household at the usual home."""
    output = {
        "pay_now_pence": total,
        "roots": [{"root": "J-1", "not_kept": not_kept, "threshold_passed": not_kept > 2}],
        "explanation": explanation or [],
    }
    with transaction():
        db.session.add(
            Assessment(
                landlord_id=LANDLORD,
                case_id="T-100000000001@100000000001",
                made_at=NOW,
                cause="test",
                state="payable" if total else "nothing",
                total_pence=total,
                at_stake_pence=0,
                input={},
                output=output,
            )
        )
