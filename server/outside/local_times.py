"""Days and times as they are said in each language (CLDR, by Babel); English keeps the house's own plain words."""

from datetime import date, datetime, timedelta

from babel import Locale
from babel.dates import format_date, format_time, get_timezone

from server.domain.wording import tenant_times
from server.domain.wording.languages import ENGLISH

_LONDON = get_timezone("Europe/London")
_LOCALES = {"zh": "zh_Hans_CN", "pl": "pl_PL", "bn": "bn_BD", "hi": "hi_IN", "ur": "ur_PK"}
_ENGLISH = Locale("en")
_NAMED_BY_US = {"bfi": "British Sign Language"}


def day_in_words(day: date, language: str) -> str:
    """Tuesday 24 November, in the language's own order."""
    if language == ENGLISH:
        return tenant_times.day_in_words(day)
    return format_date(day, _WEEKDAY_AND_DAY.get(language, "EEEE d MMMM"), locale=_LOCALES[language])


def long_date(day: date, language: str) -> str:
    """24 November 2026, as it stands at the head of a letter."""
    if language == ENGLISH:
        return tenant_times.long_date(day)
    return format_date(day, "long", locale=_LOCALES[language])


def full_date(day: date, language: str) -> str:
    """Tuesday 24 November 2026, where a letter names a day."""
    if language == ENGLISH:
        return f"{tenant_times.day_in_words(day)} {day.year}"
    return format_date(day, "full", locale=_LOCALES[language])


def short_day(day: date, language: str) -> str:
    """Tue 24 Nov, for a text message."""
    if language == ENGLISH:
        return tenant_times.short_day(day)
    return format_date(day, _SHORT_DAY.get(language, "EEE d MMM"), locale=_LOCALES[language])


def clock_time(at: datetime, language: str) -> str:
    """10:06am in English; elsewhere as a clock of that language shows it, in London time, never torn in two."""
    if language == ENGLISH:
        return tenant_times.clock_time(at)
    rounded = at if at.microsecond == 0 else at - timedelta(microseconds=at.microsecond)
    shown = format_time(rounded, "short", tzinfo=_LONDON, locale=_LOCALES[language])
    return shown.replace("\u202f", "\N{NO-BREAK SPACE}")


_WEEKDAY_AND_DAY = {"zh": "M月d日EEEE", "ur": "EEEE، d MMMM"}
_SHORT_DAY = {"zh": "M月d日EEE", "ur": "EEE d MMMM"}


def language_name(code: str) -> str:
    """`Polish` for pl; the code itself where nobody has an English name for it."""
    return _NAMED_BY_US.get(code) or _ENGLISH.languages.get(code, code)
