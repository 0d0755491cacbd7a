from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from report.sample import contents

from communique.errors import InputError
from communique.records import LedgerRow, Match, Tally

replace = msgspec.structs.replace


def with_tally(n: int, *call_ids: str) -> dict[str, Any]:
    ledger = contents().ledger
    return {"ledger": replace(ledger, tallies=(replace(ledger.tallies[0], n=n, call_ids=call_ids), *ledger.tallies[1:]))}


FAULTS: dict[str, tuple[Callable[[], dict[str, Any]], str]] = {
    "a number that is not the length of its list": (lambda: with_tally(4), "says 4, but names 0 calls"),
    "a number that the rows do not bear out": (
        lambda: with_tally(1, "kremlin-2017-05-18#1"),
        "says 1, but 4 of its rows are counted there",
    ),
    "a row about a call that nobody tells": (
        lambda: {"ledger": replace(contents().ledger, rows=(*contents().ledger.rows, LedgerRow("ghost#1", "counted", "", "")))},
        "no readout tells call ghost#1",
    ),
    "a tally of a call that nobody tells": (
        lambda: {"ledger": replace(contents().ledger, tallies=(Tally("source", ("x",), 1, 1, 1, ("ghost#1",)),))},
        "no readout tells call ghost#1",
    ),
    "a row of another profile about a call that nobody tells": (
        lambda: {"alternatives": (replace(contents().alternatives[0], rows=(LedgerRow("ghost#1", "counted", "", ""),)),)},
        "row of all-phone-calls: no readout tells call ghost#1",
    ),
    "a call without a fate": (
        lambda: {"ledger": replace(contents().ledger, rows=contents().ledger.rows[:-1])},
        "the ledger says nothing of call elysee-2022-09-11#1",
    ),
    "a readout given twice": (
        lambda: {"coded": (*contents().coded, contents().coded[0])},
        "readout kremlin-2017-05-18 is given 2 times",
    ),
    "a match of a call that nobody tells": (
        lambda: {"matches": (Match("only_a", "a", "b", "ghost#1"),)},
        "match: no readout tells call ghost#1",
    ),
    "a match of nothing": (lambda: {"matches": (Match("both", "a", "b"),)}, "a match of a and b names no call"),
}


@pytest.mark.parametrize(("changes", "words"), FAULTS.values(), ids=FAULTS)
def test_contents_that_do_not_fit_together_are_refused(changes: Callable[[], dict[str, Any]], words: str) -> None:
    with pytest.raises(InputError, match="the report on 'sample' cannot be written") as caught:
        contents(**changes())
    assert words in str(caught.value)


def test_all_faults_are_told_at_once_up_to_ten() -> None:
    matches = tuple(Match("only_a", "a", "b", f"ghost#{number}") for number in range(12))
    with pytest.raises(InputError, match=r"ghost#0.*ghost#9; and 2 more"):
        contents(matches=matches)


def test_readouts_without_calls_are_set_aside() -> None:
    assert [(coded.readout.id, str(coded.kind)) for coded in contents().set_aside] == [
        ("kremlin-2017-05-10", "letter"),
        ("kremlin-2018-05-24", "meeting"),
        ("kremlin-2020-02-02", "announcement"),
        ("kremlin-2020-02-04", "call"),
    ]


@pytest.mark.parametrize(
    ("person", "name"),
    [("emmanuel-macron", "Emmanuel Macron"), ("vladimir-putin", "Vladimir Putin"), ("FRA:macron", "FRA:macron"), ("", "")],
    ids=["given", "as a readout writes it", "unknown", "nobody"],
)
def test_leaders_are_named_as_given_else_as_written(person: str, name: str) -> None:
    assert contents().leader(person) == name


def test_what_has_no_title_is_called_by_its_id() -> None:
    sample = contents()
    assert (sample.window("x"), sample.source("x"), sample.profile("x")) == ("x", "x", "x")
    assert (sample.window(""), sample.source("")) == ("outside every window", "unknown source")
