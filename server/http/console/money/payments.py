"""What was paid in a period, for finance: one row for each payment, and who bears it, to the penny."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from flask import Response
from flask.typing import ResponseReturnValue

from server.domain.imports.mending import safe_cell
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.money.periods import Period, asked_period
from server.http.console.pages import bp, clock
from server.http.console.showing.figures import london_day
from server.http.staff.gate import current_viewer
from server.services.recharges.read_recharges import Report, read_recharges
from server.services.staff.note_act import note_act
from server.storage.claiming import goodwill, payments
from server.storage.people.audit import Subject

COLUMNS = ("paid_on", "payee_reference", "claims", "pounds", "charged_to_firms", "own_cost", "for")
LOST_PAY, GOODWILL = "lost pay", "goodwill"


@bp.get("/payments.csv")
@callers(*who_may("payments"))
def payments_export() -> ResponseReturnValue:
    """The period's payments, one row each. Finance knows the payee by the reference; we hold no bank details."""
    viewer, period = current_viewer(), asked_period()
    note_act(Subject("payments", period.begins.isoformat()), "payments_exported", viewer=viewer, clock=clock())
    report = read_recharges(viewer.landlord_id, period.begins, period.ends, firm_id=None, clock=clock())
    references = payments.references_of(viewer.landlord_id)
    rows = [*_rows(report, references), *_goodwill(viewer.landlord_id, period, references)]
    return as_file("payments", period, COLUMNS, rows)


def as_file(name: str, period: Period, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """The rows as a CSV file that is only ever handed over; what people typed in them went through `safe_cell`."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(rows)
    named = f"{name}-{period.begins}-{period.ends}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{named}"', "Cache-Control": "no-store"}
    return Response(out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def with_point(pence: int) -> str:
    """With a point and two places, so that a sum read back is the same to the penny."""
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def _rows(report: Report, references: Mapping[str, tuple[str, ...]]) -> Iterable[Sequence[str]]:
    for one in report.payments:
        claims = " ".join(references.get(one.case_id, ()))
        payee = one.case_id.rpartition("@")[0]
        own = report.own_cost(one)
        sums = [with_point(pence) for pence in (one.pence, one.pence - own, own)]
        yield [one.paid_on.isoformat(), safe_cell(payee), safe_cell(claims), *sums, LOST_PAY]


def _goodwill(landlord_id: str, period: Period, references: Mapping[str, tuple[str, ...]]) -> Iterable[Sequence[str]]:
    """Lines of their own: outside the clause, and the landlord's cost alone."""
    for one in goodwill.all_of(landlord_id):
        if period.begins <= london_day(one.at) <= period.ends:
            payee, claims = one.case_id.rpartition("@")[0], " ".join(references.get(one.case_id, ()))
            sums = [with_point(pence) for pence in (one.pence, 0, one.pence)]
            yield [london_day(one.at).isoformat(), safe_cell(payee), safe_cell(claims), *sums, GOODWILL]
