"""Values → words, anchors and addresses that may stand in a page, whatever they hold.

Codebook identifiers stay as they are; dates, sides and outcomes are put as a newspaper would.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from markupsafe import Markup

from communique.codebook import MUTUAL, TONE_SCALE, UNSTATED, DateBasis, Precision, ToneLabel, Toward
from communique.records import Call

_MONTHS = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\^`{|}\x00-\x20\x7f-\x9f]+", re.IGNORECASE)
# Controls that no browser shows, and those that turn the order of letters round: a text must not be able to hide a word
_UNSEEN = {
    code: f"[U+{code:04X}]"
    for code in (*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
_UNSEEN |= dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\ufffd")
_HAS_UNSEEN = re.compile("[" + "".join(f"\\u{code:04x}" for code in _UNSEEN) + "]")

STATUS_WORDS = {"counted": "counted", "excluded": "excluded", "not_selected": "not selected"}
"""The three fates of a call, for print."""

SCALE_WORDS = {-2: "confrontational", -1: "candid or concerned", 0: "businesslike", 1: "constructive", 2: "cordial"}
"""The steps of the codebook's scale of tone, for legends."""


def printable(value: object) -> object:
    """Make invisible and order-changing characters of a string visible; leave everything else as it is."""
    if isinstance(value, str) and not isinstance(value, Markup) and _HAS_UNSEEN.search(value):
        return value.translate(_UNSEEN)
    return value


def slug(text: str) -> str:
    """Reduce a text to what an anchor may hold."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", text).strip("-")[:80].lower() or "x"


def anchors(prefix: str, ids: Iterable[str]) -> dict[str, str]:
    """Give every id an anchor of its own, readable and the same on every run."""
    given: dict[str, str] = {}
    taken: dict[str, int] = {}
    used: set[str] = set()
    for name in ids:
        base = f"{prefix}-{slug(name)}"
        anchor = base
        while anchor in used:
            taken[base] = taken.get(base, 1) + 1
            anchor = f"{base}-{taken[base]}"
        used.add(anchor)
        given[name] = anchor
    return given


def safe_address(url: str) -> str:
    """Return a web address that may be linked to, or ``""``; only http and https may."""
    return url if _ADDRESS.fullmatch(url) and not _HAS_UNSEEN.search(url) else ""


def month_words(on: dt.date) -> str:
    """Put a month in words."""
    return f"{_MONTHS[on.month]} {on.year}"


def day_words(call: Call) -> str:
    """Put the date of a call in words, as precisely as it is known."""
    on = call.occurred_on
    month = month_words(on)
    if call.precision is Precision.DAY:
        return f"{on.day} {month}"
    return month if call.precision is Precision.MONTH else f"date unknown, near {month}"


def date_value(call: Call) -> str:
    """Put a call's date, time and basis as its record has them."""
    parts = [call.occurred_on.isoformat()]
    if call.occurred_at:
        parts.append(call.occurred_at)
    if call.precision is not Precision.DAY:
        parts.append(f"precision {call.precision}")
    basis = {
        DateBasis.STATED: "stated",
        DateBasis.RELATIVE: "from a relative expression",
        DateBasis.PUBLISHED: "date of publication",
    }
    return f"{' '.join(parts)} ({basis[call.basis]})"


def side_words(code: str, call: Call) -> str:
    """Name a side: the polity's code and its principals in the call."""
    if code in {UNSTATED, MUTUAL}:
        return code
    names = ", ".join(p.name for p in call.participants if p.polity == code)
    return f"{code} ({names})" if names else code


def tone_step(call: Call) -> int | None:
    """Average a call's tone on the codebook's scale, rounded to a step; None where no phrase grades the exchange.

    Only ``exchange`` and ``counterpart`` say how two sides got on (section 4 of the codebook).
    """
    steps = [TONE_SCALE[label] for span in call.tone if span.toward is not Toward.THIRD_PARTY for label in span.labels]
    if not steps:
        return None
    # halves go away from zero: "frank" and "businesslike" together are nearer to a row than to routine
    mean = sum(steps) / len(steps)
    return int(abs(mean) + 0.5) * (1 if mean > 0 else -1)


def label_words(labels: Iterable[ToneLabel]) -> str:
    """Join tone labels as the codebook writes them."""
    return " + ".join(str(label) for label in labels)


def number_words(value: float) -> str:
    """Print a measure without noise."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def origin_words(origin: str) -> str:
    """Say where a record was read without the folders above: a report tells nothing of the machine it was made on.

    Parameters
    ----------
    origin
        A path, perhaps with a line.

    Returns
    -------
    str
        Its last two parts, such as ``facts4eu-2022/readouts.jsonl:12``.
    """
    return "/".join(origin.replace("\\", "/").split("/")[-2:])
