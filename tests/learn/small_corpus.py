"""A corpus that is small enough to be trained on in a test: three publishers, every class of every model."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LEADERS = {
    "kremlin": ("Vladimir Putin", "RUS", "Emmanuel Macron", "FRA", "President of France"),
    "turkiye": ("Recep Tayyip Erdogan", "TUR", "Narendra Modi", "IND", "Prime Minister of India"),
    "ukraine": ("Volodymyr Zelenskyy", "UKR", "Justin Trudeau", "CAN", "Prime Minister of Canada"),
}
"""For each publisher its own leader and the one on the line."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """What follows the sentence that tells of the call, and how it is labelled.

    ``paid`` are the words of the courtesy, ``tone`` is of the form ``words|labels|toward``.
    """

    text: str
    occasion: str = ""
    paid: str = ""
    tone: str = ""
    call_type: str = "substantive"


_WIN = "congratulated {them} on winning the election"
_BIRTHDAY = "wished {them} a happy birthday"

SAMPLES = (
    Sample("{us} congratulated {them} on winning the election.", "election_victory", _WIN, call_type="ceremonial"),
    Sample("{us} wished {them} a happy birthday.", "birthday", _BIRTHDAY, call_type="ceremonial"),
    Sample("{us} " + _WIN + ". They discussed the war in Ukraine and the supply of gas.", "election_victory", _WIN),
    Sample(
        "{us} wished {them} a happy birthday. The leaders had a frank exchange of views on Syria and Iran.",
        "birthday",
        _BIRTHDAY,
        "frank exchange of views|candid|exchange",
    ),
    Sample(
        "They had a frank and constructive talk on gas.",
        tone="frank and constructive talk|candid+constructive|exchange",
    ),
    Sample("The leaders condemned the terrorist attack in Kabul.", tone="condemned|confrontational|third_party"),
    Sample("{them} expressed concern to {us} over the arrests.", tone="expressed concern|concerned|counterpart"),
    Sample("The ministers concerned are to report on gas and grain. {us} thanked {them} for the report."),
)


def records() -> list[Json]:
    """Write the labelled texts of the corpus."""
    return [_record(source, number, sample) for source in sorted(LEADERS) for number, sample in enumerate(SAMPLES, 1)]


def _record(source: str, number: int, sample: Sample) -> Json:
    us, our, them, their, office = LEADERS[source]
    told = f"{us} had a telephone conversation with {office} {them}. "
    paid = {"id": sample.occasion, "by": our, "to": their, "text": sample.paid.format(them=them)}
    words, _, rest = sample.tone.partition("|")
    labels, _, toward = rest.partition("|")
    call: Json = {
        "occurred_on": f"2021-03-{number:02}",
        "participants": [{"name": us, "polity": our, "text": us}, {"name": them, "polity": their, "text": them}],
        "medium": "phone",
        "call_type": sample.call_type,
        "occasions": [paid] if sample.occasion else [],
        "tone": [{"text": words, "labels": labels.split("+"), "toward": toward}] if sample.tone else [],
    }
    return {
        "id": f"{source}-{number}",
        "source": source,
        "lang": "en",
        "published": f"2021-03-{number:02}",
        "title": "",
        "text": told + sample.text.format(us=us, them=them),
        "kind": "call",
        "calls": [call],
    }


def write_corpus(folder: Path, found: list[Json] | None = None) -> Path:
    """Write labelled texts as a corpus, those of `records` unless others are given."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(record, ensure_ascii=False) for record in (records() if found is None else found)]
    (folder / "readouts.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
