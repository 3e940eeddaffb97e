"""What imports ask of a person: questions about rows that were loaded, and rows that contradict each other."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.typed_text import kept_whole
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.exchange.imports import RESTRICTED_KIND
from server.http.console.pages import PAGE_LENGTH, bp, clock, or_not_found, page_number
from server.http.staff.gate import current_viewer
from server.services.importing.answer_question import Answer, answer_question, choices_of
from server.services.importing.settle_conflict import settle_conflict
from server.storage.importing import import_conflicts, questions
from server.storage.tables.imports import ImportConflict, ImportQuestion

# What the director and the manager on the case alone may read; the rows of a flag are told apart without it.
WITHHELD = ("reason_restricted",)
MOST_CONFLICTS = 200
MOST_LETTERS = 1000
NONE_OF_THEM = "none"


@bp.get("/imports/questions")
@callers(*who_may("imports"))
def import_questions() -> ResponseReturnValue:
    """The open questions, all or of one kind, each with its answers."""
    landlord_id, page = current_viewer().landlord_id, page_number()
    code = request.args.get("code", "")
    found = questions.open_ones(landlord_id, code=code, limit=PAGE_LENGTH + 1, offset=(page - 1) * PAGE_LENGTH)
    return render_template(
        "console/import_questions.html",
        found=found[:PAGE_LENGTH],
        more=len(found) > PAGE_LENGTH,
        page=page,
        code=code,
        counts=questions.counts(landlord_id),
        said=_said,
    )


@bp.get("/imports/questions/<question_id>")
@callers(*who_may("imports"))
def import_question(question_id: str) -> ResponseReturnValue:
    """One question, and the form to answer it."""
    return _question_page(question_id)


@bp.post("/imports/questions/<question_id>")
@callers(*who_may("imports"))
def post_import_answer(question_id: str) -> ResponseReturnValue:
    """Keep the answer."""
    viewer = current_viewer()
    try:
        answer = Answer(request.form.get("choice", ""), _words("note", "The note"))
        answered = answer_question(viewer.landlord_id, question_id, answer, by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        return _question_page(question_id, error), 400
    flash(f"Answered: {answered.key}.")
    return redirect(url_for("console.import_questions", code=request.form.get("code") or None))


@bp.get("/imports/conflicts")
@callers(*who_may("imports"))
def conflict_list() -> ResponseReturnValue:
    """Keys that came with different contents, and of which nothing is loaded yet."""
    found = import_conflicts.open_ones(current_viewer().landlord_id, limit=MOST_CONFLICTS)
    return render_template("console/import_conflicts.html", found=found, most=MOST_CONFLICTS)


@bp.get("/imports/conflicts/<conflict_id>")
@callers(*who_may("imports"))
def conflict(conflict_id: str) -> ResponseReturnValue:
    """The contradicting rows side by side."""
    return _conflict_page(conflict_id)


@bp.post("/imports/conflicts/<conflict_id>")
@callers(*who_may("imports"))
def post_conflict(conflict_id: str) -> ResponseReturnValue:
    """Load the chosen row, or none of them."""
    viewer = current_viewer()
    chosen = request.form.get("chosen", "")
    try:
        if not chosen:
            raise DoorstepError("nothing_chosen", "Choose one of the rows, or that none of them is right.")
        digest = "" if chosen == NONE_OF_THEM else chosen
        settled = settle_conflict(
            viewer.landlord_id,
            conflict_id,
            digest,
            by=viewer.user_id,
            reason=_words("reason", "The reason"),
            clock=clock(),
        )
    except DoorstepError as error:
        return _conflict_page(conflict_id, error), 400
    flash(f"{settled.key} is settled." if digest else f"Nothing of {settled.key} was loaded.")
    return redirect(url_for("console.conflict_list"))


def _words(name: str, field: str) -> str:
    return kept_whole(request.form.get(name, ""), MOST_LETTERS, field)


def _question_page(question_id: str, error: DoorstepError | None = None) -> str:
    found = or_not_found(questions.find(current_viewer().landlord_id, question_id))
    return render_template(
        "console/import_question.html",
        one=found,
        said=_said(found),
        choices=choices_of(found.code),
        error=error,
        typed=request.form,
    )


def _said(question: ImportQuestion) -> str:
    """The message repeats a cell, and of a flag no cell is repeated: a reason may stand in any."""
    return "" if question.kind == RESTRICTED_KIND else question.message


def _conflict_page(conflict_id: str, error: DoorstepError | None = None) -> str:
    found = or_not_found(import_conflicts.find(current_viewer().landlord_id, conflict_id))
    return render_template(
        "console/import_conflict.html", one=found, table=_side_by_side(found), error=error, typed=request.form
    )


def _side_by_side(found: ImportConflict) -> list[dict[str, Any]]:
    """One line a column, those that differ first; a withheld cell only says whether it differs."""
    rows: list[dict[str, Any]] = [dict(row["cells"]) for row in found.rows]  # type: ignore[call-overload]
    lines = []
    for name in rows[0] if rows else ():
        cells = [row.get(name, "") for row in rows]
        shown = ["not shown here"] * len(cells) if name in WITHHELD else cells
        lines.append({"name": name, "cells": shown, "differs": len(set(cells)) > 1})
    return sorted(lines, key=lambda line: not line["differs"])
