"""In a case file: each household's assessments, claims, questions, hearings, decisions and recharges."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from server.domain.recharges import Word
from server.domain.viewing import Viewer
from server.http.console.filing.blocks import Block, heading, listed, note, pairs, table, text
from server.http.console.showing.assessments import Shown, ShownDay, ShownReason, shown
from server.http.console.showing.figures import moment, plain_day, pounds
from server.http.console.showing.occasions import question_sentence
from server.http.console.showing.questions import about
from server.http.console.showing.words import word
from server.storage.filing.case_money import CaseMoney
from server.storage.tables.claiming import QuestionAnswer
from server.storage.tables.decisions import Assessment, Claim, ClaimDecision, Loss

Names = Mapping[str, str]

_DAYS = ("Day", "Who", "Lost", "Most for a day", "Paid", "Why")
_DAYS_SET = {"numbers": (2, 3, 4), "widths": (3, 3, 2, 2, 2, 5)}


def money(one: CaseMoney, viewer: Viewer, staff: Names, firms: Names) -> Iterator[Block]:
    """What the rule found and why, and every decision of a person with its reason."""
    yield heading("What the policy makes of it")
    if not one.assessments:
        yield text("This household's case has not been assessed.")
        return
    newest = shown(one.assessments[-1], viewer)
    yield from _newest(newest, _names(one) if viewer.may("earnings") else {})
    rows = [_assessment(row, viewer) for row in one.assessments]
    yield heading("Every assessment", 3)
    yield table(("Made", "Because", "State", "Owed"), rows, "None.", numbers=(3,), widths=(3, 4, 2, 2))
    yield from _claims(one, viewer, staff)
    yield from _decisions(one, viewer, staff, firms)
    yield from _goodwill(one, viewer, staff)


def _newest(newest: Shown, people: Names) -> Iterator[Block]:
    yield pairs([("State", word(newest.state)), ("Owed", newest.total), ("At stake", newest.at_stake)])
    yield heading("What became of each appointment", 3)
    became = [f"{one.appointment_id}: {word(one.result)}. {_reasons(one.reasons)}" for one in newest.occasions]
    yield listed(became, "No appointment has come to an outcome.")
    if people:
        yield heading("Days", 3)
        yield table(_DAYS, [_day(day, people) for day in newest.days], "No day has been claimed.", **_DAYS_SET)
    questions = [f"Open question: {one.sentence} {about(one.facts, people, {})}" for one in newest.questions]
    yield listed(questions, "No question is open.")


def _day(day: ShownDay, people: Names) -> list[str]:
    who = people.get(day.person_id, day.person_id)
    return [plain_day(day.day), who, day.loss, day.cap, day.paid, _reasons(day.reasons)]


def _reasons(reasons: tuple[ShownReason, ...]) -> str:
    return " ".join(f"{one.sentence} ({one.clause})" for one in reasons)


def _assessment(row: Assessment, viewer: Viewer) -> list[str]:
    one = shown(row, viewer)
    return [moment(one.made_at), one.cause, word(one.state), one.total]


def _claims(one: CaseMoney, viewer: Viewer, staff: Names) -> Iterator[Block]:
    yield heading("Claims", 3)
    yield listed((_claim(row, one, viewer, staff) for row in one.claims), "Nobody has claimed.")
    if not viewer.may("claims"):
        yield note("What was lost day by day, its proof and what the claimant wrote are for claim handlers only.")
        return
    yield listed((_loss(row, _names(one), staff) for row in one.losses), "No lost pay has been recorded.")
    papers = [f"{word(row.kind)} paper, {moment(row.added_at)}" for row in one.papers]
    yield listed(papers, "No paper has been sent.")
    for row in one.hearings:
        answered = f"{moment(row.answered_at)}: {row.answer}" if row.answered_at else "no answer yet"
        shown_at = f"{moment(row.at)} by {staff.get(row.by, row.by)}"
        facts = [("Shown to the claimant", shown_at), ("Words", row.against), ("Answer", answered)]
        yield pairs([*facts, ("Could answer until", plain_day(row.answer_by_on))])


def _loss(row: Loss, people: Names, staff: Names) -> str:
    """The newest word about the day; a claimant's own stands until a person has seen proof."""
    lost = f"{people.get(row.person_id, row.person_id)}, {plain_day(row.day)}: {pounds(row.pence)} lost"
    off_work = "" if row.off_work else ", no time off work"
    leave = ", paid leave" if row.paid_leave else ""
    recorded = f"recorded {moment(row.recorded_at)} by {staff.get(row.recorded_by, row.recorded_by)}"
    return f"{lost}{off_work}{leave}; proof: {word(row.evidence)}; {recorded}."


def _claim(row: Claim, one: CaseMoney, viewer: Viewer, staff: Names) -> str:
    """Who helped to fill it in is among what the claimant wrote."""
    said = one.statements.get(row.claim_id) if viewer.may("claims") else None
    helper = f", filled in by {said.helper_name}" if said is not None and said.helper_name else ""
    entered = f", entered by {staff.get(row.entered_by, row.entered_by)}" if row.channel != "page" else ""
    made = f"{row.reference}, made {moment(row.claimed_at)} {word(row.channel)}{entered}{helper}"
    return f"{made}; answer due {plain_day(row.answer_due_on)}."


def _decisions(one: CaseMoney, viewer: Viewer, staff: Names, firms: Names) -> Iterator[Block]:
    """A reason may name what a claimant lost, so it stands where the claim itself may be read."""
    yield heading("Decisions of people", 3)
    with_reason = viewer.may("claims")
    answers = [
        _said(row.at, staff.get(row.by, row.by), _answer(row), row.reason if with_reason else "") for row in one.answers
    ]
    decided = [
        _said(row.at, staff.get(row.by, row.by), _decision(row), row.reason if with_reason else "")
        for row in one.decisions
    ]
    yield listed([*answers, *decided], "No person has decided anything yet.")
    said = [
        _said(spoken.at, staff.get(spoken.by, spoken.by), _recharge(spoken, firms.get(firm, firm)), spoken.text)
        for (_, firm), words in one.recharged.items()
        for spoken in words
    ]
    if said:
        yield heading("Recharges", 3)
        yield listed(said, "")


def _goodwill(one: CaseMoney, viewer: Viewer, staff: Names) -> Iterator[Block]:
    """Beside the clause and no part of its sum; its reason stands where the claim itself may be read."""
    if one.goodwill:
        why = viewer.may("claims")
        given = [_said(p.at, staff.get(p.by, p.by), pounds(p.pence), p.reason if why else "") for p in one.goodwill]
        yield heading("Goodwill, outside clause 5", 3)
        yield listed(given, "")


def _said(at: datetime, who: str, what: str, why: str) -> str:
    return f"{moment(at)}, {who}: {what}.{' ' + why if why else ''}"


def _answer(row: QuestionAnswer) -> str:
    return f"{question_sentence(row.code)} {'Yes' if row.is_yes else 'No'}"


def _decision(row: ClaimDecision) -> str:
    return f"{word(row.state)} {pounds(row.total_pence)}" if row.total_pence else word(row.state)


def _recharge(spoken: Word, firm: str) -> str:
    sum_of = f" at {pounds(spoken.pence)}" if spoken.pence is not None else ""
    return f"recharge to {firm} {spoken.kind}{sum_of}"


def _names(one: CaseMoney) -> Names:
    return {row.person_id: f"{row.first_name} {row.last_name}" for row in one.people}
