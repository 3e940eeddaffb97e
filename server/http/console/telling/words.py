"""Our words, for the office: edit with a preview and its cost, versions, a trial text, and speakers' sign-offs."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.segments import count_segments
from server.domain.viewing import who_may
from server.domain.wording.languages import ENGLISH, LANGUAGES
from server.domain.wording.text_rules import most_parts
from server.http.access import callers
from server.http.console.pages import bp, clock, or_not_found
from server.http.staff.gate import current_viewer
from server.services.wording.read_words import read_entries, read_entry, read_progress
from server.services.wording.save_words import check_words, save_words
from server.services.wording.sign_off_words import sign_off_words
from server.services.wording.try_text import send_trial, try_text
from server.storage.people import users
from server.storage.telling.catalogues import TEXTS
from server.storage.telling.word_choices import Which


@bp.get("/words")
@callers(*who_may("words"))
def words() -> ResponseReturnValue:
    """Each language and catalogue, and how much of it a speaker has checked."""
    return render_template("console/words.html", found=read_progress(current_viewer().landlord_id), english=ENGLISH)


@bp.get("/words/<language>/<catalogue>")
@callers(*who_may("words"))
def word_list(language: str, catalogue: str) -> ResponseReturnValue:
    """Every sentence of a catalogue beside its English."""
    return _list(language, catalogue)


@bp.post("/words/<language>/<catalogue>")
@callers(*who_may("words"))
def post_word_list(language: str, catalogue: str) -> ResponseReturnValue:
    """A speaker has read the whole catalogue: sign off every sentence that is not yet."""
    viewer = current_viewer()
    waiting = [one for one in read_entries(viewer.landlord_id, language, catalogue) if one.own and not one.is_signed]
    sentences = [Which(viewer.landlord_id, language, catalogue, one.name) for one in waiting]
    try:
        speaker = request.form.get("speaker", "")
        signed = sign_off_words(sentences, speaker=speaker, by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        return _list(language, catalogue, error), 422
    flash(f"{signed} sentences are signed off.")
    return redirect(url_for("console.word_list", language=language, catalogue=catalogue))


@bp.get("/words/<language>/<catalogue>/<name>")
@callers(*who_may("words"))
def word_form(language: str, catalogue: str, name: str) -> ResponseReturnValue:
    """One sentence: its words, versions and sign-offs."""
    return _form(_which(language, catalogue, name))


@bp.post("/words/<language>/<catalogue>/<name>")
@callers(*who_may("words"))
def post_words(language: str, catalogue: str, name: str) -> ResponseReturnValue:
    """Show what the typed words would look like and cost; or save, sign off, or send them on trial."""
    which, form, by = _which(language, catalogue, name), request.form, current_viewer().user_id
    typed, deed = " ".join(form.get("words", "").split()), form.get("deed", "preview")
    try:
        check_words(which, typed)
        if deed == "save":
            save_words(which, typed, by=by, clock=clock(), reason=form.get("reason", ""))
            flash("Saved. The new words are in force.")
        elif deed == "sign":
            sign_off_words([which], speaker=form.get("speaker", ""), by=by, clock=clock())
            flash("Signed off.")
        elif deed == "trial":
            send_trial(which, typed, form.get("number", ""), by=by, clock=clock())
            flash("The text is in the outbox.")
        else:
            return _form(which, typed=typed, is_preview=True)
    except DoorstepError as error:
        return _form(which, typed=typed or None, error=error), 422
    return redirect(url_for("console.word_form", language=language, catalogue=catalogue, name=name))


def _which(language: str, catalogue: str, name: str) -> Which:
    return Which(current_viewer().landlord_id, language, catalogue, name)


def _list(language: str, catalogue: str, error: DoorstepError | None = None) -> str:
    entries = read_entries(current_viewer().landlord_id, language, catalogue)
    or_not_found(entries or None)
    told = LANGUAGES[language]
    return render_template(
        "console/word_list.html",
        entries=entries,
        told=told,
        catalogue=catalogue,
        error=error,
        most=most_parts(language),
    )


def _form(
    which: Which, *, typed: str | None = None, is_preview: bool = False, error: DoorstepError | None = None
) -> str:
    found = or_not_found(read_entry(which))
    words = found.entry.own if typed is None else typed
    shown = try_text(words, which.language) if which.catalogue == TEXTS and error is None else words
    names = users.names_of(one.by for one in (*found.versions, *found.sign_offs))
    return render_template(
        "console/word.html",
        found=found,
        told=LANGUAGES[which.language],
        words=words,
        shown=shown,
        cost=count_segments(shown) if which.catalogue == TEXTS else None,
        most=most_parts(which.language),
        is_preview=is_preview,
        is_text=which.catalogue == TEXTS,
        error=error,
        typed=request.form,
        staff_names=names,
    )
