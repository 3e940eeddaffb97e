"""What must be written down before a concern may be closed: nothing is closed while a clock runs or nobody answered."""

from server.domain.concerns.steps import NOT_REFERRED, OUTCOME, REFERRED
from server.domain.errors import DoorstepError
from server.storage.concerns import clocks, steps
from server.storage.tables.visits import Report


def check_close(report: Report) -> None:
    """Raises `not_ready` with what is missing."""
    if report.lane == "property" and any(clock.is_running for clock in clocks.of_report(report.report_id)):
        raise DoorstepError(
            "not_ready", "A possible limit in law still runs. Write down what was done, or dismiss it with the reason."
        )
    if report.lane == "household":
        done = steps.kinds_of([report.report_id])[report.report_id]
        if not done & {REFERRED, NOT_REFERRED}:
            raise DoorstepError("not_ready", "Write down first who was told, or why nobody outside is.")
        if OUTCOME not in done:
            raise DoorstepError("not_ready", "Write down first what came of it.")
