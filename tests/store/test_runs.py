import datetime as dt
import hashlib
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

import communique
from communique.codebook import Kind, Medium
from communique.errors import StoreError
from communique.records import Call, CodedReadout, Decision, Evidence, Participant, Readout, Rejection
from communique.store import Run, Store

ANNOTATOR = "calls-1.0 + types-2.1"


def readout(number: int) -> Readout:
    return Readout(f"r{number}", "kremlin", "en", "2022-02-24", "A call", f"They spoke\u00a0👍 of herring number {number}.")


def code(item: Readout) -> CodedReadout | Rejection:
    """Code one call in each text; every third text cannot be coded."""
    if int(item.id[1:]) % 3 == 2:
        return Rejection(item.id, "too long", item.id, "annotate")
    people = (Participant("A", "RUS", evidence=Evidence(0, 4, "They")), Participant("B", "NOR"))
    decisions = {"medium": Decision("phone", "model", "m", "1", (Evidence(11, 12, "👍"),), 0.7)}
    call = Call(f"{item.id}#1", item.id, item.source, dt.date(2022, 2, 24), people, medium=Medium.PHONE, decisions=decisions)
    return CodedReadout(item, Kind.CALL, (call,), Medium.PHONE, ANNOTATOR)


READOUTS = [readout(number) for number in range(10)]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    found = Store(tmp_path / "store")
    found.write_corpus("calls", READOUTS, partition_size=4)
    return found


def annotate(run: Run, *, most: int = 99) -> None:
    for partition in run.missing()[:most]:
        run.write(partition, map(code, run.read_partition(partition)))


def files(store: Store) -> dict[str, bytes]:
    return {str(p.relative_to(store.url)): p.read_bytes() for p in Path(store.url).rglob("*") if p.is_file()}


def test_run_gives_what_was_annotated_and_what_was_rejected_in_order(store: Store) -> None:
    run = store.open_run("calls", ANNOTATOR)
    annotate(run)
    manifest = run.finish()
    assert (manifest.readouts, manifest.annotated, manifest.rejected, manifest.calls) == (10, 7, 3, 7)
    assert list(run.read()) == [item for item in map(code, READOUTS) if isinstance(item, CodedReadout)]
    assert [item.readout_id for item in run.rejections()] == ["r2", "r5", "r8"]
    assert store.list_runs() == (run.id,)
    assert store.run(run.id).manifest() == manifest


def test_run_works_at_a_url_that_cannot_rename() -> None:
    store = Store("memory://runs-elsewhere")
    store.write_corpus("calls", READOUTS, partition_size=3)
    run = store.open_run("calls", ANNOTATOR)
    annotate(run)
    assert run.finish().annotated == len(list(store.run(run.id).read())) == 7


def test_run_is_named_after_corpus_and_annotator(store: Store) -> None:
    run = store.open_run("calls", ANNOTATOR)
    digest = store.corpus_manifest("calls").digest
    assert run.id == hashlib.sha256(msgspec.json.encode([digest, ANNOTATOR])).hexdigest()[:12]
    assert store.open_run("calls", "another").id != run.id
    store.write_corpus("calls", READOUTS[:5])
    assert store.open_run("calls", ANNOTATOR).id != run.id


def test_run_that_was_broken_off_goes_on_where_it_stopped(store: Store) -> None:
    annotate(store.open_run("calls", ANNOTATOR), most=2)
    run = store.open_run("calls", ANNOTATOR)
    assert [partition.key for partition in run.missing()] == ["00002"]
    with pytest.raises(StoreError, match=r"lacks the partitions 00002\. Write them first"):
        run.finish()
    with pytest.raises(StoreError, match="lacks the partitions 00002"):
        list(run.read())
    with pytest.raises(StoreError, match=r"is not finished \(partitions missing: 00002\)"):
        run.manifest()
    annotate(run)
    assert not run.finished
    run.finish()
    assert run.finished


def test_same_run_gives_the_same_bytes_and_a_repeated_one_changes_none(store: Store) -> None:
    run = store.open_run("calls", ANNOTATOR)
    annotate(run)
    first = run.finish()
    before = files(store)
    for partition in run.partitions:
        run.write(partition, map(code, run.read_partition(partition)))
    assert run.finish() == first
    assert files(store) == before
    shutil.rmtree(Path(store.url) / "runs")
    again = store.open_run("calls", ANNOTATOR)
    annotate(again)
    again.finish()
    assert files(store) == before


def test_partition_of_which_one_readout_is_lost_is_refused(store: Store) -> None:
    run = store.open_run("calls", ANNOTATOR)
    partition = run.missing()[0]
    coded = [code(item) for item in run.read_partition(partition)]
    for items in (coded[1:], [*coded, coded[0]], [coded[0], *coded[:3]]):
        with pytest.raises(
            StoreError,
            match=r"partition 00000: 4 readouts in, 0 coded earlier, but \d annotated \(each id once\) and \d rejected",
        ):
            run.write(partition, items)
    assert len(run.missing()) == 3


def test_partition_of_another_corpus_is_refused(store: Store) -> None:
    store.write_corpus("others", [readout(99)])
    with pytest.raises(StoreError, match="has no partition '00000' with these readouts"):
        store.open_run("calls", ANNOTATOR).write(store.partitions("others")[0], [])


def test_finished_run_cannot_be_changed(store: Store) -> None:
    run = store.open_run("calls", ANNOTATOR)
    annotate(run)
    run.finish()
    partition = run.partitions[0]
    rejections = [Rejection(item.id, "changed my mind", item.id) for item in run.read_partition(partition)]
    with pytest.raises(StoreError, match="is finished and cannot be changed"):
        run.write(partition, rejections)
    assert len(list(run.read())) == 7


def test_run_keeps_the_corpus_it_was_opened_on(store: Store) -> None:
    run = store.open_run("calls", ANNOTATOR)
    store.write_corpus("calls", [readout(77)])
    assert [item.id for partition in run.missing() for item in run.read_partition(partition)] == [item.id for item in READOUTS]


def test_run_goes_on_when_the_same_readouts_were_ingested_from_another_place(store: Store) -> None:
    annotate(store.open_run("calls", ANNOTATOR), most=1)
    shutil.rmtree(Path(store.url) / "corpora")
    store.write_corpus("calls", [msgspec.structs.replace(item, origin="moved") for item in READOUTS], partition_size=4)
    run = store.open_run("calls", ANNOTATOR)
    assert len(run.missing()) == 2
    annotate(run)
    assert run.finish().annotated == 7


def test_unknown_run_and_nameless_annotator_are_refused(store: Store) -> None:
    with pytest.raises(StoreError, match=r"has no run 'ffffffffffff'\. Known: none"):
        store.run("ffffffffffff")
    with pytest.raises(StoreError, match="a run needs an annotator"):
        store.open_run("calls", "")


@pytest.mark.parametrize("damage", [lambda content: content[:-9], lambda _: b"", lambda content: b"X" + content[1:]])
@pytest.mark.parametrize("pattern", ["coded-00001-*.parquet", "manifest.json", "run.json"])
def test_damage_in_a_finished_run_is_named_with_the_way_out(
    store: Store, pattern: str, damage: Callable[[bytes], bytes]
) -> None:
    run = store.open_run("calls", ANNOTATOR)
    annotate(run)
    run.finish()
    (path,) = (Path(store.url) / "runs" / run.id).glob(pattern)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(StoreError, match=rf"{path} .*Delete the folder .*{run.id} and annotate .*again\."):
        list(store.run(run.id).read())


def test_part_whose_manifest_is_damaged_is_done_again(store: Store) -> None:
    run = store.open_run("calls", ANNOTATOR)
    annotate(run)
    path = Path(store.url) / "runs" / run.id / "00001.json"
    path.write_bytes(path.read_bytes()[:40])
    assert [partition.key for partition in run.missing()] == ["00001"]
    annotate(run)
    assert run.finish().annotated == 7


def test_run_under_the_id_of_another_is_refused(store: Store) -> None:
    run = store.open_run("calls", ANNOTATOR)
    folder = Path(store.url) / "runs"
    (folder / run.id).rename(folder / "000000000000")
    with pytest.raises(StoreError, match=r"run\.json belongs to another run"):
        store.run("000000000000")


def test_two_processes_at_once_on_the_same_run_do_no_harm(store: Store) -> None:
    store.write_corpus("many", [readout(number) for number in range(60)], partition_size=3)
    script = textwrap.dedent(
        f"""
        import sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from test_runs import ANNOTATOR, annotate
        from communique.store import Store
        run = Store({store.url!r}).open_run("many", ANNOTATOR)
        for partition in run.partitions if sys.argv[1] == "1" else run.partitions[::-1]:
            from test_runs import code
            run.write(partition, map(code, run.read_partition(partition)))
        run.finish()
        """
    )
    path = str(Path(communique.__file__).parent.parent)
    workers = [
        subprocess.Popen([sys.executable, "-c", script, number], env={"PYTHONPATH": path}, stderr=subprocess.PIPE)
        for number in ("1", "2")
    ]
    assert [(worker.communicate(timeout=120)[1], worker.returncode) for worker in workers] == [(b"", 0), (b"", 0)]
    run = store.open_run("many", ANNOTATOR)
    assert (run.missing(), run.finished) == ((), True)
    assert run.manifest().annotated == len(list(run.read())) == 40
    names = [path.name for path in (Path(store.url) / "runs" / run.id).iterdir()]
    assert len(names) == 3 * 20 + 2
    assert not [name for name in names if name.endswith(".tmp")]
