"""history.csv in Doorstep's plain style: what became of past appointments, as the housing system recorded it."""

from server.domain.imports.cells import read_code, read_count, read_job, read_uprn, read_yes_no, word
from server.domain.imports.clock_times import read_moment
from server.domain.imports.columns import Column, Row, Sheet, ask_ambiguous, in_order, key_in
from server.domain.imports.known import Circumstances
from server.domain.imports.problems import CellRefused

AT_THE_DOOR = ("completed", "work_not_done", "no_access", "no_id", "too_few_people")
CHANGED = ("cancelled", "moved")
OUTCOMES = (*AT_THE_DOOR, "not_attended", *CHANGED)

LONGEST_CHANNEL = 20

# `agreed_start` may well lie ahead: a visit of next week can have been cancelled already.
RECORDED = ("arrived_at", "left_at", "notice_sent_at", "told_at", "recorded_at")


def read_channel(text: str) -> str:
    """How the other side was told, as the sender words it: no list of words was agreed for it."""
    channel = read_code(text)
    if len(channel) > LONGEST_CHANNEL:
        raise CellRefused("unknown_value")
    return channel


def _nothing_from_the_future(row: Row, around: Circumstances) -> None:
    for name in RECORDED:
        moment = row.moment(name)
        if moment and moment.earliest > around.as_of:
            row.refuse(name, "in_the_future")


def _has_what_its_outcome_needs(row: Row, around: Circumstances) -> None:
    """Who changed a visit, and when somebody came, decide money later; neither is guessed."""
    if row.values["outcome"] in AT_THE_DOOR:
        _need(row, "arrived_at")
    if row.values["outcome"] in CHANGED:
        _need(row, "changed_by")
    if row.values["notice_sent_at"] or row.values["notice_kind"]:
        _need(row, "notice_new_time")


def _need(row: Row, name: str) -> None:
    if row.values[name] is None and not row.refused(name):
        row.refuse(name, "missing")


HISTORY = Sheet(
    kind="history",
    style="doorstep",
    key=key_in("visit_id"),
    columns=(
        Column("visit_id", read_code, needed=True),
        Column("appointment_id", read_code, needed=True, names="appointment"),
        Column("job_number", read_job, needed=True),
        Column("repair_root", read_job),
        Column("uprn", read_uprn, needed=True, names="home"),
        Column("contractor_code", read_code, needed=True, names="firm"),
        Column("operative_id", read_code, names="operative"),
        Column("agreed_start", read_moment, needed=True, ask=ask_ambiguous),
        Column("agreed_end", read_moment, ask=ask_ambiguous),
        Column("outcome", word(*OUTCOMES), needed=True),
        Column("arrived_at", read_moment, ask=ask_ambiguous),
        Column("left_at", read_moment),
        Column("people_attended", read_count),
        Column("notice_kind", word("late", "early")),
        Column("notice_sent_at", read_moment),
        Column("notice_new_time", read_moment),
        Column("changed_by", word("contractor", "tenant", "agreement")),
        Column("told_at", read_moment),
        Column("told_by", read_channel),
        Column("reason"),
        Column("no_access_reason", word("nobody_in", "declined", "only_minors")),
        Column("card_left", read_yes_no),
        Column("card_number", read_code),
        Column("tenant_disputes", read_yes_no),
        Column("recorded_at", read_moment, needed=True),
    ),
    checks=(
        _nothing_from_the_future,
        in_order("agreed_start", "agreed_end"),
        in_order("arrived_at", "left_at"),
        _has_what_its_outcome_needs,
    ),
)
