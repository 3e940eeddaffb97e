"""Damage in homes: what waits, one case as one thread, and what each side does about it."""

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from server.domain.damage.standing import STAGES
from server.domain.damage.steps import FIRMS_STEPS, LANDLORDS_STEPS, REMEDIES, STANCES
from server.domain.errors import DoorstepError
from server.domain.viewing import Viewer, who_may
from server.http.access import callers
from server.http.console.damage import words
from server.http.console.damage.deeds import deed_of, deeds_for
from server.http.console.damage.pack import Around, pack_facts
from server.http.console.pages import PAGE_LENGTH, bp, clock, now, or_not_found, page_number
from server.http.console.showing.figures import london_day
from server.http.console.showing.timeline import line
from server.http.staff.gate import current_viewer
from server.http.sync.gate import keys
from server.services.damage.make_insurers_pack import make_insurers_pack
from server.services.damage.open_case import open_by_hand
from server.services.damage.read_damage import ReadDamage, read_cases, read_damage
from server.services.damage.take_step import take_damage_step
from server.services.papers.seal_paper import Safe
from server.storage.damage import cases
from server.storage.damage.cases import AskedCases
from server.storage.damage.policy import damage_numbers_on
from server.storage.people.who_acted import who_acted

SHOWN = {"open": "Open", "all": "All", **words.STAGE_WORDS}


@bp.get("/damage")
@callers(*who_may("damage_cases", "urgent_reports"))
def damage_list() -> ResponseReturnValue:
    """Open cases, danger first, then what is due first."""
    viewer, page = current_viewer(), page_number()
    stage = request.args.get("stage", "open")
    only_late = request.args.get("late") == "yes"
    asked = AskedCases(
        words=request.args.get("q", "")[:100],
        stage="" if stage == "all" else stage if stage in STAGES else "open",
        before=london_day(now()) if only_late else None,
        limit=PAGE_LENGTH + 1,
        offset=(page - 1) * PAGE_LENGTH,
    )
    found = read_cases(viewer, asked)
    return render_template(
        "console/damage/list.html",
        found=found[:PAGE_LENGTH],
        more=len(found) > PAGE_LENGTH,
        page=page,
        asked=asked,
        shown=SHOWN,
        counts=cases.counts(viewer),
        today=london_day(now()),
        words=words,
    )


@bp.get("/damage/<damage_id>")
@callers(*who_may("damage_cases", "urgent_reports"))
def damage_case(damage_id: str) -> ResponseReturnValue:
    """One case as one thread."""
    return _page(damage_id)


@bp.post("/damage/<damage_id>")
@callers(*who_may("decide_damage", "answer_damage"))
def post_damage_step(damage_id: str) -> ResponseReturnValue:
    """Ask, answer, decide, write, put off, close: one step."""
    viewer, form = current_viewer(), request.form
    seen = form.get("seen", "")
    try:
        number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 7 else -1
        take_damage_step(damage_id, deed_of(form), seen=number, viewer=viewer, clock=clock())
    except DoorstepError as error:
        if error.code == "not_found":
            raise
        return _page(damage_id, error, form), 409 if error.code == "stale_edit" else 400
    flash(f"{words.STEP_WORDS[form['kind']]}. Saved.")
    return redirect(url_for("console.damage_case", damage_id=damage_id))


@bp.post("/damage/<damage_id>/pack")
@callers(*who_may("decide_damage"))
def post_insurers_pack(damage_id: str) -> ResponseReturnValue:
    """The insurer's pack: the record with its photos and times, both views, and what was done."""
    viewer = current_viewer()
    one: ReadDamage = or_not_found(read_damage(viewer, damage_id, clock=clock()))
    around = Around(cases.landlord_name(viewer.landlord_id), cases.home_of(one.case), _names(one), now())
    content = make_insurers_pack(
        one,
        lambda pictured: pack_facts(one, around, viewer, pictured),
        viewer=viewer,
        safe=Safe(current_app.extensions["doorstep_blobs"], keys()),
        clock=clock(),
    )
    headers = {"Content-Disposition": f'attachment; filename="{one.case.reference}.pdf"', "Cache-Control": "no-store"}
    return Response(content, content_type="application/pdf", headers=headers)


@bp.post("/reports/<report_id>/damage-case")
@callers(*who_may("decide_damage"))
def post_damage_case(report_id: str) -> ResponseReturnValue:
    """Open a case for a report that needed none when it came."""
    case = open_by_hand(report_id, viewer=current_viewer(), clock=clock())
    return redirect(url_for("console.damage_case", damage_id=case.damage_id))


def _page(damage_id: str, error: DoorstepError | None = None, typed: MultiDict[str, str] | None = None) -> str:
    viewer = current_viewer()
    found: ReadDamage = or_not_found(read_damage(viewer, damage_id, clock=clock()))
    is_landlords = viewer.firm_id is None
    return render_template(
        "console/damage/case.html",
        one=found,
        case=found.case,
        reports=[(each.report, [line(event, each.photos) for event in each.events]) for each in found.reports],
        staff_names=_names(found),
        said_in=lambda row: words.said_in(row, with_value=is_landlords),
        deeds=deeds_for(found.standing, _may_do(viewer)),
        is_landlords=is_landlords,
        remedies=REMEDIES,
        stances=STANCES,
        words=words,
        hints=words.hints(damage_numbers_on(london_day(now()))),
        error=error,
        typed=typed if typed is not None else MultiDict(),
    )


def _may_do(viewer: Viewer) -> tuple[str, ...]:
    if viewer.may("decide_damage"):
        return LANDLORDS_STEPS
    return FIRMS_STEPS if viewer.may("answer_damage") else ()


def _names(found: ReadDamage) -> dict[str, str]:
    """Who took each step; a phone's report was joined by its operative, a message by the tenant."""
    written = (step.by for one in found.messages for step in one.steps)
    return who_acted(found.case.landlord_id, [*(row.by for row in found.steps), *written])
