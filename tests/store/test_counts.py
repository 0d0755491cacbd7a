from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.codebook import Kind
from communique.errors import StoreError
from communique.records import CodedReadout, Ledger, LedgerRow, Readout, Tally
from communique.store import Run, Store

PROFILE = "id: test\n# the same call, « counted » 👍 once\n"
LEDGER = Ledger(
    profile_id="test",
    rows=(
        LedgerRow("r1#1", "counted", "", "", "macron", "before"),
        LedgerRow("r2#1", "excluded", "congratulations", "on an election\u00a0👍", "macron", "before"),
        LedgerRow("r3#1", "not_selected", "medium", "a letter"),
    ),
    tallies=(Tally("leader_window", ("macron", "before"), 1, 1, 2, ("r1#1",)), Tally("month", (), 0, 0, 0, ())),
    expected={"before": {"macron": 1}},
)


def finished_run(store: Store) -> Run:
    readout = Readout("r1", "kremlin", "en", "2022-02-24", "A call", "They spoke.")
    store.write_corpus("calls", [readout])
    run = store.open_run("calls", "annotator")
    run.write(run.partitions[0], [CodedReadout(readout, Kind.OTHER)])
    run.finish()
    return run


def test_count_comes_back_with_its_profile(tmp_path: Path) -> None:
    store = Store(tmp_path)
    run = finished_run(store)
    name = store.write_count(run.id, LEDGER, PROFILE)
    assert store.read_count(name) == LEDGER
    assert store.read_count_profile(name) == PROFILE
    assert store.count_manifest(name).run_id == run.id
    assert store.list_counts() == (name,)
    rows = pq.read_table(tmp_path / store.count_manifest(name).rows.file).to_pandas()
    assert list(rows["status"]) == ["counted", "excluded", "not_selected"]


def test_count_is_named_after_run_ledger_and_profile(tmp_path: Path) -> None:
    store = Store(tmp_path)
    run = finished_run(store)
    other_run = store.open_run("calls", "another")
    names = [
        store.write_count(run.id, LEDGER, PROFILE),
        store.write_count(run.id, LEDGER, PROFILE + "#"),
        store.write_count(run.id, Ledger("test", (), ()), PROFILE),
        store.write_count(other_run.id, LEDGER, PROFILE),
    ]
    assert len(set(names)) == 4
    assert store.write_count(run.id, LEDGER, PROFILE) == names[0]
    assert store.list_counts() == tuple(sorted(names))


def test_count_of_a_run_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="has no run 'nosuch'"):
        Store(tmp_path).write_count("nosuch", LEDGER, PROFILE)


def test_unknown_count_says_what_is_known(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"has no count 'nosuch'\. Known: none"):
        Store(tmp_path).read_count("nosuch")


@pytest.mark.parametrize("pattern", ["rows-*.parquet", "tallies-*.parquet", "profile-*.yaml", "manifest.json"])
@pytest.mark.parametrize("cut", [1, 30])
def test_damaged_count_is_named_with_the_way_out(tmp_path: Path, pattern: str, cut: int) -> None:
    store = Store(tmp_path)
    name = store.write_count(finished_run(store).id, LEDGER, PROFILE)
    (path,) = (tmp_path / "counts" / name).glob(pattern)
    path.write_bytes(path.read_bytes()[: -cut - 1])
    with pytest.raises(StoreError, match=rf"{path} .*Count the run again\."):
        store.read_count(name)


def test_count_under_the_name_of_another_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    name = store.write_count(finished_run(store).id, LEDGER, PROFILE)
    other = store.write_count(store.list_runs()[0], Ledger("test", (), ()), PROFILE)
    (tmp_path / "counts" / name / "manifest.json").write_bytes((tmp_path / "counts" / other / "manifest.json").read_bytes())
    with pytest.raises(StoreError, match="holds another count than its name says"):
        store.read_count(name)


WORDS = st.text(st.characters(codec="utf-8"), max_size=10)
ROWS = st.builds(LedgerRow, WORDS, st.sampled_from(["counted", "excluded", "not_selected"]), WORDS, WORDS, WORDS, WORDS)
TALLIES = st.builds(
    Tally,
    WORDS,
    st.lists(WORDS).map(tuple),
    st.integers(0, 99),
    st.integers(0, 9),
    st.integers(0, 9),
    st.lists(WORDS).map(tuple),
)
LEDGERS = st.builds(
    Ledger,
    WORDS,
    st.lists(ROWS, max_size=4).map(tuple),
    st.lists(TALLIES, max_size=4).map(tuple),
    st.dictionaries(WORDS, st.dictionaries(WORDS, st.integers(0, 99))),
)


@settings(deadline=None)
@given(LEDGERS, WORDS)
def test_any_ledger_comes_back(ledger: Ledger, profile: str) -> None:
    store = Store("memory://any-ledger")
    run = finished_run(store)
    assert store.read_count(store.write_count(run.id, ledger, profile)) == ledger
