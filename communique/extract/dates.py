"""Sentence + publication date → the day of the call, by a strict grammar of our own.

Covered: "on August 11", "3 May 2022", "May 3, 2022", "January 6–7" (the first day), "le 3 mai", "6 мая 2020 года"; "today", "this
morning", "yesterday", "last night", weekdays, and the same in French and Russian. A date of something else in the sentence
("ahead of the summit on June 16") is not taken.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from communique.codebook import DateBasis, Precision

_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
_WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "ru": "понедельник вторник среду четверг пятницу субботу воскресенье",
}
_ABBREVIATED = r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"


@dataclass(frozen=True)
class _Grammar:
    months: dict[str, int]
    weekdays: dict[str, int]
    date: re.Pattern[str]
    introduced: re.Pattern[str]
    elsewhere: re.Pattern[str]
    relative: re.Pattern[str]
    weekday: re.Pattern[str]
    time: re.Pattern[str]


def _grammar(lang: str, introduced: str, elsewhere: str, relative: str, weekday: str, time: str) -> _Grammar:
    months = {name: number for number, name in enumerate(_MONTHS[lang].split(), 1)}
    names = "|".join(months)
    day = r"(?P<day{n}>\d{{1,2}})(?:st|nd|rd|th|er|-го|-е)?(?:\s?(?:[–—-]|and|et|и|to)\s?\d{{1,2}})?"
    year = r"(?:,?\s(?P<year{n}>\d{{4}})(?:\s?г(?:ода|\.)?)?)?"
    if lang == "en":
        names += "|" + _ABBREVIATED
        months |= {name[:3]: number for name, number in months.items()} | {"sept": 9}
        pattern = (
            rf"\b(?:{day.format(n=1)}(?:\sof)?\s(?P<month1>{names})\b{year.format(n=1)}"
            rf"|(?P<month2>{names})\.?\s{day.format(n=2)}(?!\d){year.format(n=2)})"
        )
    else:
        pattern = rf"\b{day.format(n=1)}\s(?P<month1>{names})\b{year.format(n=1)}"
    flags = re.IGNORECASE
    return _Grammar(
        months,
        {name: number for number, name in enumerate(_WEEKDAYS[lang].split())},
        re.compile(pattern, flags),
        re.compile(introduced, flags),
        re.compile(elsewhere, flags),
        re.compile(relative, flags),
        re.compile(weekday.replace("DAYS", "|".join(_WEEKDAYS[lang].split())), flags),
        re.compile(time, flags),
    )


_GRAMMARS = {
    "en": _grammar(
        "en",
        r"(?:^|[\s(,])(?:on|of|dated|late|early|overnight)\s(?:the\s)?(?:\w+day,?\s)?(?:the\s)?$|^[\W\d]*(?:\w+day,?\s)?$|\b(?:today|yesterday|\w+day),?\s\(?$",
        r"\b(?:summit|visit|meeting|met|election|elections|vote|agreement|agreements|signed|attack|attacks|earthquake|celebrated|marked|anniversary|since|by|until|before"
        r"|after|ahead|scheduled|statement|statements|adopted|held in|day|talks|planned|from|between|reached|resolution|referendum|opened|closed|inauguration|following|birthday|holiday|begin|start|end|ends|ended|term|expires?|takes? effect|due|deadline|ceasefire|launch\w*|arriv\w*|held|hosted|conference|forum|parade|games)\b",
        r"\b(?P<today>today|this (?:morning|afternoon|evening|noon|lunchtime|day)|tonight|earlier this (?:morning|afternoon|evening)|at midday|a short while ago)\b"
        r"|\b(?P<yesterday>yesterday|last (?:night|evening)|the previous (?:evening|night))\b(?!['’]s)|\b(?P<published>these last two days|over the past two days|in recent days)\b",
        r"\b(?:on |this |last |late |early |late on |early on |during |for )?(?P<weekday>DAYS)(?:\s(?:morning|afternoon|evening|night))?\b(?!’s| in the| of the)",
        r"\bat (?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s?(?P<half>[ap]\.?m\.?)?(?!\d)(?: \(?(?:local|moscow|beijing|tokyo|kyiv|ankara) time)?",
    ),
    "fr": _grammar(
        "fr",
        r"(?:^|[\s(,])(?:le|ce|du|au soir du|dans la nuit du)\s(?:\w+di\s|dimanche\s)?$|^[\W\d]*$|\b(?:ce|le|hier|aujourd['’]hui),?\s(?:\w+di,?\s)?$|,\s(?:\w+di|dimanche)\s$",
        r"\b(?:sommet|visite|réunion|élections?|accord|accords|signé|attaque|attentat|séisme|anniversaire|depuis|avant|après|jusqu['’]au|déclaration|adopté|prévu|à partir)\b",
        r"(?P<today>\baujourd['’]hui\b|\bce (?:jour|matin|soir|midi)\b|\bcet après-midi\b|\bcette nuit\b|\bdans la matinée\b)|\b(?P<yesterday>hier(?: soir)?)\b|\b(?P<published>ces deux derniers jours)\b",
        r"\b(?:ce |le |dans la nuit de )?(?P<weekday>DAYS)(?: dernier| soir| matin)?\b(?! \d)",
        r"\bà (?P<hour>\d{1,2})\s?[h:]\s?(?P<minute>\d\d)?(?P<half>)",
    ),
    "ru": _grammar(
        "ru",
        r"(?:^|[\s(,])(?:вечером|утром|днём|ночью|в ночь на|поздно вечером|сегодня,?|вчера,?)\s$|^[\W\d]*$|\b(?:состоялся|состоялась|разговоре|телефону|беседе)\s$|(?-i:[А-ЯЁ][а-яё-]+)\s$",
        r"\b(?:саммит\w*|визит\w*|встреч\w*|выбор\w*|соглашени\w*|подписан\w*|теракт\w*|землетрясени\w*|годовщин\w*|с|до|после|накануне|заявлени\w*|принят\w*|переговор\w* в|намечен\w*|запланирован\w*)\s$",
        r"\b(?P<today>сегодня|сегодняшн\w+|этим утром|этой ночью)\b|\b(?P<yesterday>вчера|накануне вечером|минувшей ночью|прошлой ночью|минувшим вечером)\b|\b(?P<published>в последние два дня)\b",
        r"\b(?:в|во) (?P<weekday>DAYS)\b",
        r"\bв (?P<hour>\d{1,2})(?:[:.]| час\w* ?)(?P<minute>\d\d)?(?P<half>)",
    ),
}


_CONTENT = re.compile(
    r"\b(?:that|which|who|about|regarding|concerning|to (?:discuss|congratulate|express|offer|exchange)|memorandum|, where|on the situation|что|котор\w+|о|об|обсу\w+|по итогам|qui|que|sur|au sujet)\b",
    re.IGNORECASE,
)
"""Words after which a date belongs to what was talked about, not to the talk."""

_CLOSING = re.compile(r".?\s?[:,(–—|-]\s?", re.DOTALL)
"""What stands before the date that closes a title: "PM call with President Macron: 9 March 2022"."""


@dataclass(frozen=True)
class DateFinding:
    """The day of a call and what it rests on; ``span`` is None when that is the publication."""

    on: dt.date
    precision: Precision
    basis: DateBasis
    span: tuple[int, int] | None = None


def find_date(text: str, start: int, end: int, *, lang: str, published: dt.date, cue: tuple[int, int]) -> DateFinding | None:
    """Find the day in the sentence that tells the call.

    Parameters
    ----------
    text, start, end
        The text and the range of the sentence.
    lang
        ``en``, ``fr`` or ``ru``.
    published
        Publication date in the publisher's zone.
    cue
        Range of the words that tell the call; a stated date stands near them.

    Returns
    -------
    DateFinding or None
        None when the sentence gives no day.
    """
    grammar = _GRAMMARS[lang]
    for match in grammar.date.finditer(text, start, end):
        found = _stated(grammar, match, text, start, published, cue)
        if found is not None:
            return found
    for match in grammar.relative.finditer(text, start, end):
        if match.start() - cue[1] > 160:
            break
        back = 1 if match["yesterday"] else 0
        basis = DateBasis.PUBLISHED if match["published"] else DateBasis.RELATIVE
        return DateFinding(published - dt.timedelta(days=back), Precision.DAY, basis, match.span())
    for match in grammar.weekday.finditer(text, start, end):
        if -60 <= match.start() - cue[1] <= 60 or match.start() - start <= 12:
            back = (published.weekday() - grammar.weekdays[match["weekday"].casefold()]) % 7
            return DateFinding(published - dt.timedelta(days=back), Precision.DAY, DateBasis.RELATIVE, match.span())
    return None


def _stated(
    grammar: _Grammar, match: re.Match[str], text: str, start: int, published: dt.date, cue: tuple[int, int]
) -> DateFinding | None:
    """Take an explicit date if it is introduced as the call's and is a real day."""
    before = text[max(start, match.start() - 60) : match.start()]
    near = text[max(start, match.start() - 80, cue[1] if cue[1] < match.start() else start) : match.start()]
    closing = _CLOSING.fullmatch(before[-3:].lstrip()) and not re.search(r"\w", text[match.end() :]) and start == 0
    if not (grammar.introduced.search(before) or closing) or grammar.elsewhere.search(near):
        return None
    if match.start() - cue[1] > 130 or _CONTENT.search(text, cue[1], max(cue[1], match.start())):
        return None
    number = "1" if match["month1"] else "2"
    groups = match.groupdict()
    day, year = int(groups[f"day{number}"]), groups.get(f"year{number}")
    month = grammar.months[groups[f"month{number}"].casefold()]
    try:
        on = dt.date(int(year) if year else published.year, month, day)
    except ValueError:
        return None
    if not year and on > published + dt.timedelta(days=1):
        if published.month > 2 or month < 11:
            return None  # a day to come is not the call's
        on = on.replace(year=on.year - 1)
    if not dt.timedelta(days=-1) <= published - on <= dt.timedelta(days=366):
        return None
    return DateFinding(on, Precision.DAY, DateBasis.STATED, match.span())


def find_time(text: str, start: int, end: int, *, lang: str) -> str:
    """Find the local time that the sentence states, as ``HH:MM``, or ``""``."""
    match = _GRAMMARS[lang].time.search(text, start, end)
    if match is None or (match["minute"] is None and not match["half"]):
        return ""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").casefold().replace(".", "")
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else ""
