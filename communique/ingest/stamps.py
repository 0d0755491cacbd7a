"""Publication stamps as publishers write them → ISO 8601 in the publisher's own zone.

A strict grammar: what it does not know, or what two people could read differently, is refused.
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo

from communique.errors import RejectedReadoutError

EXPECTED = "Expected 2022-02-24, 2022-02-24T23:30:00+03:00, 24 February 2022, 24 février 2022 or 24 февраля 2022"
_YEARS = range(1900, 2101)

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "january jan janvier янв января январь",
            "february feb février fevrier févr февраля февраль фев",
            "march mar mars марта март мар",
            "april apr avril avr апреля апрель апр",
            "may mai мая май",
            "june jun juin июня июнь июн",
            "july jul juillet juil июля июль июл",
            "august aug août aout августа август авг",
            "september sep sept septembre сентября сентябрь сен сент",
            "october oct octobre октября октябрь окт",
            "november nov novembre ноября ноябрь ноя нояб",
            "december dec décembre decembre déc декабря декабрь дек",
        ),
        1,
    )
    for word in words.split()
}
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|satur|sat|sun)(?:day)?"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)"
)
_ZONE = r"(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}(?::?00)?)?"
_CLOCK = (
    rf"(?:,?\s*(?:at|à|в|-|–)?\s*(?P<hour>\d{{1,2}})\s*[:h]\s*(?P<minute>\d{{2}})(?::(?P<second>\d{{2}}))?"
    rf"(?:\s*(?P<half>[ap])\.?m\.?)?\s*{_ZONE})?"
)
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 2021-05-24 19:27:55-04:00 · 2022-02-24T20:30:00.000Z
        (
            r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
            rf"(?:[T ](?P<hour>\d{{2}}):(?P<minute>\d{{2}})(?::(?P<second>\d{{2}})(?:[.,]\d+)?)?\s*{_ZONE})?"
        ),
        # 20220224
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        # 14 февраля 2025 года, 14:15 · Thu, 24 Feb 2022 20:30:00 GMT · 1er mars 2025 à 10h30
        (
            rf"(?:{_WEEKDAY},?\s+)?(?:le\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)?\s+(?P<word>[^\W\d_]+)\.?,?\s+(?P<year>\d{{4}})"
            rf"(?:\s*(?:года|г\.?))?{_CLOCK}"
        ),
        # February 14, 2025 at 5:30 p.m.
        rf"(?:{_WEEKDAY},?\s+)?(?P<word>[^\W\d_]+)\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_CLOCK}",
        # 14.02.2025: dots are day first wherever they are used
        rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}}){_CLOCK}",
        # 14/02/2025: only where one reading is left
        rf"(?P<either>\d{{1,2}})/(?P<other>\d{{1,2}})/(?P<year>\d{{4}}){_CLOCK}",
    )
)


def normalise_stamp(value: object, zone: zoneinfo.ZoneInfo | None = None) -> str:
    """Turn a publication date into ISO 8601, local to the publisher.

    Parameters
    ----------
    value
        Text, date or date-time; None and blank text mean unknown.
    zone
        The publisher's zone, into which a stamp with an offset is converted: 01:14 UTC on 1 August is 31 July in
        Washington. None leaves the offset as it is.

    Returns
    -------
    str
        ``"2022-02-24"``, ``"2022-02-24T23:30:00"`` or ``"2022-02-24T23:30:00+03:00"``; ``""`` when unknown.

    Raises
    ------
    RejectedReadoutError
        When there is no such date, or more than one way to read it.
    """
    if isinstance(value, dt.datetime):
        return _local(value, zone)
    if isinstance(value, dt.date):
        return value.isoformat()
    text = "" if value is None else " ".join(str(value).split())
    if not text:
        return ""
    for form in _FORMS:
        if found := form.fullmatch(text):
            return _read(found.groupdict(), text, zone)
    raise RejectedReadoutError(_complaint(text, "is no date that can be read"))


def _complaint(text: str, what: str) -> str:
    return f"published: {text[:60]!r} {what}. {EXPECTED}."


def _read(parts: dict[str, str | None], text: str, zone: zoneinfo.ZoneInfo | None) -> str:
    """Build the stamp from the named groups of a form."""
    year = int(parts["year"] or 0)
    if year not in _YEARS:
        raise RejectedReadoutError(_complaint(text, f"is not between {_YEARS[0]} and {_YEARS[-1]}"))
    day, month = _day_and_month(parts, text)
    try:
        date = dt.date(year, month, day)
        if not parts.get("hour"):
            return date.isoformat()
        moment = dt.datetime.combine(date, _clock(parts, text))
    except ValueError as error:
        raise RejectedReadoutError(_complaint(text, "does not exist")) from error
    return _local(moment, zone)


def _day_and_month(parts: dict[str, str | None], text: str) -> tuple[int, int]:
    if word := parts.get("word"):
        month = _MONTHS.get(word.casefold())
        if month is None:
            raise RejectedReadoutError(_complaint(text, f"names no month ({word})"))
        return int(parts["day"] or 0), month
    if "either" in parts:
        first, second = int(parts["either"] or 0), int(parts["other"] or 0)
        if first <= 12 and second <= 12 and first != second:
            raise RejectedReadoutError(_complaint(text, "is ambiguous: day or month first?"))
        return (second, first) if second > 12 else (first, second)
    return int(parts["day"] or 0), int(parts["month"] or 0)


def _clock(parts: dict[str, str | None], text: str) -> dt.time:
    hour = int(parts["hour"] or 0)
    if half := parts.get("half"):
        if not 1 <= hour <= 12:
            raise RejectedReadoutError(_complaint(text, "does not exist"))
        hour = hour % 12 + (12 if half.casefold() == "p" else 0)
    offset = parts.get("zone")
    where = None
    if offset and offset.upper() in {"Z", "UTC", "GMT"}:
        where = dt.UTC
    elif offset:
        hours, minutes = int(offset[1:3]), int(offset[3:].lstrip(":")[:2])
        where = dt.timezone(dt.timedelta(hours=hours, minutes=minutes) * (-1 if offset[0] == "-" else 1))
    return dt.time(hour, int(parts["minute"] or 0), int(parts.get("second") or 0), tzinfo=where)


def _local(moment: dt.datetime, zone: zoneinfo.ZoneInfo | None) -> str:
    if zone and moment.tzinfo:
        moment = moment.astimezone(zone)
    return moment.isoformat(timespec="seconds")
