"""Every error that Communiqué raises on purpose.

The tree::

    CommuniqueError
    ├── ConfigError          a YAML or CSV file under configs/ has faults; carries all of them
    ├── InputError           a file or an argument of the user's cannot be used at all
    ├── RejectedReadoutError one readout of a batch cannot be used; the batch goes on and records it
    ├── ResourceNotFoundError a profile, model, corpus or flow is named that does not exist
    ├── ModelError           an artefact is damaged, tampered with or of another version
    ├── LedgerError          a count does not add up: calls without a fate, or with two
    └── StoreError           a run or a partition on disk is missing, damaged or locked

Each message names the thing, the place and the way out.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence


class CommuniqueError(Exception):
    """Base of all errors that are the user's to mend; shown without a traceback."""


class ConfigError(CommuniqueError):
    """A configuration file has one or more faults.

    Parameters
    ----------
    faults
        One line each, ``path:line: what is wrong. The way out``.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class InputError(CommuniqueError):
    """A file or argument that the user gave cannot be used."""


class RejectedReadoutError(CommuniqueError):
    """One readout cannot be used; the message becomes the reason in the record of rejects."""


class ResourceNotFoundError(CommuniqueError):
    """A named resource does not exist."""


class ModelError(CommuniqueError):
    """A model artefact must not be loaded."""


class LedgerError(CommuniqueError):
    """A ledger breaks the identity ``selected = counted + excluded``; a fault of the program, never printed as a count."""


class StoreError(CommuniqueError):
    """Stored data are missing, damaged or in use."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Say which words are known, and which of them the user may have meant.

    Parameters
    ----------
    word
        What was written.
    known
        What could have been written.

    Returns
    -------
    str
        ``"Known: a, b. Did you mean b?"``; the question only where something is close.
    """
    choices = sorted(set(known))
    near = difflib.get_close_matches(word.casefold(), choices, n=1, cutoff=0.5)
    question = f" Did you mean {near[0]}?" if near else ""
    return f"Known: {', '.join(choices) or 'none'}.{question}"
