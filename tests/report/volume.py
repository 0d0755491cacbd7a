"""A count of as many calls as a test wants."""

from __future__ import annotations

import dataclasses
import datetime as dt

import msgspec
from report.sample import contents, fate_of, judged, readouts

from communique.report import ReportContents


def many(number: int) -> ReportContents:
    """Make a count of many calls out of one of the sample's."""
    model = readouts()[9]
    coded = []
    for place in range(number):
        on = dt.date(2017, 5, 7) + dt.timedelta(days=place % 2000)
        readout = msgspec.structs.replace(model.readout, id=f"kremlin-{place}")
        call = msgspec.structs.replace(model.calls[0], id=f"kremlin-{place}#1", readout_id=readout.id, occurred_on=on)
        coded.append(msgspec.structs.replace(model, readout=readout, calls=(call,)))
    return dataclasses.replace(
        contents(), coded=tuple(coded), ledger=judged(coded, "sample", fate_of), alternatives=(), matches=(), rejections=()
    )
