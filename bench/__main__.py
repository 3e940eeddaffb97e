"""`python -m bench`: measures what docs/figures.md states and prints it. Name parts to measure only these."""

import sys
from collections.abc import Callable
from dataclasses import asdict
from itertools import product

from bench import (
    alarms,
    assess_rate,
    board,
    cut_photo,
    growth,
    idle,
    imports,
    long_chain,
    morning,
    notices,
    review,
    sizes,
    slots,
    standards,
    start,
    sync,
    tasks,
    tenant,
)
from bench.peers import evening, photos


def _print(title: str, facts: dict[str, object]) -> None:
    print(f"\n{title}")
    for name, value in facts.items():
        print(f"  {name:28} {value:,.3f}" if isinstance(value, float) else f"  {name:28} {value}")


def _sizes() -> None:
    _print("What a phone fetches (bytes, compressed)", asdict(sizes.measure()))


def _sync() -> None:
    for devices, processes in product(sync.DEVICES, sync.PROCESSES):
        for database in ("sqlite", "postgresql"):
            found = sync.measure(database, devices, processes)
            _print(f"Evening sync of {devices:,} phones on {database}, {processes} processes", asdict(found))


def _idle() -> None:
    for database in ("sqlite", "postgresql"):
        _print(f"A pull with nothing new on {database}", asdict(idle.measure(database)))
        _print(f"The same over HTTP on {database}", asdict(idle.measure_http(database)))


def _morning() -> None:
    for database in ("sqlite", "postgresql"):
        _print(f"A morning pull of {morning.VISITS} visits on {database}", asdict(morning.measure(database)))


def _long_chain() -> None:
    for database in ("sqlite", "postgresql"):
        _print(f"A phone's tenth and ten-thousandth event on {database}", asdict(long_chain.measure(database)))


def _backlog() -> None:
    for database in ("sqlite", "postgresql"):
        for events in long_chain.BACKLOGS:
            found = long_chain.measure_backlog(database, events)
            _print(f"A backlog of {events:,} events on {database}", asdict(found))


def _start() -> None:
    _print("Starting the app, processor slowed four times (ms)", asdict(start.measure()))


def _tasks() -> None:
    found = tasks.measure()
    title = f"The longest task of each step (ms), {found.visits} visits and {tasks.EVENTS} events"
    _print(title, dict(found.longest_ms))


def _assess() -> None:
    assess_rate.main()


def _growth() -> None:
    for database in ("sqlite", "postgresql"):
        for cost in growth.measure(database):
            _print(f"A sync with {cost.events:,} events in the journal on {database}", asdict(cost))


def _board() -> None:
    for database in ("sqlite", "postgresql"):
        _print(f"The day board with {board.VISITS:,} visits on {database}", asdict(board.measure(database)))


def _notices() -> None:
    for database in ("sqlite", "postgresql"):
        _print(f"Texts through a gateway that takes 50 ms on {database}", asdict(notices.measure_rate(database)))
        _print(f"10,000 reminders within a cap on {database}", asdict(notices.measure_reminders(database)))


def _review() -> None:
    for database in ("sqlite", "postgresql"):
        for items in review.SIZES:
            _print(f"The review queue with {items:,} items on {database}", asdict(review.measure(database, items)))


def _tenant() -> None:
    for weight in tenant.measure():
        facts = {**asdict(weight), "total": weight.total}
        _print(f"A tenant's page in {weight.language} on first load (bytes)", facts)


def _slots() -> None:
    _print("Finding slots for one job (ms, statements)", asdict(slots.measure()))


def _alarms() -> None:
    for database in ("sqlite", "postgresql"):
        _print(f"A missed check-in among {alarms.TIMERS:,} timers on {database}", asdict(alarms.measure(database)))


def _cut_photo() -> None:
    cuts, uncut = cut_photo.measure()
    for cut in cuts:
        _print(f"A photo whose line is {cut.line} at a random byte, and resumed", asdict(cut))
    for one in uncut:
        _print("A photo in one go", asdict(one))


def _peers() -> None:
    for evening_one in evening.measure():
        _print(f"An evening beside PouchDB Server: {evening_one.ours}", asdict(evening_one))
    for photo in photos.measure():
        _print("Photos beside the reference server of tus", asdict(photo))


def _imports() -> None:
    for database in ("sqlite", "postgresql"):
        for one in imports.measure(database):
            _print(f"Importing {one.rows:,} appointments on {database}", asdict(one))


def _standards() -> None:
    for database in ("sqlite", "postgresql"):
        for cost in standards.measure(database):
            _print(f"The standards over {cost.visits:,} visits on {database}", asdict(cost))


PARTS: dict[str, Callable[[], None]] = {
    "sizes": _sizes,
    "start": _start,
    "tasks": _tasks,
    "sync": _sync,
    "idle": _idle,
    "morning": _morning,
    "long-chain": _long_chain,
    "backlog": _backlog,
    "growth": _growth,
    "notices": _notices,
    "assess": _assess,
    "slots": _slots,
    "board": _board,
    "review": _review,
    "alarms": _alarms,
    "imports": _imports,
    "standards": _standards,
    "tenant": _tenant,
    "cut-photo": _cut_photo,
    "peers": _peers,
}


def main() -> int:
    """Measure all parts, or those that are named."""
    asked = sys.argv[1:] or list(PARTS)
    unknown = set(asked) - set(PARTS)
    if unknown:
        print(f"There is no {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    for name in asked:
        PARTS[name]()
    return 0


sys.exit(main())
