"""Ledger → one self-contained page and the tables beside it.

`write_report` is the way in. Nothing here decides anything: every number is the length of a list of calls that the
ledger names.
"""

from communique.report.contents import Bin, Changes, CloseCall, Estimate, ModelFacts, PersonsDecision, ReportContents, Told
from communique.report.page import write_report

__all__ = [
    "Bin",
    "Changes",
    "CloseCall",
    "Estimate",
    "ModelFacts",
    "PersonsDecision",
    "ReportContents",
    "Told",
    "write_report",
]
