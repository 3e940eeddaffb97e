"""What was paid in a period, for finance, and what each contractor is charged of it; both add up to the penny."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.imports.mending import safe_cell
from server.domain.payments import Payment, payments_of
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, now
from server.http.console.showing.figures import london_day
from server.http.staff.gate import current_viewer
from server.services.staff.note_act import note_act
from server.storage.claiming import payments
from server.storage.people import users
from server.storage.people.audit import Subject

COLUMNS = ("paid_on", "payee_reference", "claims", "pounds", "charged_to_firms", "own_cost")


@dataclass(frozen=True)
class Period:
    begins: date
    ends: date


@bp.get("/recharges")
@callers(*who_may("recharges"))
def recharges() -> ResponseReturnValue:
    """By contractor: what of the period's payments it is charged. A firm's people see their own firm's part alone."""
    viewer, period = current_viewer(), _period()
    found = _paid_in(period)
    charged: dict[str, int] = {}
    for one in found:
        for firm, pence in one.shares.items():
            if viewer.firm_id in (None, firm):
                charged[firm] = charged.get(firm, 0) + pence
    whole = None
    if viewer.firm_id is None:
        whole = {"paid": sum(one.pence for one in found), "own": sum(one.own_pence for one in found)}
    return render_template(
        "console/recharges.html",
        charged=sorted(charged.items()),
        whole=whole,
        period=period,
        firms=users.firm_names(viewer.landlord_id),
    )


@bp.get("/payments.csv")
@callers(*who_may("payments"))
def payments_export() -> ResponseReturnValue:
    """The period's payments, one row each. Finance knows the payee by the reference; we hold no bank details."""
    viewer, period = current_viewer(), _period()
    note_act(Subject("payments", period.begins.isoformat()), "payments_exported", viewer=viewer, clock=clock())
    text = _as_csv(_paid_in(period), payments.references_of(viewer.landlord_id))
    name = f"payments-{period.begins}-{period.ends}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(text, content_type="text/csv; charset=utf-8", headers=headers)


def _as_csv(found: Iterable[Payment], references: Mapping[str, tuple[str, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in found:
        claims = " ".join(references.get(one.case_id, ()))
        payee = one.case_id.rpartition("@")[0]
        sums = [_pounds(pence) for pence in (one.pence, one.pence - one.own_pence, one.own_pence)]
        writer.writerow([one.paid_on.isoformat(), safe_cell(payee), safe_cell(claims), *sums])
    return out.getvalue()


def _pounds(pence: int) -> str:
    """With a point and two places, so that a sum read back is the same to the penny."""
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def _paid_in(period: Period) -> list[Payment]:
    found = payments_of(payments.paid_decisions(current_viewer().landlord_id))
    return [one for one in found if period.begins <= one.paid_on <= period.ends]


def _period() -> Period:
    """The days asked for, both included; without them this month so far."""
    today = london_day(now())
    begins, ends = (_day(request.args.get(name, "")) for name in ("from", "to"))
    period = Period(begins or today.replace(day=1), ends or today)
    if period.ends < period.begins or period.ends - period.begins > timedelta(days=800):
        raise DoorstepError("wrong_day", "Give a first and a last day, at most two years apart.")
    return period


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DoorstepError("wrong_day", "Give the days as 2026-11-23.") from error
