"""The standards that are measured: clause, question, and the words for what counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from server.domain.standards.series import Unit


@dataclass(frozen=True, slots=True)
class Standard:
    """`met` and `not_met` finish the sentence "Of 40 certain, 30 …"; `noun`, `one` say what is counted."""

    key: str
    clause: str
    title: str
    question: str
    noun: str
    one: str
    met: str
    not_met: str
    unit: Unit = "percent"


KEPT = Standard(
    key="kept_in_time",
    clause="HS004A 7.1",
    title="Appointments kept",
    question="Were appointments kept within 10 minutes of the agreed time?",
    noun="agreed times",
    one="agreed time",
    met="kept",
    not_met="not kept",
)
TOLD = Standard(
    key="told_in_advance",
    clause="HS004A 7.1",
    title="Told in advance",
    question="Were tenants told in advance where a visit was more than 10 minutes earlier or later?",
    noun="visits at another time than first agreed",
    one="visit at another time than first agreed",
    met="announced in time",
    not_met="not announced in time",
)
PLANNED = Standard(
    key="planned_notice",
    clause="HS004A 4",
    title="Notice of planned works",
    question="Did tenants have 10 working days' written notice of planned works?",
    noun="planned visits",
    one="planned visit",
    met="with the full notice",
    not_met="with less notice",
)
ID_SHOWN = Standard(
    key="id_before_entering",
    clause="HS004A 8",
    title="Identity card shown",
    question="Was the identity card shown before entering?",
    noun="visits on which somebody went in",
    one="visit on which somebody went in",
    met="after the card was shown",
    not_met="without the card shown first",
)
CARD_LEFT = Standard(
    key="card_left",
    clause="HS004A 5",
    title="Cards at no access",
    question="Was a card left where nobody could let us in?",
    noun="visits without access",
    one="visit without access",
    met="with a card left",
    not_met="without a card",
)
CANCELLED = Standard(
    key="contractor_cancellations",
    clause="HS004A 5",
    title="Cancelled by the contractor",
    question="How early was the tenant told where the contractor cancelled or moved a visit?",
    noun="visits cancelled or moved by the contractor",
    one="visit cancelled or moved by the contractor",
    met="told before the day",
    not_met="told on the day, too late or never",
)
REPEATED = Standard(
    key="repeat_misses",
    clause="HS004A 5",
    title="Repeat misses",
    question="How many missed appointments were for a repair that had been missed before?",
    noun="missed appointments",
    one="missed appointment",
    met="a repair's first",
    not_met="missed again",
    unit="count",
)
CALLED_BACK = Standard(
    key="call_backs",
    clause="HS004A 7.1",
    title="Calls returned",
    question="Were tenants called back within 2 working days?",
    noun="requests to be rung",
    one="request to be rung",
    met="rung in time",
    not_met="not rung in time",
)
QUERIES = Standard(
    key="queries",
    clause="HS004A 7.1",
    title="Queries answered",
    question="Were queries fully answered within 10 working days?",
    noun="queries",
    one="query",
    met="answered in time",
    not_met="not answered in time",
)
CONCERNS = Standard(
    key="concern_response",
    clause="HS004A 8",
    title="Concerns taken in hand",
    question="Were concerns that operatives reported taken in hand in time?",
    noun="concerns",
    one="concern",
    met="taken in hand in time",
    not_met="taken in hand late or not at all",
)
COMPLAINTS = Standard(
    key="complaints",
    clause="HS004A 1.5, 10",
    title="Complaints answered",
    question="Were complaints acknowledged and answered in time?",
    noun="complaints",
    one="complaint",
    met="acknowledged and answered in time",
    not_met="acknowledged or answered late",
)
LANGUAGE = Standard(
    key="own_language",
    clause="HS004A 4",
    title="Reached in their language",
    question="Were tenants who read another language than English told in that language?",
    noun="visits to tenants who read another language",
    one="visit to a tenant who reads another language",
    met="told in it",
    not_met="told in another",
)

STANDARDS: Mapping[str, Standard] = {
    one.key: one
    for one in (
        *(KEPT, TOLD, PLANNED, ID_SHOWN, CARD_LEFT, CANCELLED),
        *(REPEATED, CALLED_BACK, QUERIES, CONCERNS, COMPLAINTS, LANGUAGE),
    )
}
