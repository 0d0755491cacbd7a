"""A count of as many calls as a test wants."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random

import msgspec
from report.judging import fate_of, judged
from report.sample import contents, readouts

from communique.report import ReportContents


def many(number: int) -> ReportContents:
    """Make a count of many calls out of one of the sample's."""
    model = readouts()[9]
    chance = random.Random(7)  # noqa: S311 (texts that differ, so that none is packed for free)
    coded = []
    for place in range(number):
        on = dt.date(2017, 5, 7) + dt.timedelta(days=place % 2000)
        words = " ".join("".join(chance.choices("aeiounrstlmdk", k=chance.randint(2, 11))) for _ in range(150))
        readout = msgspec.structs.replace(model.readout, id=f"kremlin-{place}", text=f"{model.readout.text}\n\n{words}.")
        call = msgspec.structs.replace(model.calls[0], id=f"kremlin-{place}#1", readout_id=readout.id, occurred_on=on)
        coded.append(msgspec.structs.replace(model, readout=readout, calls=(call,)))
    return dataclasses.replace(
        contents(),
        coded=tuple(coded),
        ledger=judged(coded, "sample", fate_of),
        alternatives=(),
        matches=(),
        rejections=(),
        close_calls=(),
    )
