import csv
import datetime as dt
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.ingest.fields import Row
from communique.ingest.files import InputFile, format_of
from communique.ingest.tables import column_names, read_table
from communique.records import Rejection


def table(content: bytes, name: str = "t.csv", columns: dict[str, str] | None = None) -> list[Row | Rejection]:
    return list(read_table(InputFile(name, format_of(name) or "", lambda: io.BytesIO(content)), columns or {}))


def texts(rows: list[Row | Rejection]) -> list[str]:
    return [f"{r.origin}: {r.reason}" if isinstance(r, Rejection) else f"{r.origin}={r.values.get('text')}" for r in rows]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("t.jsonl", '{"text": "a"}\n\n{"text": "b"}', ["t.jsonl:1=a", "t.jsonl:3=b"]),
        ("t.jsonl", '\ufeff{"text": "a"}\r\n', ["t.jsonl:1=a"]),
        ("t.ndjson", '{"body": "a", "unknown": [1]}', ["t.ndjson:1=a"]),
        ("t.json", '[{"text": "a"},\n {"text": "b"}]', ["t.json:item 1=a", "t.json:item 2=b"]),
        ("t.json", '{\n "text": "a"\n}', ["t.json:item 1=a"]),
        ("t.json", '{"text": "a"}\n{"text": "b"}', ["t.json:1=a", "t.json:2=b"]),
        ("t.csv", "id,text\n1,a\n2,b\n", ["t.csv:2=a", "t.csv:3=b"]),
        ("t.csv", "id;text\n1;a, b\n", ["t.csv:2=a, b"]),
        ("t.csv", "id|text\n1|a\n", ["t.csv:2=a"]),
        ("t.csv", "text\na\n\nb\n", ["t.csv:2=a", "t.csv:4=b"]),
        ("t.csv", '\ufeff"text",id\r\n"a\r\nb",1\r\nc,2\r\n', ["t.csv:2=a\r\nb", "t.csv:4=c"]),
        ("t.csv", '"first, name",text\nx,"say ""a"""\n', ['t.csv:2=say "a"']),
        ("t.tsv", "doc_id\ttext\n1\ta, b; c\n", ["t.tsv:2=a, b; c"]),
        ("t.csv", "Doc_ID, Text \n1,a\n", ["t.csv:2=a"]),
        ("t.csv", '"te\nxt",text\nx,a\n', ["t.csv:3=a"]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_table_is_read_in_each_format_and_encoding(name: str, content: str, expected: list[str], encoding: str) -> None:
    data = content.removeprefix("\ufeff") if encoding == "utf-16" else content
    assert texts(table(data.encode(encoding), name)) == expected


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("t.jsonl", b'{"text": "a"}\n{"text": \n{"text": "c"}\n', ["1=a", "2: no JSON", "3=c"]),
        (
            "t.jsonl",
            b'{"text": "a"}\n{"text": "\xcf\xf3"}\n{"text": "c"}\n',
            ["1=a", "2: not UTF-8: byte 0xCF at offset 24. Save", "3=c"],
        ),
        ("t.jsonl", b'"a"\n7\nnull\n', ["1: is a str, expected an object", "2: is a int", "3: is a NoneType"]),
        ("t.jsonl", b"[" * 100_000 + b'\n{"text": "b"}', ["1: no JSON", "2=b"]),
        ("t.jsonl", b'{"text": "\\ud83d"}\n', ["1: no JSON"]),
        ("t.json", b'[{"text": "a"}, {"te', [" no JSON"]),
        ("t.json", b'[{"text": "\xff"}]', [" not UTF-8: byte 0xFF at offset 11"]),
        ("t.csv", b"id,text\n1,a\n2,\xcf\xf0\n3,c\n", ["2=a", "3: not UTF-8: byte 0xCF at offset 14", "4=c"]),
        ("t.csv", b"id,text\n1,a,b\n2\n3,c\n", ["2: has 3 cells, the header has 2", "3: has 1 cells", "4=c"]),
        ("t.csv", b'id,text\n1,"a"b\n2,c\n', ["2: the row cannot be read", "3=c"]),
        (
            "t.csv",
            b'id,text\n1,a\n2,"b\n3,c\n',
            ["2=a", "3: the row cannot be read (unexpected end of data). Is a quotation mark"],
        ),
        ("t.csv", b"", [" has no header"]),
        ("t.csv", b"text,text\na,b\n", [" has two columns named 'text'"]),
        ("t.csv", b"id,message\n1,a\n", [" has no column for the text. Its columns: id, message."]),
        ("t.csv", b"t\xeaxte,text\n1,a\n", [" the header is not UTF-8: byte 0xEA at offset 1"]),
        ("t.parquet", b"PAR1 and then nothing", [" cannot be read ("]),
        ("t.parquet", b"", [" cannot be read ("]),
    ],
)
def test_damage_is_rejected_with_its_place_and_the_rest_goes_on(name: str, content: bytes, expected: list[str]) -> None:
    found = [line.removeprefix(name).removeprefix(":") for line in texts(table(content, name))]
    assert len(found) == len(expected)
    for line, start in zip(found, expected, strict=True):
        assert line.startswith(start)


def test_line_longer_than_the_limit_is_rejected_and_the_next_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.ingest.decoding.LINE_LIMIT", 50)
    content = json.dumps({"text": "x" * 200}) + '\n{"text": "b \\u00e9"}\n{"text": "\xff"}\n'
    found = texts(table(content.encode("latin-1"), "t.jsonl"))
    assert found[0] == "t.jsonl:1: the line is longer than 50 bytes"
    assert found[1] == "t.jsonl:2=b é"
    assert f"byte 0xFF at offset {content.index(chr(255))}." in found[2]


def test_utf16_cut_in_the_middle_of_a_character_is_rejected_from_there() -> None:
    content = "id,text\n1,a\n2,b".encode("utf-16")[:-1]
    found = texts(table(content))
    assert found[0] == "t.csv:2=a"
    assert found[1].startswith("t.csv:3: not UTF-16 from here on")


def test_field_of_a_megabyte_is_read() -> None:
    long = "word " * 300_000
    (row,) = table(f"id,text\n1,{long}\n".encode())
    assert isinstance(row, Row)
    assert row.values["text"] == long


def test_parquet_gives_only_the_columns_that_are_needed_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    columns = {
        "doc_id": ["1", "2"],
        "text": ["a", None],
        "date": pa.array([1645734600_000_000_001, None], pa.timestamp("ns", "UTC")),
        "calls": [[{"x": 1}], []],
    }
    pq.write_table(pa.table(columns), path)
    found = table(path.read_bytes(), "t.parquet")
    moment = dt.datetime(2022, 2, 24, 20, 30, tzinfo=dt.UTC)
    assert found == [
        Row("t.parquet:row 1", {"id": "1", "text": "a", "published": moment}),
        Row("t.parquet:row 2", {"id": "2", "text": None, "published": None}),
    ]


def test_parquet_cut_off_in_the_middle_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"text": [str(n) for n in range(5000)]}), path)
    found = table(path.read_bytes()[:-200], "t.parquet")
    assert [type(row) for row in found] == [Rejection]


def test_chosen_column_goes_before_the_aliases_and_is_taken_by_nothing_else() -> None:
    rows = table(b"text,body,source\nshort,long,http://x\n", columns={"text": "body", "url": "source"})
    assert rows == [Row("t.csv:2", {"text": "long", "url": "http://x"})]


def test_table_without_a_chosen_column_is_rejected_once() -> None:
    (found,) = table(b"id,text\n1,a\n2,b\n", columns={"published": "day"})
    assert found == Rejection("t.csv", "has no column 'day'. Its columns: id, text.")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("t.csv", b"id;text\n1;a", ["id", "text"]),
        ("t.jsonl", b'{"id": 1}\nbroken\n{"text": "a"}\n', ["id", "text"]),
        ("t.json", b'[{"id": 1}]', ["id"]),
        ("t.json", b"broken", []),
        ("t.parquet", b"broken", []),
    ],
)
def test_column_names_come_without_the_damage(name: str, content: bytes, expected: list[str]) -> None:
    file = InputFile(name, format_of(name) or "", lambda: io.BytesIO(content))
    assert list(column_names(file)) == expected


_CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=20)


@settings(deadline=None)
@given(st.lists(st.tuples(_CELLS, _CELLS), max_size=8), st.sampled_from([",", ";", "\t", "|"]))
def test_csv_written_by_the_standard_library_comes_back(rows: list[tuple[str, str]], delimiter: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("title", "text"), *rows])
    found = table(out.getvalue().encode())
    assert [(row.values["title"], row.values["text"]) for row in found if isinstance(row, Row)] == rows


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["t.csv", "t.tsv", "t.jsonl", "t.json", "t.parquet"]))
def test_no_bytes_crash_the_reader(content: bytes, name: str) -> None:
    for row in table(content, name):
        assert isinstance(row, Row) or row.reason
