"""In a case file: the appointments of a repair, their changes, and what the tenant was told, when and how."""

import re
from collections.abc import Iterator, Mapping

from server.http.console.filing.blocks import Block, heading, listed, note, pairs, table
from server.http.console.showing.figures import moment, span
from server.http.console.showing.words import word
from server.storage.filing.case_file import CaseFile
from server.storage.tables.notices import Notice
from server.storage.tables.register import AppointmentChange

# A text that has not left yet still holds its link's secret.
_SECRET = re.compile(r"(/t/)[\w-]+")

Names = Mapping[str, str]


def appointments(file: CaseFile, firms: Names, staff: Names) -> Iterator[Block]:
    """Each appointment with the time first agreed and every change of it."""
    yield heading("Appointments")
    for one in file.appointments:
        yield heading(f"{moment(one.slot_start_at) or 'No time agreed'} ({one.appointment_id})", 3)
        yield pairs(
            [
                ("Agreed time", span(one.slot_start_at, one.slot_end_at)),
                ("Contractor", firms.get(one.firm_id, one.firm_id)),
                ("Job", one.job_number),
                ("Kind", word(one.kind)),
                ("Agreed with the tenant", "yes" if one.agreed_with_tenant else "no"),
                ("People needed", str(one.people_required)),
            ]
        )
        changes = [_change(row, staff) for row in file.changes if row.appointment_id == one.appointment_id]
        yield listed(changes, "It was not moved or cancelled.")


def _change(row: AppointmentChange, staff: Names) -> str:
    new = f" to {moment(row.new_start_at)}" if row.new_start_at else ""
    told = f"the other side was told {moment(row.told_at)}, {word(row.channel)}" if row.told_at else "nobody was told"
    why = f" Reason: {row.reason}." if row.reason else ""
    by = staff.get(row.recorded_by, row.recorded_by)
    return f"{word(row.kind)}{new} by the {row.by}; {told}.{why} Recorded {moment(row.recorded_at)} by {by}."


def notices(file: CaseFile) -> Iterator[Block]:
    """Every text and letter: waiting, sent and delivered are three different moments."""
    yield heading("What the tenant was told")
    rows = [[_words(one), word(one.channel), moment(one.queued_at), _left(one), _arrived(one)] for one in file.notices]
    header = ("Words", "How", "Written", "Left us", "Delivered")
    yield table(header, rows, "No text or letter of ours is recorded for these appointments.", widths=(4, 1, 2, 2, 2))
    yield note("A notice counts from the moment it left us, not from when it was written. Links are left out.")


def _words(one: Notice) -> str:
    return _SECRET.sub(r"\1...", one.text.replace("{link}", "...")) or word(one.template)


def _left(one: Notice) -> str:
    if one.sent_at is not None:
        return moment(one.sent_at)
    return f"{word(one.state)}: {one.failure}" if one.failure else word(one.state)


def _arrived(one: Notice) -> str:
    return moment(one.delivered_at) or "no receipt"
