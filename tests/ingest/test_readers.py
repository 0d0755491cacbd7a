import json
import os
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import InputError
from communique.ingest.normalisation import normalise_text
from communique.ingest.readers import read_inputs
from communique.records import Readout, Rejection

TEXT = "The President spoke by telephone with the King of Norway about herring number {}."
PAGE = (
    "<html><head><title>A call</title></head><body><article><h1>A call</h1><p>{}</p><p>They also agreed that the ministers"
    " of fisheries of the two countries will meet in Bergen in June.</p></article></body></html>"
)


def record(number: int, **more: object) -> dict[str, object]:
    return {"id": f"r{number}", "text": TEXT.format(number), **more}


def write_lines(path: Path, *records: dict[str, object]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


def ids(path: Path, **options: str) -> list[str]:
    return [
        item.id if isinstance(item, Readout) else f"{item.origin}: {item.reason}" for item in read_inputs([path], **options)
    ]


def test_annotation_record_is_read_with_its_fields_and_the_others_ignored(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "a.jsonl",
        record(
            1, source="kremlin", lang="en", url="http://en.kremlin.ru/1", title="A call", published="2022-02-24T23:30:00+03:00"
        )
        | {"calls": [{"occurred_on": "2022-02-24"}], "kind": "call", "annotator": "x", "note": "", "origin": "elsewhere"},
    )
    assert list(read_inputs([path])) == [
        Readout(
            id="r1",
            source="kremlin",
            lang="en",
            published="2022-02-24T23:30:00+03:00",
            title="A call",
            text=TEXT.format(1),
            url="http://en.kremlin.ru/1",
            origin=f"{path}:1",
        )
    ]  # fmt: skip


def test_folder_is_read_in_the_order_of_its_paths_without_hidden_files(tmp_path: Path) -> None:
    write_lines(tmp_path / "b" / "2.jsonl", record(4))
    write_lines(tmp_path / "b" / "1.jsonl", record(3))
    write_lines(tmp_path / "a.jsonl", record(1), record(2))
    write_lines(tmp_path / ".hidden.jsonl", record(9))
    write_lines(tmp_path / ".git" / "x.jsonl", record(9))
    write_lines(tmp_path / "__MACOSX" / "x.jsonl", record(9))
    assert ids(tmp_path) == ["r1", "r2", "r3", "r4"]


def test_everything_in_a_folder_becomes_a_readout_or_a_rejection(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", record(1))
    (tmp_path / "b.csv").write_text(f"id,text\nr2,{TEXT.format(2)}\nr3,\n")
    (tmp_path / "c.html").write_text(PAGE.format(TEXT.format(4)))
    (tmp_path / "d.md").write_text(f"---\ntitle: A call\n---\n{TEXT.format(5)}")
    pq.write_table(pa.table({"doc_id": ["r6"], "text": [TEXT.format(6)]}), tmp_path / "e.parquet")
    (tmp_path / "f.txt").write_text(f"A call\n\n{TEXT.format(7)}")
    with zipfile.ZipFile(tmp_path / "g.zip", "w") as out:
        out.writestr("in/h.jsonl", json.dumps(record(8)))
        out.writestr("in/i.html", PAGE.format(TEXT.format(9)))
        out.writestr("in/j.bin", "x")
    (tmp_path / "k.pdf").write_bytes(b"%PDF")
    (tmp_path / "DATASHEET.md").write_text("# About")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "nothing.txt").symlink_to(tmp_path / "gone.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    found = list(read_inputs([tmp_path]))
    readouts = [item for item in found if isinstance(item, Readout)]
    assert [next(n for n in range(1, 10) if f"herring number {n}." in r.text) for r in readouts] == [1, 2, 4, 5, 6, 7, 8, 9]
    assert [r.title for r in readouts] == ["", "", "A call", "A call", "", "A call", "", "A call"]
    rejections = {item.origin.removeprefix(f"{tmp_path}/"): item.reason for item in found if isinstance(item, Rejection)}
    assert {origin: reason.split(".")[0] for origin, reason in rejections.items()} == {
        "loop": "a link to another folder is not followed",
        "DATASHEET.md": "describes its folder and is taken for no readout",
        "b.csv:3": "text: there is none",
        "g.zip/in/j.bin": "unknown file ending",
        "k.pdf": "unknown file ending",
        "nothing.txt": "is no regular file, or a link to nothing",
        "pipe.txt": "is no regular file, or a link to nothing",
    }


def test_file_about_a_folder_is_read_when_it_is_named_itself(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(TEXT)
    (found,) = read_inputs([path])
    assert isinstance(found, Readout)


def test_second_record_of_an_id_is_rejected_also_from_another_file(tmp_path: Path) -> None:
    first = write_lines(tmp_path / "a.jsonl", record(1), record(2), record(1))
    second = write_lines(tmp_path / "b.jsonl", record(2))
    found = list(read_inputs([first, second]))
    assert [item.id for item in found if isinstance(item, Readout)] == ["r1", "r2"]
    assert [item for item in found if isinstance(item, Rejection)] == [
        Rejection(f"{first}:3", f"id 'r1' is taken by {first}:1. Give each record an id of its own.", "r1"),
        Rejection(f"{second}:1", f"id 'r2' is taken by {first}:2. Give each record an id of its own.", "r2"),
    ]


def test_rejected_row_keeps_the_id_that_could_be_read(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", record(1, published="2022-02-31"))
    (found,) = read_inputs([path])
    assert isinstance(found, Rejection)
    assert (found.readout_id, found.origin, found.stage) == ("r1", f"{path}:1", "ingest")


def test_columns_source_and_language_are_taken_from_the_call(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("key;day;words\nx1;14 February 2025;Oslo\n")
    (found,) = read_inputs([path], columns={"id": "key", "published": "day", "text": "words"}, source="norway", lang="French")
    assert isinstance(found, Readout)
    assert (found.id, found.published, found.text, found.source, found.lang) == ("x1", "2025-02-14", "Oslo", "norway", "fr")


def test_texts_with_many_more_fields_are_read(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", record(1, **{f"field{n}": [{"deep": n}] for n in range(500)}))
    assert ids(path) == ["r1"]


@pytest.mark.parametrize(
    ("name", "content", "options", "message"),
    [
        ("a.pdf", "x", {}, r"a\.pdf: unknown file ending\. Known: \.jsonl, .*Rename"),
        ("a.gz", "x", {}, r"a\.gz: unknown file ending"),
        ("a.zip.gz", "x", {}, r"a\.zip\.gz: unknown file ending"),
        ("noending", "x", {}, r"noending: unknown file ending"),
        ("a.csv", "id,message\n1,a\n", {}, r"a\.csv: no column holds the text\. Its columns: id, message\. Choose one"),
        (
            "a.csv",
            "id,text\n1,a\n",
            {"columns": {"text": "texts"}},
            r"no column 'texts' \(chosen for text\).*Did you mean text\?",
        ),
        ("a.jsonl", '{"text": "a"}\n', {"columns": {"title": "head"}}, r"there is no column 'head' \(chosen for title\)"),
        ("a.json", '[{"text": "a"}]', {"columns": {"title": "head"}}, r"there is no column 'head' \(chosen for title\)"),
        ("a.csv", "id,text\n1,a\n", {"columns": {"txt": "text"}}, r"there is no field 'txt'"),
        ("a.csv", "id,text\n1,a\n", {"lang": "de"}, r"lang: 'de' is not supported\. Known: en, fr, ru"),
    ],
)
def test_unusable_argument_is_an_error_before_anything_is_read(
    tmp_path: Path, name: str, content: str, options: dict[str, object], message: str
) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(InputError, match=message):
        read_inputs([path], **options)  # type: ignore[arg-type]


def test_path_that_does_not_exist_is_an_error_though_others_do(tmp_path: Path) -> None:
    good = write_lines(tmp_path / "a.jsonl", record(1))
    with pytest.raises(InputError, match=r"b\.jsonl: no such file or folder"):
        read_inputs([good, tmp_path / "b.jsonl"])


def test_folder_without_any_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / ".hidden.txt").write_text("x")
    with pytest.raises(InputError, match="the folder holds no file that can be read"):
        read_inputs([tmp_path])


def test_device_is_an_error(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(InputError, match="is neither a file nor a folder"):
        read_inputs([tmp_path / "a.txt"])


def test_no_path_is_an_error() -> None:
    with pytest.raises(InputError, match="no input given"):
        read_inputs([])


def test_column_that_only_later_records_have_is_found(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", *[record(n) for n in range(300)], record(300, head="A call"))
    assert len(ids(path, columns={"title": "head"})) == 301  # type: ignore[arg-type]


def test_chosen_column_must_be_in_one_table_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"id,words\nr1,{TEXT}\n")
    (tmp_path / "b.csv").write_text(f"id,text\nr2,{TEXT}\n")
    found = list(read_inputs([tmp_path], columns={"text": "words"}))
    assert [type(item) for item in found] == [Readout, Rejection]
    with pytest.raises(InputError, match="no column 'speech'"):
        read_inputs([tmp_path], columns={"text": "speech"})


def test_damaged_archive_beside_good_files_is_one_rejection(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", record(1))
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04 and no more")
    first, second = read_inputs([tmp_path])
    assert isinstance(first, Readout)
    assert isinstance(second, Rejection)
    assert second.origin == str(tmp_path / "b.zip")


def test_pages_of_one_call_share_a_process_that_ends_with_it(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"2022-02-0{number + 1}.html").write_text(PAGE.format(TEXT.format(number)))
    found = list(read_inputs([tmp_path], lang="en"))
    assert [item.published for item in found if isinstance(item, Readout)] == ["2022-02-01", "2022-02-02", "2022-02-03"]


@settings(deadline=None)
@given(st.lists(st.text(max_size=50), max_size=5))
def test_every_record_gives_one_readout_or_one_rejection(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("in") / "a.jsonl"
    path.write_bytes(b"".join(json.dumps({"id": f"r{n}", "text": t}).encode() + b"\n" for n, t in enumerate(texts)))
    found = list(read_inputs([path], lang="en"))
    assert len(found) == len(texts)
    for item, text in zip(found, texts, strict=True):
        assert isinstance(item, Rejection) if not normalise_text(text).strip() else item.text == normalise_text(text)
