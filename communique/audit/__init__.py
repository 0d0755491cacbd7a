"""Random samples of readouts, and what people's reading of them says of a count."""

from __future__ import annotations

from communique.audit.estimation import Interval, StratumErrors, estimate
from communique.audit.sample import LIKELY, Sample, Stratum, allocate, drawn, read_sample, write_sample

__all__ = [
    "LIKELY",
    "Interval",
    "Sample",
    "Stratum",
    "StratumErrors",
    "allocate",
    "drawn",
    "estimate",
    "read_sample",
    "write_sample",
]
