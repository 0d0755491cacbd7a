"""What flows leave in Prefect: nothing that runs, nothing too large; what is tried again; what is kept when a part fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prefect.client.orchestration import get_client
from prefect.states import Failed
from prefect.testing.utilities import prefect_test_harness

import annotate_readouts as flow_module
from communique.cli import artifacts
from communique.errors import InputError, StoreError
from communique.records import Readout
from communique.store import Store

SIGNS = st.text(alphabet=st.sampled_from(list("<>&\"'[]()!*_`#|~\\+-=@: abc\u202e\u0000\njavascript:")), max_size=40)


@given(SIGNS)
def test_a_text_made_plain_holds_no_markup(text: str) -> None:
    made = artifacts.plain(text)
    assert "<" not in made
    assert not re.search(r"(?<!\\)[\[\]()`*!]", made)
    assert not re.search("[\u202a-\u202e\x00\n]", made)


@given(SIGNS)
def test_a_cell_holds_no_tag_and_no_link(text: str) -> None:
    made = str(artifacts.cell(text))
    assert not {"<", "["} & set(made)
    assert len(made) < 6 * 500


@pytest.mark.parametrize("value", [3, 2.5, None])
def test_numbers_stay_numbers(value: object) -> None:
    assert artifacts.cell(value) is value


def test_a_table_that_is_too_large_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    left: dict[str, Any] = {}
    monkeypatch.setattr(artifacts, "create_table_artifact", lambda **facts: left.update(facts))
    artifacts.table("rows", [{"n": n, "text": "x" * 400} for n in range(20_000)], "All", nothing="none")
    assert len(repr(left["table"]).encode()) < 5 * 2**20
    kept = len(left["table"])
    assert left["description"] == f"All\n\n{20_000 - kept} more rows do not fit in here; they are in the report's tables."


def test_an_empty_table_says_what_there_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    left: dict[str, Any] = {}
    monkeypatch.setattr(artifacts, "create_table_artifact", lambda **facts: left.update(facts))
    artifacts.table("rows", [], "All", nothing="no call was excluded")
    assert left["table"] == [{"": "no call was excluded"}]


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (ConnectionResetError("gone"), True),
        (TimeoutError("slow"), True),
        (raised(StoreError("s3://bucket/x cannot be read"), OSError("network")), True),
        (raised(StoreError("x is missing"), FileNotFoundError("x")), False),
        (PermissionError("no"), False),
        (InputError("bad data"), False),
        (ValueError("a fault of ours"), False),
    ],
)
def test_only_what_may_pass_is_tried_again(error: BaseException, again: bool) -> None:  # noqa: FBT001 - a table
    assert artifacts.worth_retrying(None, None, Failed(data=error)) is again


@pytest.fixture(scope="module")
def server() -> Iterator[None]:
    with prefect_test_harness(server_startup_timeout=180):
        yield


@pytest.mark.slow
@pytest.mark.usefixtures("server")
def test_a_partition_that_fails_loses_no_other_and_is_done_at_the_next_start(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(workspace / "store")
    text = "Vladimir Putin had a telephone conversation with President of France Emmanuel Macron."
    store.write_corpus("texts", [Readout(f"r{n}", "kremlin", "en", "2022-03-10", "", text) for n in range(9)], partition_size=3)
    written = flow_module.Run.write

    def fail_once(run: Any, partition: Any, items: Any) -> None:
        if partition.key == "00001":
            msg = "the disk is full"
            raise InputError(msg)
        written(run, partition, items)

    monkeypatch.setattr(flow_module.Run, "write", fail_once)
    with pytest.raises(
        StoreError, match=r"1 of 3 partitions could not be coded: 00001 \(.*the disk is full.*The others are kept"
    ):
        flow_module.annotate_readouts(corpus="texts")
    run = store.run("texts")
    assert [partition.key for partition in run.missing()] == ["00001"]
    with get_client(sync_client=True) as client:
        [failure] = [a for a in client.read_artifacts(limit=200) if a.key == "failure"]
    assert "the disk is full" in str(failure.data)
    assert "what is done already is kept" in str(failure.data)

    monkeypatch.setattr(flow_module.Run, "write", written)
    flow_module.annotate_readouts(corpus="texts")
    assert store.run("texts").manifest().annotated == 9
