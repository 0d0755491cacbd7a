"""Two runs over the same texts → what came out otherwise, and which of it to read first."""

from communique.compare.runs import compare_runs
from communique.compare.sample import read_first, tabulate

__all__ = ["compare_runs", "read_first", "tabulate"]
