"""The insurer's pack of a damage case: what was recorded, with photos, times and their trust, and what was done since.

Our own notes and the contractor's stay out; what the tenant wrote is in it, because an insurer asks for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from server.domain.damage.steps import NOTED
from server.domain.viewing import Viewer
from server.http.console.damage import words
from server.http.console.filing.blocks import Block, heading, listed, note, pairs, table, text
from server.http.console.filing.photos import Pictured, in_groups, photos
from server.http.console.showing.figures import moment
from server.http.console.showing.timeline import Line, line
from server.http.console.showing.words import word
from server.services.damage.read_damage import ReadDamage, ReadReport
from server.storage.tables.damage import DamageStepRow
from server.storage.tables.messages import MessagePhoto

Names = Mapping[str, str]

_HEADER = ("When", "What", "Who", "Words")


@dataclass(frozen=True)
class Around:
    """What surrounds a case in its pack: whose it is, the home, the people by id, and when it is made."""

    landlord_name: str
    home: str
    names: Names
    at: datetime


def pack_facts(one: ReadDamage, around: Around, viewer: Viewer, pictured: Pictured) -> dict[str, object]:
    """The facts of the document `report`; `pictured` names the photos whose pictures we have."""
    case = one.case
    return {
        "title": f"Damage {case.reference}",
        "particulars": [
            ["Landlord", around.landlord_name],
            ["Home", around.home],
            ["Contractor", one.listed.firm_name or "Not known"],
            ["Made", f"{moment(around.at)} by {viewer.name}, {', '.join(map(word, viewer.roles))}"],
        ],
        "blocks": list(_blocks(one, around, pictured)),
    }


def _blocks(one: ReadDamage, around: Around, pictured: Pictured) -> Iterator[Block]:
    yield note("All times are London time. A time of a phone is shown with how far it can be trusted.")
    yield heading("In short")
    case = one.case
    yield listed(one.listed.things, "What was damaged stands in the tenant's words below.")
    yield pairs(
        [
            ("Remedy", words.REMEDY_WORDS[case.remedy] if case.remedy else "not decided"),
            ("Value", words.value_of(case.value_pence)),
            ("Stands", words.STAGE_WORDS[case.stage]),
            ("First reported to us", moment(case.opened_at)),
        ]
    )
    yield heading("What the operative recorded")
    if not one.reports:
        yield text("Nothing was recorded on a phone.")
    for each in one.reports:
        yield from _report(each, pictured)
    yield heading("What the tenant says")
    yield from _tenant(one, pictured)
    yield heading("What was done, in order")
    rows = [_step(row, around.names) for row in one.steps if row.kind != NOTED]
    yield table(_HEADER, rows, "Nothing yet.", widths=(2, 2, 2, 4))


def _report(each: ReadReport, pictured: Pictured) -> Iterator[Block]:
    yield heading(f"Report {each.report.reference}", 3)
    shown = [line(event, each.photos) for event in each.events][::-1]
    for place, one in enumerate(shown):
        yield from _line(one, is_correction=place > 0)
    for one in shown:
        yield from photos(one, pictured)


def _line(one: Line, *, is_correction: bool) -> Iterator[Block]:
    signed = "Signed by the phone" if one.signed else "Not signed by the phone"
    yield pairs(
        [
            ("Corrected" if is_correction else "Recorded", f"{one.title}, {one.who}"),
            ("When", f"{one.time.text} ({one.time.trust})"),
            ("It certainly lies", one.time.certain),
            ("Received by us", one.time.received),
            *one.facts,
            ("Record", f"{signed}, fingerprint {in_groups(one.hash)}"),
        ]
    )


def _tenant(one: ReadDamage, pictured: Pictured) -> Iterator[Block]:
    if not one.messages:
        yield text("The tenant has written nothing. What they said at the door stands in the report above.")
    for each in one.messages:
        message = each.message
        yield pairs([(f"{message.reference}, {moment(message.received_at)}, {word(message.channel)}", message.text)])
        for number, photo in enumerate(each.photos, 1):
            yield from _tenants_photo(f"Photo {number} from the tenant", photo, pictured)


def _tenants_photo(what: str, photo: MessagePhoto, pictured: Pictured) -> Iterator[Block]:
    """A tenant's phone proves no time, so it says when the photo came and that no more is known."""
    is_here = photo.photo_id in pictured
    if is_here:
        yield {"kind": "picture", "name": pictured[photo.photo_id], "alt": what, "percent": 70}
    missing = "" if is_here else " Its picture is not in this file: it cannot be opened any more."
    came = f"{what}. Came {moment(photo.added_at)}; when it was taken is not known."
    yield note(f"{came} Fingerprint as sent {in_groups(photo.sha256)}.{missing}")


def _step(row: DamageStepRow, names: Names) -> Sequence[str]:
    chosen = ", ".join(words.said_in(row, with_value=True))
    what = f"{words.STEP_WORDS[row.kind]}{': ' if chosen else ''}{chosen}"
    return [moment(row.at), what, names.get(row.by, row.by), row.text]
