"""Two tellings of one call → the fields on which they differ."""

from __future__ import annotations

from collections.abc import Callable

from communique.records import Call
from communique.tellings import person_key

NONE = "none"
"""What stands for an empty list."""


def _listed(words: set[str]) -> str:
    return ", ".join(sorted(words)) or NONE


_FIELDS: dict[str, Callable[[Call], str]] = {
    "occurred_on": lambda call: call.occurred_on.isoformat(),
    # a person under another polity or known on one side only is a difference; another spelling of a name is none
    "participants": lambda call: _listed({f"{person_key(p, call.occurred_on)} ({p.polity or '?'})" for p in call.participants}),
    "medium": lambda call: str(call.medium),
    "initiator": lambda call: call.initiator,
    "call_type": lambda call: str(call.call_type),
    "occasions": lambda call: _listed({f"{o.id} by {o.by}" for o in call.occasions}),
    "tone": lambda call: _listed({str(label) for span in call.tone for label in span.labels}),
}


def differences(a: Call, b: Call) -> tuple[str, ...]:
    """List the fields on which two tellings of one call differ.

    Parameters
    ----------
    a, b
        The two tellings.

    Returns
    -------
    tuple of str
        Each as ``field: a | b``, in a fixed order; lists are sorted and joined by commas, empty ones are ``none``.
    """
    sides = {field: (value(a), value(b)) for field, value in _FIELDS.items()}
    return tuple(f"{field}: {ours} | {theirs}" for field, (ours, theirs) in sides.items() if ours != theirs)
