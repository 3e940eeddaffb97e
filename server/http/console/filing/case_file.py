"""The file of one repair that an Ombudsman reads: everything recorded, in one document, cut down to its reader."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from server.domain.viewing import Viewer
from server.http.console.filing import what_happened, what_was_decided, what_was_told
from server.http.console.filing.blocks import Block, heading, listed, note, pairs, table
from server.http.console.filing.photos import Pictured
from server.http.console.showing.figures import moment, plain_day
from server.http.console.showing.words import word
from server.storage.filing.case_file import CaseFile
from server.storage.pages.visit_page import address_of
from server.storage.people import users
from server.storage.policy_files import read_policy
from server.storage.tables.imports import AuditEntry

Names = dict[str, str]

EARNINGS_CLAUSE = (
    "HS004A 5: compensation of actual earnings lost, up to a maximum of £70 per day, is paid where a tenant or "
    "leaseholder has taken time off work to allow access and the appointment for the same repair has not been kept by "
    "the contractor on more than two occasions."
)
KEPT_CLAUSE = (
    "HS004A 7.1: an appointment is kept within ten minutes of the agreed time, or where the customer was told in "
    "advance of a visit more than ten minutes earlier or later."
)


def case_file(file: CaseFile, viewer: Viewer, pictured: Pictured, *, at: datetime) -> dict[str, object]:
    """The facts of the document `report`, for this reader; `pictured` names the photos whose pictures we have."""
    return {
        "title": f"Repair {file.repair.root}: what was agreed, told, done and decided",
        "particulars": [
            ["Landlord", file.landlord.name],
            ["Repair", f"{file.repair.description or file.repair.trade or 'Repair'} ({file.repair.root})"],
            ["Home", address_of(file.repair.home)],
            ["Made", f"{moment(at)} for {viewer.name}, {', '.join(map(word, viewer.roles))}"],
            ["Policy", read_policy().name],
        ],
        "blocks": list(_blocks(file, viewer, pictured)),
    }


def _blocks(file: CaseFile, viewer: Viewer, pictured: Pictured) -> Iterator[Block]:
    firms, staff = users.firm_names(viewer.landlord_id), _staff(file)
    yield note("All times are London time. A time of a phone is shown with how far it can be trusted.")
    yield from what_was_told.appointments(file, firms, staff)
    yield from what_was_told.notices(file)
    yield from what_happened.visits(file, firms, pictured)
    yield from what_happened.contacts(file, staff)
    for one in file.money:
        yield from what_was_decided.money(one, viewer, staff, firms)
    yield from _policy(file, staff)
    yield from _trail(file.trail, viewer, staff)


def _policy(file: CaseFile, staff: Names) -> Iterator[Block]:
    """The values and settings that held, and who changed which when and why."""
    yield heading("The policy and its version")
    yield listed([EARNINGS_CLAUSE, KEPT_CLAUSE], "")
    values = [
        [word(one.name), plain_day(row.starts_on), "none set" if row.value is None else str(row.value), row.clause]
        for one in read_policy().parameters()
        for row in one.values
    ]
    own = [
        [
            word(row.name),
            plain_day(row.starts_on),
            str(row.value),
            f"{row.reference}. {row.reason} ({staff.get(row.by, row.by)})",
        ]
        for row in file.policy
    ]
    yield table(("Value or setting", "From", "Is", "Rests on"), [*values, *own], "None.", widths=(3, 2, 1, 3))
    settings = (
        file.money[0].assessments[-1].output.get("settings") if file.money and file.money[0].assessments else None
    )
    if isinstance(settings, dict):
        yield heading("Settings in force at the newest assessment", 3)
        # In the policy page's own words: what a word means elsewhere in the console it does not mean here.
        yield pairs((name.replace("_", " "), str(value).replace("_", " ")) for name, value in settings.items())


def _trail(entries: Iterable[AuditEntry], viewer: Viewer, staff: Names) -> Iterator[Block]:
    """Who saw, decided and changed what. Values stay with the records themselves."""
    yield heading("Who saw, decided and changed what")
    rows = [
        [moment(one.at), staff.get(one.by, one.by), f"{word(one.action)}: {one.subject_kind}", _why(one, viewer)]
        for one in entries
    ]
    yield table(
        ("When", "Who", "What", "Why"), rows, "Nobody has opened or changed anything here.", widths=(2, 2, 3, 4)
    )


def _why(entry: AuditEntry, viewer: Viewer) -> str:
    """A reason given on a household's case may name what was lost, which claim handlers alone read."""
    return entry.reason if entry.subject_kind != "case" or viewer.may("claims") else ""


def _staff(file: CaseFile) -> Names:
    ids = {one.by for one in file.trail} | {one.recorded_by for one in file.changes} | {one.by for one in file.policy}
    ids |= {one.by for one in file.rulings} | {step.by for said in file.said for step in said.steps}
    for one in file.money:
        ids |= {row.by for row in one.answers} | {row.by for row in one.decisions} | {row.by for row in one.hearings}
        ids |= {row.by for row in one.goodwill}
        ids |= {row.recorded_by for row in one.losses}
        ids |= {row.entered_by for row in one.claims} | {w.by for words in one.recharged.values() for w in words}
    return users.names_of(ids)
