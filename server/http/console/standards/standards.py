"""The standards by firm or month, each question with its chart and numbers, and the visits behind every number."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.standards.catalogue import STANDARDS
from server.domain.standards.counted import VERDICTS
from server.domain.standards.reasons import REASONS
from server.domain.standards.reasons import VERDICTS as VERDICT_WORDS
from server.domain.viewing import Viewer, who_may
from server.http.access import callers
from server.http.console.money.periods import asked_period, month_of
from server.http.console.pages import PAGE_LENGTH, bp, or_not_found, page_number
from server.http.console.showing.charts import draw_chart
from server.http.staff.gate import current_viewer
from server.services.booking.raise_work_order import KINDS
from server.services.standards.read_standards import read_standards
from server.storage.people import users
from server.storage.standards.counts import BY_FIRM, BY_MONTH, Period
from server.storage.standards.listing import Behind, Wanted, behind, kept_back

_MONTHS_BACK = 5


@dataclass(frozen=True)
class Choice:
    """What was asked for: the period with its filters, and what each bar stands for."""

    period: Period
    by: str

    @property
    def arguments(self) -> dict[str, str]:
        found = {"from": self.period.begins.isoformat(), "to": self.period.ends.isoformat(), "by": self.by}
        asked = {"firm": self.period.firm_id, "kind": self.period.sort}
        return found | {name: value for name, value in asked.items() if value}


@bp.get("/standards")
@callers(*who_may("standards"))
def standards() -> ResponseReturnValue:
    """Every question of a period. A contractor's office reads its own firm's."""
    viewer, choice = current_viewer(), _choice(current_viewer())
    return render_template(
        "console/standards.html",
        answers=read_standards(viewer, choice.period, choice.by),
        choice=choice,
        firms=_firms(viewer),
        kinds=KINDS,
        reasons=REASONS,
        verdicts=VERDICT_WORDS,
        draw_chart=draw_chart,
        link=lambda standard, **more: url_for("console.standard", standard_key=standard, **_point(choice, more)),
    )


@bp.get("/standards/<standard_key>")
@callers(*who_may("standards"))
def standard(standard_key: str) -> ResponseReturnValue:
    """What stands behind a number: each visit, message or concern, newest first."""
    viewer, choice, page = current_viewer(), _choice(current_viewer()), page_number()
    asked = or_not_found(STANDARDS.get(standard_key))
    verdict = request.args.get("verdict", "")
    wanted = Wanted(standard_key, verdict if verdict in VERDICTS else "", request.args.get("code", "")[:40])
    offset = (page - 1) * PAGE_LENGTH
    rows = behind(viewer, wanted, choice.period, limit=PAGE_LENGTH + 1, offset=offset)
    return render_template(
        "console/standard.html",
        standard=asked,
        wanted=wanted,
        choice=choice,
        rows=[(row, _address(row)) for row in rows[:PAGE_LENGTH]],
        more=len(rows) > PAGE_LENGTH,
        kept_back=kept_back(viewer, wanted, choice.period),
        page=page,
        firms=users.firm_names(viewer.landlord_id),
        reasons=REASONS,
        verdicts=VERDICT_WORDS,
        again=choice.arguments
        | {name: value for name, value in (("verdict", wanted.verdict), ("code", wanted.code)) if value},
    )


def _choice(viewer: Viewer) -> Choice:
    """For one firm the months are compared, for all of them the firms, unless asked otherwise."""
    asked = asked_period(months_back=_MONTHS_BACK)
    firm_id = viewer.firm_id or request.args.get("firm", "")[:40]
    kind = request.args.get("kind", "")
    period = Period(asked.begins, asked.ends, firm_id, kind if kind in KINDS else "")
    by = request.args.get("by", "")
    return Choice(period, by if by in (BY_FIRM, BY_MONTH) else BY_MONTH if firm_id else BY_FIRM)


def _point(choice: Choice, more: dict[str, str]) -> dict[str, Any]:
    """The filters of a link; the key of a bar narrows the period or the firm."""
    arguments, key = dict(choice.arguments), more.pop("key", None)
    if key is not None and choice.by == BY_FIRM:
        arguments["firm"] = key
    elif key is not None:
        begins, ends = month_of(key)
        arguments["from"] = max(begins, choice.period.begins).isoformat()
        arguments["to"] = min(ends, choice.period.ends).isoformat()
    return arguments | more


def _firms(viewer: Viewer) -> dict[str, str]:
    return {} if viewer.firm_id is not None else dict(users.firm_names(viewer.landlord_id))


def _address(row: Behind) -> str:
    """The page on which the evidence stands; empty where there is none."""
    if row.subject_kind == "message":
        return url_for("console.tenant_message", message_id=row.subject_id)
    if row.subject_kind == "report":
        return url_for("console.report", report_id=row.subject_id)
    if row.visit_id is not None:
        return url_for("console.visit", visit_id=row.visit_id)
    return url_for("console.repair", root=row.root) if row.root else ""
