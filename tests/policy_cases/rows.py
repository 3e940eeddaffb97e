"""Cases in the case format, made short: plain functions with overrides."""

from typing import Any

Json = dict[str, Any]

DAYS = ("2026-10-05", "2026-10-08", "2026-10-13")
AS_OF = "2026-11-20T12:00:00Z"


def an_event(kind: str, at: str, *, until: str | None = None, **overrides: Any) -> Json:
    """An event on the third day, at a time such as 09:05:00."""
    return {
        "id": f"{kind} {at} {overrides.get('operative', 'o1')}",
        "type": kind,
        "operative": "o1",
        "earliest": f"{DAYS[2]}T{at}Z",
        "latest": f"{DAYS[2]}T{until or at}Z",
        "received_at": f"{DAYS[2]}T18:00:00Z",
        **overrides,
    }


def nobody_in(at: str, **overrides: Any) -> Json:
    return an_event("no_access", at, **{"reason": "nobody_in", "card_left": True, **overrides})


def an_appointment(name: str = "A3", day: str = DAYS[2], **overrides: Any) -> Json:
    """An appointment at 09:00 UTC that nobody kept, unless events are given."""
    return {
        "id": name,
        "contractor": "X",
        "kind": "routine",
        "agreed_start": f"{day}T09:00:00Z",
        **overrides,
    }


def a_loss(day: str = DAYS[2], **overrides: Any) -> Json:
    return {
        "person": "p1",
        "day": day,
        "off_work": True,
        "pence": 9000,
        "evidence": "employer",
        **overrides,
    }


def a_case(*appointments: Json, **overrides: Any) -> Json:
    """One repair with the appointments given, and a tenant who lost pay on each of the three days."""
    return {
        "case": "a case",
        "as_of": AS_OF,
        "people": [{"id": "p1", "tenure": "tenant"}],
        "repairs": [{"id": "R1", "appointments": list(appointments)}],
        "losses": [a_loss(day) for day in DAYS],
        **overrides,
    }


def missed_three_times(**overrides: Any) -> Json:
    return a_case(*(an_appointment(f"A{n}", day) for n, day in enumerate(DAYS, 1)), **overrides)


def missed_twice_and(third: Json, **overrides: Any) -> Json:
    return a_case(an_appointment("A1", DAYS[0]), an_appointment("A2", DAYS[1]), third, **overrides)
