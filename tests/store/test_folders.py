import os
import threading
from pathlib import Path

import pytest

from communique.errors import StoreError
from communique.store.folders import StoreFolder


@pytest.mark.parametrize("kind", ["path", "string", "file", "memory"])
def test_what_is_written_is_read_and_listed_at_every_kind_of_place(tmp_path: Path, kind: str) -> None:
    urls = {"path": tmp_path, "string": str(tmp_path), "file": f"file://{tmp_path}", "memory": f"memory://{tmp_path.name}"}
    folder = StoreFolder(urls[kind])
    assert folder.folders("a") == []
    assert not folder.exists("a/b/c.txt")
    folder.write("a/b/c.txt", b"one")
    folder.write("a/b/c.txt", b"two")
    folder.write("a/d/e.txt", b"")
    assert folder.read("a/b/c.txt", "") == b"two"
    assert folder.exists("a/b/c.txt")
    assert not folder.exists("a/b")
    assert folder.folders("a") == ["b", "d"]


def test_missing_file_is_named_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=rf"^{tmp_path}/a/b\.txt is missing\. Ingest again\.$"):
        StoreFolder(tmp_path).read("a/b.txt", "Ingest again.")


def test_file_that_holds_the_same_is_left_alone(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path)
    folder.write("a.txt", b"one")
    before = (tmp_path / "a.txt").stat()
    folder.write("a.txt", b"one")
    assert (tmp_path / "a.txt").stat() == before
    folder.write("a.txt", b"two")
    assert (tmp_path / "a.txt").stat().st_ino != before.st_ino


def test_write_that_fails_leaves_the_old_file_and_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = StoreFolder(tmp_path)
    folder.write("a.txt", b"old")

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StoreError, match=r"a\.txt cannot be written: No space left on device"):
        folder.write("a.txt", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"old"


def test_writers_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path)
    contents = [bytes([n]) * 200_000 for n in range(8)]
    seen: list[bytes] = []

    def write(content: bytes) -> None:
        folder.write("a.bin", content)
        seen.append(folder.read("a.bin", ""))

    threads = [threading.Thread(target=write, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert set(seen) <= set(contents)
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]


@pytest.mark.parametrize("url", ["nosuchprotocol://x", "klingon://bucket/counts"])
def test_url_of_an_unknown_kind_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match=f"^{url}: cannot be used as a store"):
        StoreFolder(url)


def test_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(StoreError, match=r"a\.txt: is a file\. Give a folder"):
        StoreFolder(tmp_path / "a.txt")


def test_folder_where_a_file_should_be_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(StoreError, match=r"a\.txt cannot be read: Is a directory"):
        StoreFolder(tmp_path).read("a.txt", "")
