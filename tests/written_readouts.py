"""Readouts of the project's own making, as many as a test wants, in the manner of chanceries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

LEADERS = (
    ("President of France", "Emmanuel Macron"),
    ("Federal Chancellor of Germany", "Angela Merkel"),
    ("President of Turkey", "Recep Tayyip Erdogan"),
    ("President of Kazakhstan", "Kassym-Jomart Tokayev"),
    ("Prime Minister of India", "Narendra Modi"),
    ("President of Egypt", "Abdel Fattah el-Sisi"),
)

MATTERS = (
    "They discussed the situation in Ukraine and the Minsk agreements in detail.",
    "The leaders considered the supply of natural gas and a new nuclear power plant.",
    "The talk was frank and businesslike, and turned on the settlement in Syria.",
    "The two sides agreed to continue contacts at various levels.",
)

COURTESIES = (
    "Vladimir Putin wished him a happy birthday and good health.",
    "The President of Russia congratulated his counterpart on winning the election.",
    "Vladimir Putin offered deep condolences after the terrorist attack in the capital.",
    "Greetings were conveyed on the occasion of the national holiday.",
)


@dataclass(frozen=True)
class Written:
    """A readout: when it was published, what stands over it, and what it says."""

    published: dt.date
    title: str
    text: str

    @property
    def name(self) -> str:
        """The stem of its file."""
        return f"{self.published.isoformat()}-call"

    def markdown(self) -> str:
        """Write it as a Markdown file with front matter."""
        return f"---\npublished: {self.published.isoformat()}\nsource: kremlin\nlang: en\n---\n# {self.title}\n\n{self.text}\n"


def written(number: int) -> Written:
    """Write the readout of a number: another day for each, leaders, matters and courtesies in turn."""
    office, leader = LEADERS[number % len(LEADERS)]
    day = dt.date(2017, 5, 8) + dt.timedelta(days=2 * number)
    courtesy = number % 5 == 0
    about = COURTESIES[number // 5 % len(COURTESIES)] if courtesy else MATTERS[number % len(MATTERS)]
    return Written(
        day,
        f"Telephone conversation with {office} {leader}",
        f"Vladimir Putin had a telephone conversation with {office} {leader}. {about}",
    )


def write_folder(folder: Path, number: int) -> Path:
    """Write as many readouts, one file each, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in map(written, range(number)):
        (folder / f"{one.name}.md").write_text(one.markdown(), encoding="utf-8")
    return folder
