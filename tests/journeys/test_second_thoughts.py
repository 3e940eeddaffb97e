"""What people do out of the usual order: save before a photo is read, or go in once more."""

import json
import re
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.house import House
from tests.journeys.operative import OperativesPhone

PHOTO = Path(__file__).resolve().parents[1] / "data" / "photos" / "phone-jpeg-galaxy-s4.jpg"
READ_ON_WORD = """const read = createImageBitmap;
const word = new Promise((given) => { window.readOn = given; });
window.createImageBitmap = async (...given) => {
  await word;
  return read(...given);
};"""


def test_a_photo_that_is_still_being_read_goes_along_with_what_is_saved(
    house: House, operative: OperativesPhone
) -> None:
    house.network.become("refuse")
    operative.page.add_init_script(READ_ON_WORD)
    operative.page.reload()
    visit = operative.open_visit("14 Oak Road")
    operative.go(visit, "damage")
    operative.write("What is damaged?", "Carpet")
    operative.write("Which room?", "Hall")
    operative.choose("Is it made good already?", "Yes")
    operative.choose("Have you told the customer?", "Yes")
    operative.page.locator("input[name=damage-gallery]").set_input_files(PHOTO)
    expect(operative.page.get_by_role("main")).to_contain_text("Reading the photo.")

    operative.press("Save damage report")
    operative.page.evaluate("readOn()")

    operative.expect_saved("Damage report saved.")
    bodies = [json.loads(one["body"]) for one in operative.own_events()]
    assert [len(one["blobs"]) for one in bodies if one["type"] == "damage_reported"] == [1]
    house.network.become("pass")


def test_a_timer_that_is_started_after_coming_out_ends_with_coming_out_again(operative: OperativesPhone) -> None:
    visit = operative.open_visit("14 Oak Road")
    operative.arrive(visit)
    operative.show_id(visit)
    operative.nobody_in(visit)
    operative.leave(visit)
    operative.go(visit, "timer")
    operative.page.get_by_role("button", name=re.compile("^Start the timer")).click()
    expect(operative.page.locator("[role=timer]").first).to_be_visible()

    operative.go(visit, "leave")
    operative.page.get_by_role("button", name=re.compile("^Yes")).click()

    operative.expect_saved("Back safe.")
    operative.open_today()
    expect(operative.page.locator("[role=timer]")).to_have_count(0)
