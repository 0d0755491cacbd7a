import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from communique.ingest import archives
from communique.ingest.archives import unpack
from communique.ingest.files import file_at
from communique.records import Rejection

Make = Callable[[Path, dict[str, bytes]], Path]


def make_zip(folder: Path, members: dict[str, bytes]) -> Path:
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return path


def make_tar(folder: Path, members: dict[str, bytes]) -> Path:
    path = folder / "a.tar.gz"
    with tarfile.open(path, "w:gz") as out:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            out.addfile(info, io.BytesIO(content))
    return path


def contents(path: Path) -> list[tuple[str, bytes | str]]:
    """List what comes out of an archive: names below it with content, or with the reason of the rejection."""
    found: list[tuple[str, bytes | str]] = []
    for item in unpack(file_at(path)):
        if isinstance(item, Rejection):
            found.append((item.origin.removeprefix(f"{path}").removeprefix("/"), item.reason))
        else:
            with item.open() as stream:
                found.append((item.name.removeprefix(f"{path}/"), stream.read()))
    return found


@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_members_come_with_their_names_and_hidden_ones_are_passed_over(tmp_path: Path, make: Make) -> None:
    members = {"a/b.txt": b"b", "a/é.jsonl": b"e", ".hidden.txt": b"h", ".git/x.txt": b"x", "__MACOSX/b.txt": b"m"}
    assert contents(make(tmp_path, members)) == [("a/b.txt", b"b"), ("a/é.jsonl", b"e")]


@pytest.mark.parametrize("make", [make_zip, make_tar])
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../up.txt", "its path leads out of the archive"),
        ("a/../../up.txt", "its path leads out of the archive"),
        ("/etc/up.txt", "its path leads out of the archive"),
        ("C:/up.txt", "its path leads out of the archive"),
        ("inner.zip", "is an archive inside an archive"),
        ("inner.jsonl.gz", "is an archive inside an archive"),
        ("picture.png", "unknown file ending"),
        ("README.md", "describes its folder"),
    ],
)
def test_member_that_is_not_read_is_rejected_and_the_rest_goes_on(tmp_path: Path, make: Make, name: str, reason: str) -> None:
    found = dict(contents(make(tmp_path, {name: b"x", "z.txt": b"z"})))
    assert str(found.pop(name.lstrip("/") if name.lstrip("/") in found else name)).startswith(reason)
    assert found == {"z.txt": b"z"}


def test_links_and_devices_in_a_tar_are_rejected(tmp_path: Path) -> None:
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz") as out:
        for name, kind in (("link.txt", tarfile.SYMTYPE), ("hard.txt", tarfile.LNKTYPE), ("pipe.txt", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            out.addfile(info)
    assert contents(path) == [(name, "is a link or a device, not a file.") for name in ("link.txt", "hard.txt", "pipe.txt")]


def test_gzip_holds_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b"{}"))
    assert contents(path) == [("a.jsonl", b"{}")]


@pytest.mark.parametrize("cut", [1, 10, 50, 90, 99])
@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_archive_that_is_cut_off_is_rejected_by_its_name(tmp_path: Path, make: Make, cut: int) -> None:
    path = make(tmp_path, {f"{n}.txt": bytes(n * i % 251 for i in range(3000)) for n in range(20)})
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * cut // 100])
    *before, (name, reason) = contents(path)
    assert name == ""
    assert "damaged or cut off" in str(reason)
    assert all(content == bytes(int(n[:-4]) * i % 251 for i in range(3000)) for n, content in before)


def test_gzip_that_is_cut_off_gives_nothing_but_the_rejection(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "a"}\n' * 1000)[:-9])
    ((name, reason),) = contents(path)
    assert (name, "damaged or cut off" in str(reason)) == ("", True)


def test_checksum_at_the_end_of_a_tar_is_read(tmp_path: Path) -> None:
    path = make_tar(tmp_path, {"a.txt": b"a"})
    path.write_bytes(path.read_bytes()[:-4])
    assert [name for name, _ in contents(path)] == ["a.txt", ""]


def test_damaged_member_of_a_zip_is_rejected_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = make_zip(tmp_path, {"a.txt": b"first text " * 9, "b.txt": b"second"})
    data = bytearray(path.read_bytes())
    at = data.index(b"a.txt") + len("a.txt") + 3
    data[at : at + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    (bad, reason), good = contents(path)
    assert (bad, str(reason).startswith("the member is damaged")) == ("a.txt", True)
    assert good == ("b.txt", b"second")


def test_encrypted_member_is_rejected(tmp_path: Path) -> None:
    path = make_zip(tmp_path, {"a.txt": b"a"})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert contents(path) == [("a.txt", "is encrypted. Unpack it yourself.")]


@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_bomb_stops_at_the_ratio(tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_RATIO_FROM", 2**20)
    found = contents(make(tmp_path, {"a.txt": b"fine", "bomb.txt": bytes(5 * 2**20)}))
    assert found[0] == ("a.txt", b"fine")
    assert found[1][0] == ""
    assert "more than 200 times its size" in str(found[1][1])


@pytest.mark.parametrize("make", [make_zip, make_tar])
@pytest.mark.parametrize(("limit", "value", "what"), [("ARCHIVE_BYTES", 10, "10 bytes"), ("ARCHIVE_MEMBERS", 2, "2 files")])
def test_archive_stops_at_its_limits(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, what: str
) -> None:
    monkeypatch.setattr(archives, limit, value)
    found = contents(make(tmp_path, {f"{n}.txt": b"12345" for n in range(4)}))
    assert f"unpacks to more than {what}" in str(found[-1][1])
    assert len(found) <= 3
