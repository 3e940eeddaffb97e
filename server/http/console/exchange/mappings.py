"""Mappings of foreign styles: adapted on a landlord's own file, with what its rows would become beside the form."""

from datetime import date
from pathlib import Path
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.imports.mapping.readers import READERS
from server.domain.imports.mapping.reading import MEANINGS, read_mapping
from server.domain.typed_text import kept_whole
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.exchange.imports import shelf
from server.http.console.exchange.mapping_form import filled, from_form, lines
from server.http.console.pages import bp, clock, now
from server.http.console.showing.figures import london_day
from server.http.staff.gate import current_viewer
from server.services.importing.preview_mapping import Preview, header_of, keep_sample, preview_mapping
from server.services.importing.save_mapping import WantedMapping, save_mapping
from server.storage.importing import mappings
from server.storage.people import users

SHOWN_ROWS = 25


@bp.get("/imports/mappings")
@callers(*who_may("imports"))
def mapping_list() -> ResponseReturnValue:
    """The styles that are read today, and every change that was made to them."""
    landlord_id = current_viewer().landlord_id
    history = mappings.history(landlord_id)
    return render_template(
        "console/mappings.html",
        found=mappings.in_force(landlord_id, london_day(now())),
        history=history,
        staff_names=users.names_of(one.made_by for one in history),
    )


@bp.get("/imports/mappings/<style>")
@callers(*who_may("imports"))
def mapping_form(style: str) -> ResponseReturnValue:
    """One style's mapping, to be adapted; a name that is new begins a new one."""
    return _page(style)


@bp.post("/imports/mappings/<style>")
@callers(*who_may("imports"))
def post_mapping(style: str) -> ResponseReturnValue:
    """Take a sample file, try the mapping on it, or save it: `act` says which."""
    act = request.form.get("act", "try")
    try:
        if act == "sample":
            return _with_sample(style)
        written = from_form(style, request.form)
        if act == "save":
            return _save(written)
        found = _preview(written)
    except DoorstepError as error:
        if request.headers.get("HX-Request"):
            return render_template("console/mapping_preview.html", preview=None, error=error)
        return _page(style, error), 400
    if request.headers.get("HX-Request"):
        return render_template("console/mapping_preview.html", preview=found, error=None, most=SHOWN_ROWS)
    return _page(style, found=found)


def _with_sample(style: str) -> ResponseReturnValue:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise DoorstepError("nothing_chosen", "Choose a file to try the mapping on.")
    keep_sample(sent.stream, _sample())
    header_of(_sample())
    return redirect(url_for("console.mapping_form", style=style))


def _save(written: dict[str, Any]) -> ResponseReturnValue:
    viewer = current_viewer()
    try:
        starts_on = date.fromisoformat(request.form.get("starts_on", ""))
    except ValueError as error:
        raise DoorstepError("wrong_day", "Give the day from which the mapping holds.") from error
    wanted = WantedMapping(
        read_mapping(written), starts_on, kept_whole(request.form.get("reason", ""), 1000, "The reason")
    )
    save_mapping(viewer.landlord_id, wanted, by=viewer.user_id, clock=clock())
    _sample().unlink(missing_ok=True)
    flash(f"{wanted.mapping.title} is saved, for files whose extract ran on {starts_on:%d %B %Y} or later.")
    return redirect(url_for("console.mapping_list"))


def _preview(written: dict[str, Any]) -> Preview:
    if not _sample().is_file():
        raise DoorstepError("nothing_chosen", "Choose a file to try the mapping on.")
    mapping = read_mapping(written)
    return preview_mapping(current_viewer().landlord_id, mapping, _sample(), as_of=now())


def _sample() -> Path:
    """One sample a person, laid over the last and cleared when a mapping is saved."""
    return shelf().root / f"sample-{current_viewer().user_id}" / "sample"


def _page(style: str, error: DoorstepError | None = None, found: Preview | None = None) -> str:
    mapping = mappings.find(current_viewer().landlord_id, style, london_day(now()))
    names = [column.name for column in mapping.columns] if mapping else []
    has_sample = _sample().is_file()
    try:
        form = from_form(style, request.form) if request.form.get("columns") else None
        header = header_of(_sample(), names) if has_sample else ()
    except DoorstepError as problem:
        error, form, header = error or problem, None, ()
    if form is None:
        form = filled(mapping, style, header)
        found = found or (_first_try(form) if has_sample else None)
    return render_template(
        "console/mapping.html",
        style=style,
        form=form,
        typed=request.form,
        meanings=MEANINGS,
        readers=READERS,
        lines=lines,
        has_sample=has_sample,
        preview=found,
        most=SHOWN_ROWS,
        error=error,
        today=london_day(now()),
    )


def _first_try(form: dict[str, Any]) -> Preview | None:
    """What the mapping in force makes of the file; one that is not whole yet makes nothing of it."""
    try:
        return _preview(form)
    except DoorstepError:
        return None
