"""Communiqué: official readouts of calls between leaders → counts that can be defended in print.

From Python: ``from communique.annotate import annotate``.
"""

__version__ = "0.1.0"
