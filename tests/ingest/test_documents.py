import io
from pathlib import Path

import pytest

from communique.ingest.documents import DOCUMENT_BYTES, read_document
from communique.ingest.fields import Row
from communique.ingest.files import InputFile, file_at, format_of
from communique.ingest.pages import PageReader
from communique.records import Rejection


def document(content: bytes | str, name: str) -> Row | Rejection:
    data = content.encode() if isinstance(content, str) else content
    file = InputFile(name, format_of(name) or "", lambda: io.BytesIO(data))
    (found,) = read_document(file, PageReader())
    return found


@pytest.mark.parametrize(
    ("name", "content", "values"),
    [
        ("a.txt", "A call\n\nThey spoke.\n\nAt length.\n", {"title": "A call", "text": "They spoke.\n\nAt length."}),
        ("a.txt", "A call\nThey spoke.\n", {"text": "A call\nThey spoke."}),
        ("a.txt", "They spoke.\n\n", {"text": "They spoke."}),
        ("a.txt", "\ufeffA call\r\n\r\nThey spoke.", {"title": "A call", "text": "They spoke."}),
        ("2022-02-24-oslo.txt", "They spoke.", {"text": "They spoke.", "published": "2022-02-24"}),
        ("in/2022-02-24.txt", "They spoke.", {"text": "They spoke.", "published": "2022-02-24"}),
        ("call-2022-02-24.txt", "They spoke.", {"text": "They spoke."}),
        ("2022-02-245.txt", "They spoke.", {"text": "They spoke."}),
        ("a.txt", "", {"text": ""}),
        ("a.md", "They \\*spoke\\*.", {"text": "They \\*spoke\\*."}),
        ("a.md", "# A call #\n\nThey spoke.", {"title": "A call", "text": "They spoke."}),
        ("a.md", "# A call", {"text": "# A call"}),
        ("a.md", "#hashtag\n\nThey spoke.", {"text": "#hashtag\n\nThey spoke."}),
        (
            "2022-01-01.md",
            "---\ntitle: 'A call: now'\ndate: 2022-02-24 23:30:00+03:00\nlink: http://x.org\ntags: [a]\n---\n\nThey spoke.\n",
            {"title": "A call: now", "published": "2022-02-24 23:30:00+03:00", "url": "http://x.org", "text": "They spoke."},
        ),
        ("a.md", "---\ntitle: A call\ntext: no\n---\n# Kept\n\nBody", {"title": "A call", "text": "# Kept\n\nBody"}),
        ("a.md", "---\n---\nBody", {"text": "Body"}),
        ("a.md", "---\nlang: fr\nsource: elysee\n...\nTexte", {"lang": "fr", "source": "elysee", "text": "Texte"}),
        ("a.md", "Above\n---\ntitle: no\n---\n", {"text": "Above\n---\ntitle: no\n---"}),
        ("a.md", "---\ntitle:\ndate: ''\n---\nBody", {"text": "Body"}),
    ],
)
def test_document_is_taken_apart_into_fields(name: str, content: str, values: dict[str, str]) -> None:
    assert document(content, name) == Row(name, values)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"They sp\xf3ke.", "not UTF-8: byte 0xF3 at offset 7. Save the file as UTF-8."),
        ("a.md", b"---\ntitle: a: b\n---\nBody", "the front matter is malformed YAML in line 2"),
        ("a.md", b"---\n- a\n- b\n---\nBody", "the front matter must hold keys and values"),
        ("a.md", b"---\ntitle: [a\n---\nBody", "the front matter is malformed YAML"),
        ("a.txt", b"x" * (DOCUMENT_BYTES + 1), f"is longer than {DOCUMENT_BYTES} bytes"),
    ],
)
def test_document_that_cannot_be_used_is_rejected(name: str, content: bytes, reason: str) -> None:
    found = document(content, name)
    assert isinstance(found, Rejection)
    assert found.origin == name
    assert found.reason.startswith(reason)


def test_file_that_vanished_is_rejected(tmp_path: Path) -> None:
    (found,) = read_document(file_at(tmp_path / "gone.txt"), PageReader())
    assert found == Rejection(str(tmp_path / "gone.txt"), "cannot be read: No such file or directory.")
