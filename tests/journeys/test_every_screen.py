"""Every screen of the app, looked at as the rules of the house do, on one phone that is walked through a day."""

from collections.abc import Iterator
from itertools import chain

from tests.journeys import walk
from tests.journeys.conftest import Phone
from tests.journeys.house import House
from tests.journeys.looks import Eye
from tests.journeys.operative import OperativesPhone


def test_every_screen_can_be_read_and_tapped(house: House, phone: Phone) -> None:
    phone.move_clock(house.shift)
    operative = OperativesPhone(phone.page(), house.url)
    eye = Eye(operative.page)
    seen: set[str] = set()
    found: list[str] = []

    for screen in _the_walk(house, operative, seen):
        seen.add(operative.page.url.partition("#/")[2])
        found += [f"{screen}: {wrong}" for wrong in eye.findings()]

    assert len(seen) >= len(walk.all_routes()) > 30
    assert not found, "\n".join(found)


def _the_walk(house: House, operative: OperativesPhone, seen: set[str]) -> Iterator[str]:
    yield from walk.set_up(operative, house.enrolment_code())
    yield from walk.places(operative)
    visit = operative.open_visit("14 Oak Road")
    yield from chain(walk.to_the_door(operative, visit), walk.inside(operative, visit))
    yield from walk.ending(operative, visit)
    yield from walk.nobody_in(operative, operative.open_visit("Cornelius Buttermere House"))
    yield from walk.flagged(operative, operative.open_visit("8 Kestrel Mead"))
    yield from walk.the_rest(operative, visit, seen)
    house.network.become("refuse")
    yield from walk.unsent(operative)
