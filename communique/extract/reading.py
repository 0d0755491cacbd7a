"""The records of reading a text: its events, their principals, and what is known so far."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from communique.codebook import Kind, Medium
from communique.extract.cues import CUES, Cues
from communique.extract.mentions import Mention
from communique.extract.segments import Sentence
from communique.sources import Source


@dataclass(frozen=True)
class Principal:
    """A participant of an event, with the string in which the mention stands."""

    mention: Mention
    where: str = "text"


@dataclass(frozen=True)
class Event:
    """One communication event.

    Attributes
    ----------
    principals
        Who spoke, the publisher's side first.
    medium
        How.
    cue
        Range of the words that say so, and where they stand.
    clause
        Range of the sentence that tells it (in the text), or None when only the title does.
    """

    principals: tuple[Principal, ...]
    medium: Medium
    cue: tuple[int, int]
    cue_where: str
    clause: tuple[int, int] | None


@dataclass
class Reading:
    """What was read of a text so far."""

    title: str
    text: str
    lang: str
    on: dt.date | None
    source: Source | None
    sentences: list[Sentence] = field(default_factory=list)
    message: tuple[int, int] = (0, 0)
    kind: Kind = Kind.OTHER
    medium: Medium = Medium.UNKNOWN
    events: list[Event] = field(default_factory=list)
    title_mentions: list[Mention] = field(default_factory=list)
    lead_mentions: list[Mention] = field(default_factory=list)
    head_mentions: list[Mention] | None = None
    """Those of the first 1,500 code points; sought only where a name without an office needs them."""

    @property
    def cues(self) -> Cues:
        """Return the patterns of the text's language."""
        return CUES[self.lang]
