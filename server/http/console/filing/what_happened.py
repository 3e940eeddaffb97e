"""In a case file: the visits with their times and how far those can be trusted, and what the tenant said."""

from collections.abc import Iterator, Mapping

from server.http.console.filing.blocks import Block, heading, listed, note, pairs, table, text
from server.http.console.filing.photos import Pictured, photos
from server.http.console.showing.figures import moment, plain_day
from server.http.console.showing.timeline import Line, lines
from server.http.console.showing.words import word
from server.storage.cases.recorded import Record
from server.storage.filing.case_file import CaseFile, Said
from server.storage.tables.messages import TenantMessageStep
from server.storage.tables.register import VisitHistory
from server.storage.tables.standings import AppointmentDispute, SilenceRuling
from server.storage.tables.visits import Visit

Names = Mapping[str, str]

_HEADER = ("What happened", "When", "It certainly lies", "Received by us")


def visits(file: CaseFile, firms: Names, pictured: Pictured) -> Iterator[Block]:
    """What phones and other systems recorded, oldest first, each time with how sure it is."""
    yield heading("Visits")
    if not file.visits and not file.imported:
        yield text("No visit is recorded for these appointments.")
    for visit, record in file.visits:
        yield from _visit(visit, record, firms, pictured)
    for row in file.imported:
        yield from _imported(row)


def _visit(visit: Visit, record: Record, firms: Names, pictured: Pictured) -> Iterator[Block]:
    yield heading(f"Visit for {visit.appointment_id}, {firms.get(visit.firm_id, visit.firm_id)}", 3)
    shown = lines(record)[::-1]
    rows = [row for line in shown for row in (_line(line), *map(_correction, line.corrections))]
    yield table(_HEADER, rows, "The phone recorded nothing for this visit.", widths=(4, 3, 3, 2))
    for line in shown:
        yield from photos(line, pictured)
    if record.withheld:
        yield note(f"{record.withheld} records about people of the household are kept apart and not in this file.")


def _line(line: Line) -> list[str]:
    said = "; ".join(f"{name}: {what}" for name, what in line.facts)
    signed = "" if line.signed else " (not signed by the phone)"
    photos = f" {len(line.photos)} photos." if line.photos else ""
    what = f"{line.title}, {line.who}{signed}.{' ' + said + '.' if said else ''}{photos}"
    return [what, f"{line.time.text} ({line.time.trust})", line.time.certain, line.time.received]


def _correction(line: Line) -> list[str]:
    first, *rest = _line(line)
    return [f"Correction: {first}", *rest]


def _imported(row: VisitHistory) -> Iterator[Block]:
    yield heading(f"Visit for {row.appointment_id}, recorded in another system as {row.history_id}", 3)
    yield pairs(
        [
            ("Outcome", word(row.outcome)),
            ("Arrived", moment(row.arrived_from_at)),
            ("Left", moment(row.left_from_at)),
            ("Reason", row.reason or word(row.no_access_reason)),
            ("Card left", "" if row.card_left is None else "yes" if row.card_left else "no"),
            ("Told of a change", moment(row.told_at)),
            ("Recorded there", moment(row.recorded_at)),
        ]
    )


def contacts(file: CaseFile, staff: Names) -> Iterator[Block]:
    """What the tenant said and what was done about it, complaints with their dates among them."""
    yield heading("What the tenant said")
    words = [*map(_dispute, file.disputes), *(_ruling(one, staff) for one in file.rulings)]
    yield listed(words, "The tenant has not contested what was recorded.")
    for said in file.said:
        yield from _message(said, staff)
    if not any(said.message.kind == "complaint" for said in file.said):
        yield text("No complaint about these appointments is recorded.")


def _dispute(row: AppointmentDispute) -> str:
    what = {"attendance": "nobody came as recorded", "time": "the recorded time is wrong"}.get(row.about, row.about)
    how = "says that" if row.stands else "no longer says that"
    words = f': "{row.text}"' if row.text else ""
    return f"{moment(row.recorded_at)}, {word(row.channel)}: the tenant {how} {what} ({row.appointment_id}){words}."


def _ruling(row: SilenceRuling, staff: Names) -> str:
    who = staff.get(row.by, row.by)
    return f"{moment(row.at)}: {who} decided to wait no longer for the phone of {row.appointment_id}: {row.reason}."


def _message(said: Said, staff: Names) -> Iterator[Block]:
    one = said.message
    yield heading(f"{word(one.kind).capitalize()} {one.reference}, {moment(one.received_at)}", 3)
    yield pairs(
        [
            ("How", word(one.channel)),
            ("Words", one.text),
            ("To be acknowledged by", plain_day(one.acknowledge_by_on)),
            ("To be answered by", plain_day(one.answer_by_on)),
            *((word(step.kind).capitalize(), _step(step, staff)) for step in said.steps),
        ]
    )


def _step(step: TenantMessageStep, staff: Names) -> str:
    due = f", new date {plain_day(step.new_due_on)}" if step.new_due_on else ""
    return f"{moment(step.at)} by {staff.get(step.by, step.by)}{due}{': ' + step.text if step.text else ''}"
