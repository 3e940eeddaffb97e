"""Repairs with missed appointments: how often each was not kept, and what the policy makes of it, with reasons."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import PAGE_LENGTH, bp, or_not_found, page_number
from server.http.console.showing.assessments import Shown, shown
from server.http.staff.gate import current_viewer
from server.storage.cases import cases
from server.storage.cases import repairs as stored
from server.storage.pages import repair_page
from server.storage.pages.repair_page import RepairCase, RepairPage
from server.storage.people import users
from server.storage.tables.register import Repair


@bp.get("/repairs")
@callers(*who_may("repairs"))
def repairs() -> ResponseReturnValue:
    """The most often missed first; a firm's people see the repairs it had a part in."""
    viewer = current_viewer()
    page = page_number()
    least = request.args.get("least", "1")
    at_least = int(least) if least in ("1", "2", "3") else 1
    found = cases.repairs_with_counts(
        viewer.landlord_id,
        viewer.firm_id,
        at_least=at_least,
        limit=PAGE_LENGTH + 1,
        offset=(page - 1) * PAGE_LENGTH,
    )
    return render_template(
        "console/repairs.html", found=found[:PAGE_LENGTH], at_least=at_least, page=page, more=len(found) > PAGE_LENGTH
    )


@bp.get("/repairs/<path:root>")
@callers(*who_may("repairs"))
def repair(root: str) -> ResponseReturnValue:
    """One repair: its appointments, what became of each and why, and what is owed."""
    return repair_page_of(root)


def repair_page_of(root: str, error: DoorstepError | None = None) -> str:
    """The page, with what was wrong where something was not done."""
    viewer = current_viewer()
    page: RepairPage = or_not_found(repair_page.find(viewer, root))
    own = {one.appointment_id for one in page.appointments}
    return render_template(
        "console/repair.html",
        page=page,
        jobs=_other_jobs(page),
        cases=[(case, *_assessed(case, own)) for case in page.cases],
        appointments={one.appointment_id: one for one in page.appointments},
        firm_names=users.firm_names(viewer.landlord_id),
        error=error,
        typed=request.form,
    )


def _other_jobs(page: RepairPage) -> list[Repair]:
    """The jobs of this home that may be put to this repair or taken out of it."""
    if page.home is None or not current_viewer().may("repair_links"):
        return []
    return [one for one in stored.jobs_at(page.home.landlord_id, page.home.uprn) if one.job_number != page.root]


def _assessed(case: RepairCase, own: set[str]) -> tuple[Shown | None, list[Shown]]:
    """The newest assessment of the household's case and the ones before it, as this person may see them."""
    viewer = current_viewer()
    found = [shown(one, viewer, own) for one in cases.assessments_of(viewer.landlord_id, case.case_id)[:20]]
    return (found[0] if found else None), found[1:]
