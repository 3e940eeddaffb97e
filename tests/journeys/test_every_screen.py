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

    found = {screen: wrong for screen in _the_walk(house, operative) if (wrong := eye.findings())}

    assert not found, "\n".join(f"{screen}: {said}" for screen, wrong in found.items() for said in wrong)


def _the_walk(house: House, operative: OperativesPhone) -> Iterator[str]:
    yield from walk.set_up(operative, house.enrolment_code())
    yield from walk.places(operative)
    visit = operative.open_visit("14 Oak Road")
    yield from chain(walk.to_the_door(operative, visit), walk.inside(operative, visit))
    yield from walk.ending(operative, visit)
    yield from walk.flagged(operative, operative.open_visit("8 Kestrel Mead"))
    house.network.become("refuse")
    yield from walk.unsent(operative)
