"""From a housing system's report, handed in at the console, to a day on an operative's phone."""

import re
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Phone
from tests.journeys.house import LONDON, House
from tests.journeys.operative import OperativesPhone

HEADER = (
    "ORDER NO,PROP REF,UPRN,ADDRESS,TOWN,POSTCODE,CUSTOMER,TEL,CONTRACTOR,OPERATIVE,APPT DATE,FROM,TO,PRIORITY,"
    "ORDER DESCRIPTION,EST VALUE,STATUS"
)
IMPORTED_WITHIN = 20_000


def a_civica_report(path: Path, day: datetime) -> None:
    """Two orders for Sam's day as the system prints them: one clear, one whose UPRN a spreadsheet has ruined."""
    padding = "," * 16
    today = day.strftime("%d/%m/%Y")
    rows = [
        f"HAVEBURY HOUSING PARTNERSHIP{padding}",
        f"Run: {today} 06:00,,User: REPORTS{',' * 14}",
        HEADER,
        _order("R880001/01", "HVB-200001", "999000200001", today, "10:00,12:00,ROUTINE 28 DAY,BOILER PRESSURE DROPS"),
        _order("R880002/01", "HVB-200002", "9.99E+11", today, "0.5416666667,0.625,ROUTINE 28 DAY,RADIATOR LEAKS"),
        _order("R880003/01", "HVB-999999", "", today, "15:00,16:00,ROUTINE 28 DAY,NO SUCH HOME"),
        f"TOTAL ORDERS,3{',' * 15}",
    ]
    path.write_text("\r\n".join(rows) + "\r\n", encoding="utf-8-sig")


def _order(order: str, home: str, uprn: str, day: str, rest: str) -> str:
    return f'{order},{home},{uprn},X,Y,IP28 1SU,MS X,TBC,BROOK HEATING LTD,"REED, SAM",{day},{rest},45.00,BOOKED'


def test_a_printed_report_becomes_a_day_on_the_phone(
    house: House, phone: Phone, browser: Browser, tmp_path: Path
) -> None:
    report = tmp_path / "civica.csv"
    a_civica_report(report, datetime.now(LONDON))
    phone.move_clock(house.shift)
    operative = OperativesPhone(phone.page(), house.url)
    operative.enrol(house.enrolment_code("OP001"))

    page = house.console(browser)
    page.get_by_role("link", name="Office", exact=True).click()
    page.get_by_role("link", name="Imports", exact=True).click()
    page.get_by_text("Hand in a file").click()
    page.get_by_label("File", exact=True).set_input_files(report)
    page.get_by_role("button", name="Import it").click()
    page.get_by_role("link", name="See what became of its rows").click(timeout=IMPORTED_WITHIN)
    main = page.get_by_role("main")
    expect(main).to_contain_text("2 added")
    expect(main).to_contain_text("HVB-999999")
    page.get_by_role("link", name="Answer questions").click()
    page.get_by_role("row").filter(has_text="9.99E+11").get_by_role("link").click()
    page.get_by_label("It has been put right where it came from").check()
    page.get_by_role("button", name="Keep the answer").click()
    expect(page.get_by_role("status")).to_contain_text("Answered: 880002/1.")
    page.context.close()

    operative.page.reload()
    operative.open_today()
    listed = operative.page.get_by_role("main")
    expect(listed).to_contain_text(re.compile(r"13:00 to 15:00\s*Flat 12"), timeout=IMPORTED_WITHIN)
    expect(listed).to_contain_text(re.compile(r"10:00 to 12:00\s*14 Oak Road"))
