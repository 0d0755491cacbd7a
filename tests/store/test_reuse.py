"""A text that the same annotator coded before is not coded again, and the run is the same as if it had been."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.codebook import Kind, Medium
from communique.records import Call, CodedReadout, Decision, Evidence, Participant, Readout, Rejection
from communique.store import Run, Store
from communique.store.ordering import ReadoutSorter

ANNOTATOR = "calls-1.0"


def readout(number: int, *, origin: str = "") -> Readout:
    day = dt.date(2022, 1, 1) + dt.timedelta(days=number % 40)
    return Readout(
        f"r{number:04d}", "kremlin", "en", day.isoformat(), "A call", f"They spoke 👍 of herring {number}.", origin=origin
    )


@dataclasses.dataclass
class Coder:
    """Codes, and remembers what it was asked to; every fifth text cannot be coded."""

    asked: list[str] = dataclasses.field(default_factory=list)

    def __call__(self, item: Readout) -> CodedReadout | Rejection:
        self.asked.append(item.id)
        number = int(item.id[1:])
        if number % 5 == 4:
            return Rejection(item.id, "too long", item.id, "annotate")
        people = (Participant("A", "RUS", evidence=Evidence(0, 4, "They")), Participant("B", "NOR"))
        decisions = {"medium": Decision("phone", "model", "m", "1", (Evidence(11, 12, "👍"),), number / 10_000)}
        calls = tuple(
            Call(f"{item.id}#{n}", item.id, item.source, dt.date(2022, 2, 24), people, medium=Medium.PHONE, decisions=decisions)
            for n in range(1, 1 + number % 3)
        )
        return CodedReadout(item, Kind.CALL if calls else Kind.OTHER, calls, Medium.PHONE, ANNOTATOR)


def annotate(run: Run, coder: Coder) -> None:
    for partition in run.missing():
        run.write(partition, map(coder, run.to_code(partition)))
    run.finish()


def files_of(store: Store, run: Run) -> dict[str, str]:
    folder = Path(store.url) / "runs" / run.id
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}


def test_only_new_texts_are_coded_and_the_bytes_are_those_of_a_full_run(tmp_path: Path) -> None:
    old, new = [readout(n) for n in range(0, 400, 2)], [readout(n) for n in (3, 55, 301)]
    store, coder = Store(tmp_path / "grown"), Coder()
    store.write_corpus("calls", old, partition_size=30)
    annotate(store.open_run("calls", ANNOTATOR), coder)
    coder.asked.clear()
    store.write_corpus("calls", [*old, *new], partition_size=30)
    grown = store.open_run("calls", ANNOTATOR)
    annotate(grown, coder)
    rejected_before = [item.id for item in old if int(item.id[1:]) % 5 == 4]
    assert sorted(coder.asked) == sorted([*(item.id for item in new), *rejected_before])

    fresh = Store(tmp_path / "fresh")
    fresh.write_corpus("calls", [*old, *new], partition_size=30)
    full = fresh.open_run("calls", ANNOTATOR)
    annotate(full, Coder())
    assert full.id == grown.id
    assert files_of(fresh, full) == files_of(store, grown)


def test_of_appended_texts_all_earlier_parts_are_taken_over_whole_with_their_rejections(tmp_path: Path) -> None:
    old, new = [readout(n) for n in range(40)], [readout(n) for n in range(40, 400, 40)]  # new: days beside the old ones
    late = [msgspec.structs.replace(item, published="2024-05-06") for item in new]
    store, coder = Store(tmp_path / "grown"), Coder()
    store.write_corpus("calls", old, partition_size=10)
    annotate(store.open_run("calls", ANNOTATOR), coder)
    coder.asked.clear()
    store.write_corpus("calls", [*old, *late], partition_size=10)
    grown = store.open_run("calls", ANNOTATOR)
    annotate(grown, coder)
    assert sorted(coder.asked) == sorted(item.id for item in late)  # none of those that were rejected before

    fresh = Store(tmp_path / "fresh")
    fresh.write_corpus("calls", [*old, *late], partition_size=10)
    full = fresh.open_run("calls", ANNOTATOR)
    annotate(full, Coder())
    assert files_of(fresh, full) == files_of(store, grown)


def test_where_a_text_was_read_from_is_the_new_corpus_s(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.write_corpus("calls", [readout(1, origin="old.jsonl:1")])
    annotate(store.open_run("calls", ANNOTATOR), Coder())
    store.write_corpus("more", [readout(1, origin="new.jsonl:7"), readout(2)])
    run, coder = store.open_run("more", ANNOTATOR), Coder()
    annotate(run, coder)
    assert coder.asked == ["r0002"]
    assert [coded.readout.origin for coded in run.read()] == ["new.jsonl:7", ""]


@pytest.mark.parametrize(
    "change",
    [
        {"text": "They spoke 👍 of cod 1."},
        {"title": "Another call"},
        {"published": "2023-01-02"},
        {"source": "elysee"},
    ],
)
def test_a_text_that_changed_is_coded_again(change: dict[str, str], tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.write_corpus("calls", [readout(1)])
    annotate(store.open_run("calls", ANNOTATOR), Coder())
    store.write_corpus("calls", [msgspec.structs.replace(readout(1), **change)])
    coder = Coder()
    annotate(store.open_run("calls", ANNOTATOR), coder)
    assert coder.asked == ["r0001"]


def test_another_annotator_codes_everything_anew(tmp_path: Path) -> None:
    store, coder = Store(tmp_path / "store"), Coder()
    store.write_corpus("calls", [readout(1), readout(2)])
    annotate(store.open_run("calls", ANNOTATOR), Coder())
    annotate(store.open_run("calls", "calls-1.1"), coder)
    assert coder.asked == ["r0001", "r0002"]


def test_a_damaged_earlier_part_is_not_taken_over(tmp_path: Path) -> None:
    store, coder = Store(tmp_path / "store"), Coder()
    store.write_corpus("calls", [readout(1)])
    first = store.open_run("calls", ANNOTATOR)
    annotate(first, Coder())
    [part] = (Path(store.url) / "runs" / first.id).glob("coded-*.parquet")
    part.write_bytes(part.read_bytes()[:-9] + b"tampered!")
    store.write_corpus("calls", [readout(1), readout(2)])
    annotate(store.open_run("calls", ANNOTATOR), coder)
    assert coder.asked == ["r0001", "r0002"]


def test_shuffled_input_gives_the_same_corpus(tmp_path: Path) -> None:
    items = [readout(n) for n in range(50)]
    shuffled = sorted(items, key=lambda item: item.digest)
    one = Store(tmp_path / "one").write_corpus("calls", items, partition_size=8)
    two = Store(tmp_path / "two").write_corpus("calls", shuffled, partition_size=8)
    assert one == two


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 60), max_size=60), st.integers(1, 9))
def test_sorting_on_disk_gives_what_sorting_in_memory_gives(numbers: list[int], held: int) -> None:
    with ReadoutSorter(held) as sorter:
        for number in numbers:
            sorter.add(readout(number))
        found = list(sorter.readouts())
    assert found == sorted((readout(n) for n in numbers), key=lambda r: (r.published, r.id))
    assert sorter.read == len(numbers)


def test_runs_are_found_by_name_corpus_id_and_as_the_newest(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.write_corpus("a", [readout(1)])
    store.write_corpus("b", [readout(2)])
    first, second = store.open_run("a", ANNOTATOR), store.open_run("b", ANNOTATOR)
    assert store.run_names()[0].partition("@")[0] == "b"
    found = [store.run(name).id for name in ("newest", "a", f"a@{first.id}", first.id, "b")]
    assert found == [second.id, first.id, first.id, first.id, second.id]
