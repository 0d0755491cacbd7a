import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import StoreError
from communique.records import Readout, Rejection
from communique.store import CorpusManifest, Store
from communique.store.manifests import seal


def readout(number: int, text: str = "They spoke. 👩‍👩‍👧 e\u0301\u00a0!") -> Readout:
    return Readout(f"r{number}", "kremlin", "en", "2022-02-24", "A call", text, "http://kremlin.ru", f"a.jsonl:{number}")


ITEMS: list[Readout | Rejection] = [
    readout(1),
    Rejection("a.jsonl:2", "no text"),
    *(readout(n) for n in range(3, 8)),
    Rejection("a.jsonl:8", "bad date", "r8"),
]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(params=["path", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return Store(tmp_path / "store" if request.param == "path" else f"memory://{tmp_path.name}-{id(request)}")


def test_corpus_comes_back_in_order_with_its_rejections(store: Store) -> None:
    manifest = store.write_corpus("calls", iter(ITEMS), partition_size=4)
    assert (manifest.read, manifest.readouts, manifest.rejected) == (8, 6, 2)
    assert list(store.read_corpus("calls")) == [item for item in ITEMS if isinstance(item, Readout)]
    assert store.read_rejections("calls") == [item for item in ITEMS if isinstance(item, Rejection)]
    assert store.corpus_manifest("calls") == manifest
    assert [(p.key, p.n) for p in store.partitions("calls")] == [("00000", 4), ("00001", 2)]
    assert [item.id for item in store.read_partition("calls", "00001")] == ["r6", "r7"]
    assert store.list_corpora() == ("calls",)


def test_empty_corpus_is_a_corpus(store: Store) -> None:
    assert store.write_corpus("none", []).partitions == ()
    assert list(store.read_corpus("none")) == []
    assert store.read_rejections("none") == []


def test_second_readout_of_an_id_is_stored_as_a_rejection(store: Store) -> None:
    manifest = store.write_corpus("calls", [readout(1), readout(1, "Another.")])
    assert (manifest.read, manifest.readouts, manifest.rejected) == (2, 1, 1)
    (rejection,) = store.read_rejections("calls")
    assert rejection == Rejection("a.jsonl:1", "the corpus holds id 'r1' already. Give each readout an id of its own.", "r1")


def test_writing_the_same_again_changes_no_byte(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = store.write_corpus("calls", ITEMS, partition_size=2)
    before = files(tmp_path)
    assert store.write_corpus("calls", ITEMS, partition_size=2) == first
    assert files(tmp_path) == before
    Store(tmp_path / "other").write_corpus("calls", ITEMS, partition_size=2)
    assert files(tmp_path / "other") == before


def test_files_are_named_by_their_content(tmp_path: Path) -> None:
    manifest = Store(tmp_path).write_corpus("calls", ITEMS, partition_size=2)
    for stored in [manifest.rejections, *(partition.stored for partition in manifest.partitions)]:
        sha256 = hashlib.sha256((tmp_path / stored.file).read_bytes()).hexdigest()
        assert stored.sha256 == sha256
        assert sha256[:16] in stored.file


def test_corpus_written_anew_is_replaced_when_all_of_it_is_there(tmp_path: Path) -> None:
    store = Store(tmp_path)
    old = store.write_corpus("calls", ITEMS)

    def broken_off() -> Iterator[Readout]:
        yield readout(1, "New.")
        yield readout(2, "New.")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.write_corpus("calls", broken_off(), partition_size=1)
    assert store.corpus_manifest("calls") == old
    new = store.write_corpus("calls", [readout(1, "New.")])
    assert [item.text for item in store.read_corpus("calls")] == ["New."]
    assert new.digest != old.digest


def test_digest_is_of_what_coding_depends_on_alone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    one = store.write_corpus("one", [readout(1)])
    moved = store.write_corpus(
        "two", [Readout("r1", "kremlin", "en", "2022-02-24", "A call", readout(1).text, "", "elsewhere")]
    )
    assert one.digest == moved.digest
    assert one.partitions[0].stored.sha256 != moved.partitions[0].stored.sha256
    assert one.digest != store.write_corpus("three", [readout(1, "They sang.")]).digest


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "ümlaut", "a" * 101])
def test_name_that_cannot_be_a_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="cannot name a corpus"):
        Store(tmp_path).write_corpus(name, [])
    with pytest.raises(StoreError, match="cannot name a corpus"):
        Store(tmp_path).corpus_manifest(name)


def test_unknown_corpus_and_partition_say_what_is_known(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(StoreError, match=r"has no corpus 'calls'\. Known: none"):
        list(store.read_corpus("calls"))
    store.write_corpus("calls", ITEMS)
    with pytest.raises(StoreError, match=r"has no corpus 'cals'\. Known: calls\. Did you mean calls\?"):
        list(store.read_corpus("cals"))
    with pytest.raises(StoreError, match=r"corpus 'calls' has no partition '7'\. Known: 00000"):
        store.read_partition("calls", "7")


def test_partition_holds_at_least_one_readout(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="partition_size is 0"):
        Store(tmp_path).write_corpus("calls", ITEMS, partition_size=0)


def cut(content: bytes) -> bytes:
    return content[:-20]


def flip(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize("damage", [cut, flip, lambda _: b"", lambda content: content + b"x"])
@pytest.mark.parametrize("part", ["part-00000", "rejections"])
def test_damaged_table_is_named_with_the_way_out(tmp_path: Path, damage: Callable[[bytes], bytes], part: str) -> None:
    store = Store(tmp_path)
    store.write_corpus("calls", ITEMS)
    (path,) = (tmp_path / "corpora/calls").glob(f"{part}-*.parquet")
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(StoreError, match=rf"{path} is cut off or was changed .* Ingest the corpus 'calls' again\."):
        store.read_rejections("calls") if part == "rejections" else list(store.read_corpus("calls"))
    store.write_corpus("calls", ITEMS)
    assert len(list(store.read_corpus("calls"))) == 6


def test_missing_table_is_named_with_the_way_out(tmp_path: Path) -> None:
    store = Store(tmp_path)
    manifest = store.write_corpus("calls", ITEMS)
    (tmp_path / manifest.partitions[0].stored.file).unlink()
    with pytest.raises(StoreError, match=r"part-00000-.*\.parquet is missing\. Ingest the corpus 'calls' again\."):
        list(store.read_corpus("calls"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text[: len(text) // 2], "is damaged or of another version"),
        (lambda text: text.replace('"readouts": 6', '"readouts": 7'), "was changed after it was written"),
        (lambda text: text.replace('"format": 1', '"format": 2'), "has the format 2, this program reads 1"),
        (lambda text: text.replace('"readouts": 6', '"readouts": "six"'), "is damaged or of another version"),
        (lambda _: "[]", "is damaged or of another version"),
    ],
)
def test_damaged_manifest_is_named_with_the_way_out(tmp_path: Path, change: Callable[[str], str], message: str) -> None:
    store = Store(tmp_path)
    store.write_corpus("calls", ITEMS)
    path = tmp_path / "corpora/calls/manifest.json"
    path.write_text(change(path.read_text()))
    with pytest.raises(StoreError, match=rf"{path} {message}.*Ingest the corpus 'calls' again\."):
        list(store.read_corpus("calls"))


def test_manifest_with_a_forged_checksum_still_has_to_fit_the_texts(tmp_path: Path) -> None:
    store = Store(tmp_path)
    honest = store.write_corpus("calls", ITEMS)
    forged = json.loads((tmp_path / "corpora/calls/manifest.json").read_text())
    forged["partitions"][0]["digest"] = "0" * 64
    (tmp_path / "corpora/calls/manifest.json").write_bytes(msgspec.json.encode(seal(msgspec.convert(forged, CorpusManifest))))
    assert honest.partitions[0].digest != "0" * 64
    with pytest.raises(StoreError, match="lists other partitions than its digest says"):
        list(store.read_corpus("calls"))


@settings(deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), max_size=7, unique=True), st.integers(1, 4))
def test_any_texts_come_back_from_any_partitions(texts: list[str], size: int) -> None:
    store = Store("memory://any-texts")
    readouts = [readout(number, text) for number, text in enumerate(texts)]
    manifest = store.write_corpus("any", readouts, partition_size=size)
    assert list(store.read_corpus("any")) == readouts
    assert sum(partition.n for partition in manifest.partitions) == len(texts)
