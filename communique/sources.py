"""Publishers of readouts: whose texts they are, in which zone their clock runs, how their pages look.

Reads ``configs/sources/*.yaml``. A publisher's own leaders come from the gazetteer, by polity and date.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import zoneinfo
from dataclasses import dataclass

from communique import resources
from communique.config_files import Section, read_config

LANGUAGES = ("en", "fr", "ru")
"""Languages that a readout may be in (ISO 639-1)."""


@dataclass(frozen=True)
class Source:
    """A publisher.

    Attributes
    ----------
    id
        Stem of its file; the value of ``source`` in records.
    title
        Name for print.
    polity
        Whose side it speaks for (ISO 3166-1 alpha-3 or a codebook code).
    timezone
        The zone in which its dates are local.
    languages
        What it publishes in.
    hosts
        Web hosts that identify it in an address.
    offices
        Offices (gazetteer ids) that may be its own principal, the usual one first.
    furniture
        Patterns of page furniture: what matches is no part of the message.
    """

    id: str
    title: str
    polity: str
    timezone: zoneinfo.ZoneInfo
    languages: tuple[str, ...]
    hosts: tuple[str, ...]
    offices: tuple[str, ...]
    furniture: tuple[re.Pattern[str], ...]

    def local_date(self, stamp: str) -> dt.date | None:
        """Convert a publication stamp to the date in the publisher's own zone.

        Parameters
        ----------
        stamp
            ISO 8601 date or date-time; one without an offset is taken as local already; ``""`` gives None.
        """
        if not stamp:
            return None
        if len(stamp) == len("2022-02-24"):
            return dt.date.fromisoformat(stamp)
        moment = dt.datetime.fromisoformat(stamp)
        return (moment.astimezone(self.timezone) if moment.tzinfo else moment).date()


def _build(section: Section) -> Source:
    zone_name = section.text("timezone")
    try:
        zone = zoneinfo.ZoneInfo(zone_name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        section.fault(f"unknown timezone {zone_name!r}. Use a name such as Europe/Moscow.", "timezone")
        zone = zoneinfo.ZoneInfo("UTC")
    furniture = []
    for pattern in section.texts("furniture", []):
        try:
            furniture.append(re.compile(pattern))
        except re.error as error:
            section.fault(f"the pattern {pattern!r} is no regular expression: {error}.", "furniture")
    return Source(
        id=section.text("id"),
        title=section.text("title"),
        polity=section.text("polity"),
        timezone=zone,
        languages=tuple(section.choices("languages", LANGUAGES)),
        hosts=tuple(section.texts("hosts", [])),
        offices=tuple(section.texts("offices", ["head_of_state", "head_of_government"])),
        furniture=tuple(furniture),
    )


@functools.cache
def load_sources() -> dict[str, Source]:
    """Load every publisher, by id.

    Raises
    ------
    ConfigError
        With all faults of the first file that has any.
    """
    found = {}
    for name in resources.names("configs", "sources/*.yaml"):
        found[name] = read_config(resources.config_path(f"sources/{name}.yaml"), _build)
    return found
