"""The tenant's claim for lost pay: one question on a page, no script, nothing typed is lost, papers are only sent."""

from itertools import pairwise
from typing import Any

from flask import current_app, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.claim_form import STEPS, Unanswered, claimed, next_open, problems
from server.domain.errors import DoorstepError
from server.http.access import callers
from server.http.limits import limiter
from server.http.sync.gate import keys
from server.http.tenant.cookie import remember_postcode
from server.http.tenant.pages import bp, clock, is_known, show, speaker
from server.http.tenant.problems import Problem, problem
from server.services.claims.answer_hearing import answer_hearing
from server.services.claims.keep_claim_paper import keep_claim_paper, take_paper_back
from server.services.claims.read_claim_status import read_claim_status
from server.services.claims.send_claim import send_claim
from server.services.claims.take_claim_step import ClaimInHand, begin_another, read_claim, take_claim_step
from server.services.papers.seal_paper import MOST_BYTES, Safe
from server.services.tenants.open_tenant_page import OpenLink

_NEXT = dict(pairwise(STEPS))


@bp.get("/<token>/claim")
@callers("tenant")
def claim(token: str) -> ResponseReturnValue:
    """How the claim stands: not yet possible, to begin, to go on with, or sent and what happens next."""
    opened: OpenLink = g.tenant_link
    if not is_known():
        return redirect(url_for("tenant.page", token=token), code=303)
    return _front(token, read_claim(opened))


@bp.get("/<token>/claim/<step>")
@callers("tenant")
def claim_step(token: str, step: str) -> ResponseReturnValue:
    """One question. A step before which another is open leads back to that one."""
    opened: OpenLink = g.tenant_link
    if not is_known():
        return redirect(url_for("tenant.page", token=token), code=303)
    in_hand = read_claim(opened)
    if in_hand.claim_id is not None or not in_hand.may_claim:
        return redirect(url_for("tenant.claim", token=token), code=303)
    open_step = next_open(in_hand.answers, in_hand.offer, len(in_hand.papers))
    if step not in STEPS or STEPS.index(step) > STEPS.index(open_step):
        return redirect(url_for("tenant.claim_step", token=token, step=open_step), code=303)
    return _question(token, step, in_hand, [])


@bp.post("/<token>/claim/<step>")
@callers("tenant")
@limiter.limit("60 per minute")
def post_claim_step(token: str, step: str) -> ResponseReturnValue:
    """Save what was typed, then go on, or say what to put right."""
    opened: OpenLink = g.tenant_link
    if not is_known():
        return redirect(url_for("tenant.page", token=token), code=303)
    if step not in STEPS[:-1]:
        raise DoorstepError("not_found", "There is nothing at this address.")
    form = request.form
    paper_problems = _take_paper(opened) if step == "proof" else []
    in_hand = take_claim_step(opened, step, form, form.getlist("days"), clock=clock())
    found = paper_problems or _unanswered(step, in_hand)
    if found:
        return _keep_open(token, _question(token, step, in_hand, found), 422)
    onward = step if step == "proof" and _has_file() else _onward(step, in_hand)
    return _keep_open(token, redirect(url_for("tenant.claim_step", token=token, step=onward), code=303))


@bp.post("/<token>/claim")
@callers("tenant")
@limiter.limit("30 per minute")
def post_claim(token: str) -> ResponseReturnValue:
    """Send the claim; what was sent already stays as it is."""
    opened: OpenLink = g.tenant_link
    if is_known():
        try:
            send_claim(opened, clock=clock())
        except DoorstepError as error:
            if error.code != "claim_not_whole":
                raise
            return redirect(url_for("tenant.claim_step", token=token, step=error.details["step"]), code=303)
    return _keep_open(token, redirect(url_for("tenant.claim", token=token), code=303))


@bp.post("/<token>/claim-after/<what>")
@callers("tenant")
@limiter.limit("30 per minute")
def post_claim_after(token: str, what: str) -> ResponseReturnValue:
    """After it was sent: a paper, an answer to what speaks against it, another claim, or a paper taken back."""
    opened: OpenLink = g.tenant_link
    if not is_known():
        return redirect(url_for("tenant.page", token=token), code=303)
    try:
        _do_after(opened, what)
    except DoorstepError as error:
        field = {"paper": "file", "answer": "answer"}.get(what, "claim")
        return _front(token, read_claim(opened), [_said(field, error)]), 422
    back = url_for("tenant.claim", token=token)
    if what in ("take-back", "another"):
        back = url_for("tenant.claim_step", token=token, step="proof" if what == "take-back" else STEPS[0])
    return _keep_open(token, redirect(back, code=303))


def _do_after(opened: OpenLink, what: str) -> None:
    if what == "paper":
        keep_claim_paper(opened, _file(), clock=clock(), safe=_safe())
    elif what == "answer":
        answer_hearing(opened, request.form.get("answer", ""), clock=clock())
    elif what == "take-back":
        take_paper_back(opened, request.form.get("paper_id", ""), clock=clock(), safe=_safe())
    elif what == "another":
        begin_another(opened, clock=clock())
    else:
        raise DoorstepError("not_found", "There is nothing at this address.")


def _unanswered(step: str, in_hand: ClaimInHand) -> list[Problem]:
    found = problems(step, in_hand.answers, in_hand.offer, len(in_hand.papers))
    return [_named(one) for one in found]


def _named(one: Unanswered) -> Problem:
    """Where several days are wrong, each sentence names its own."""
    facts = {"day": speaker().day(one.day)} if one.day is not None else {}
    return problem(one.field, f"claim.{one.words}", **facts)


def _said(field: str, error: DoorstepError) -> Problem:
    """A service's refusal in the reader's words."""
    known = {"answer_missing": "answer_missing", "too_many_papers": "too_many_papers", "not_found": "not_here"}
    return problem(field, f"claim.{known.get(error.code, 'paper_refused')}")


def _front(token: str, in_hand: ClaimInHand, found: list[Problem] | None = None) -> str:
    if in_hand.claim_id is not None:
        status = read_claim_status(g.tenant_link, in_hand)
        return show("tenant/claim_sent.html", token, in_hand=in_hand, status=status, problems=found or [])
    step = next_open(in_hand.answers, in_hand.offer, len(in_hand.papers))
    return show("tenant/claim_start.html", token, in_hand=in_hand, step=step, problems=found or [])


def _question(token: str, step: str, in_hand: ClaimInHand, found: list[Problem]) -> str:
    number = len(in_hand.papers)
    said = claimed(in_hand.answers, number) if step == "check" else None
    facts = {"step": step, "in_hand": in_hand, "answers": in_hand.answers, "problems": found, "claimed": said}
    return show("tenant/claim_step.html", token, number=STEPS.index(step) + 1, most_bytes=MOST_BYTES, **facts)


def _onward(step: str, in_hand: ClaimInHand) -> str:
    """The next page: the one after this, or the check where everything after is answered already."""
    open_step = next_open(in_hand.answers, in_hand.offer, len(in_hand.papers))
    return open_step if open_step == "check" else _NEXT[step]


def _take_paper(opened: OpenLink) -> list[Problem]:
    if not _has_file():
        return []
    try:
        keep_claim_paper(opened, _file(), clock=clock(), safe=_safe())
    except DoorstepError as error:
        return [_said("file", error)]
    return []


def _has_file() -> bool:
    return bool(request.files.get("file") and request.files["file"].filename)


def _file() -> bytes:
    sent = request.files.get("file")
    return b"" if sent is None else sent.stream.read(MOST_BYTES + 1)


def _safe() -> Safe:
    return Safe(current_app.extensions["doorstep_blobs"], keys())


def _keep_open(token: str, made: Any, status: int | None = None) -> ResponseReturnValue:
    """Each step renews the proof of the postcode, so that a slow claim is not shut out half-way."""
    response = make_response(made, status) if status else make_response(made)
    opened: OpenLink = g.tenant_link
    if is_known():
        remember_postcode(response, token, opened.link, clock().now())
    return response
