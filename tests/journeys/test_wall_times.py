"""The browser's own Temporal and its Intl read one clock."""

from tests.journeys.house import House
from tests.journeys.operative import OperativesPhone

# Every half hour round the changes of the clocks, and one in each other week, of seventy years.
COMPARE = """async () => {
  const { wallTime, wallTimeByIntl } = await import('/app/domain/wall-time.js');
  const { dayName } = await import('/app/ui/times.js');
  const named = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London', weekday: 'short', day: 'numeric', month: 'short',
  });
  const HOUR = 3_600_000;
  const moments = [];
  for (let year = 1975; year < 2045; year += 1) {
    for (let week = 0; week < 52; week += 1) moments.push(Date.UTC(year, 0, 1, 11.5) + week * 7 * 24 * HOUR);
    for (const month of [2, 9]) {
      for (let half = 0; half < 16 * 48; half += 1) moments.push(Date.UTC(year, month, 16) + half * HOUR / 2);
    }
  }
  const differ = moments.filter((ms) => {
    const [one, other] = [wallTime(ms, 'Europe/London'), wallTimeByIntl(ms, 'Europe/London')];
    return Object.keys(other).some((field) => one[field] !== other[field]);
  });
  const misnamed = moments.filter((ms, i) => i % 7 === 0 && dayName(ms) !== named.format(ms).replace(',', ''));
  return { hasTemporal: typeof Temporal === 'object', asked: moments.length, differ, misnamed };
}"""


def test_a_phone_shows_the_same_time_whichever_of_the_two_is_asked(house: House, operative: OperativesPhone) -> None:
    found = operative.page.evaluate(COMPARE)
    assert found["asked"] > 100_000
    assert found["hasTemporal"]
    assert found["differ"] == []
    assert found["misnamed"] == []
