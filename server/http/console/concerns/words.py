"""Plain words for concerns: what was written down, which clock, how it stands."""

from server.domain.concerns.groups import HAZARDS, group_of
from server.domain.concerns.steps import DISMISSED_WHY, JUDGED_AS, LAWFUL_STOPS, REFERRED_TO

STEPS = {
    "told_by_phone": "Told by phone",
    "confirmed": "Confirmed as a hazard",
    "dismissed": "Dismissed",
    "reopened": "Opened again",
    "investigated": "Investigation ended",
    "made_safe": "Made safe",
    "summary_sent": "Written summary given to the tenant",
    "safety_works_done": "Safety works done",
    "further_works_arranged": "Further works arranged",
    "further_works_begun": "Further works started",
    "stopped": "Clock stopped",
    "noted": "Note",
    "referred": "Somebody was told",
    "not_referred": "Nobody outside is told",
    "outcome": "What came of it",
    "escalated": "Put before the director",
}
CLOCKS = {
    "emergency": "Investigate and make safe, 24 hours",
    "investigation": "Investigate",
    "summary": "Written summary to the tenant",
    "safety_works": "Safety works",
    "further_works_arranged": "Begin further works, or steps towards them",
    "further_works_begun": "Start further works on site",
}
STATES = {
    "running": "Running",
    "met": "Done in time",
    "met_late": "Done late",
    "stopped": "Stopped",
    "dismissed": "Dismissed",
}
STANDINGS = {"possible": "Possible", "confirmed": "Confirmed", "dismissed": "Dismissed"}
GROUPS = {
    "damp_mould": "Damp or mould",
    "gas": "Gas",
    "electrical": "Electricity",
    "structure": "Structure",
    "fire_safety": "Fire safety",
    "heating_water": "Heating or water",
    "pests": "Pests",
    "adult_at_risk": "Adult at risk",
    "child_at_risk": "Child",
    "self_neglect": "Self-neglect or hoarding",
    "unsanitary": "Insanitary home",
    "other": "Other",
}
JUDGEMENTS = {"emergency": "An emergency hazard", "significant": "A significant hazard"}
RANG_999 = {"yes": "999 was rung", "no": "999 was not rung", "not_known": "Not known whether 999 was rung"}
DONE = ("made_safe", "summary_sent", "safety_works_done", "further_works_arranged", "further_works_begun")
ACTIONS = {"household_concern_read": "Read"}
STOPS = {name: reason for reasons in LAWFUL_STOPS.values() for name, reason in reasons.items()}


def group(category: str) -> str:
    """The plain group of a report's category."""
    return GROUPS[group_of(category)]


def facts_of(facts: dict[str, object]) -> list[tuple[str, str]]:
    """What a step holds beside its words, in order."""
    shown = [
        ("As", JUDGEMENTS.get(str(facts.get("as")), "")),
        ("Hazard", HAZARDS.get(str(facts.get("hazard")), "")),
        ("Competent person", str(facts.get("competent") or "")),
        ("Clock", CLOCKS.get(str(facts.get("clock")), "")),
        ("Reason", DISMISSED_WHY.get(str(facts.get("why"))) or STOPS.get(str(facts.get("why")), "")),
        ("Safety works", _yes_no(facts.get("safety_works"))),
        ("Further works", _yes_no(facts.get("further_works"))),
        ("Who", REFERRED_TO.get(str(facts.get("to")), "")),
        ("999", RANG_999.get(str(facts.get("rang_999")), "")),
        ("What the person wishes", str(facts.get("wishes") or "")),
    ]
    return [(title, text) for title, text in shown if text]


def _yes_no(value: object) -> str:
    return {True: "Needed", False: "Not needed"}.get(value, "") if isinstance(value, bool) else ""


__all__ = ["DISMISSED_WHY", "HAZARDS", "JUDGED_AS", "LAWFUL_STOPS", "REFERRED_TO"]
