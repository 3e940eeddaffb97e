"""Lists of hundreds of rows, which are drawn in pieces: in a real browser, where frames are."""

from playwright.sync_api import expect

from tests.journeys.house import House
from tests.journeys.operative import OperativesPhone

# The app's own module, with its own copy of the templates: the page's list is none of the app's.
DRAW = """async (drawings) => {
  const { drawRows } = await import('/app/ui/long-list.js');
  const { html } = await import('/app/ui/html.js');
  const list = document.querySelector('#long') ?? document.body.appendChild(document.createElement('ul'));
  list.id = 'long';
  return drawings.map((items) => {
    drawRows(list, items, (item) => html`<li>${item}</li>`);
    return [...list.children].map((row) => row.textContent);
  });
}"""


def _names(count: int, kind: str = "row") -> list[str]:
    return [f"{kind} {number}" for number in range(count)]


def test_the_first_rows_of_a_long_list_stand_at_once_and_all_of_them_soon(
    house: House, operative: OperativesPhone
) -> None:
    rows = operative.page.locator("#long > li")
    [at_once] = operative.page.evaluate(DRAW, [_names(205)])
    assert at_once == _names(15)
    expect(rows).to_have_text(_names(205))


def test_a_newer_drawing_of_a_long_list_wins_and_what_is_gone_goes_at_once(
    house: House, operative: OperativesPhone
) -> None:
    page, rows = operative.page, operative.page.locator("#long > li")
    page.evaluate(DRAW, [_names(205)])
    expect(rows).to_have_count(205)
    [_, _, at_once] = page.evaluate(DRAW, [_names(205, "older"), _names(90, "newer"), _names(3, "newest")])
    assert at_once == _names(3, "newest")
    page.wait_for_timeout(1500)
    expect(rows).to_have_text(_names(3, "newest"))
    page.evaluate(DRAW, [_names(45, "again"), []])
    expect(rows).to_have_count(0)
