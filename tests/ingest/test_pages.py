import io
import time
from collections.abc import Iterator

import pytest

from communique.errors import RejectedReadoutError
from communique.ingest import page_worker
from communique.ingest.page_frames import PageAnswer, read_frame, write_frame
from communique.ingest.pages import PageLimits, PageReader

BODY = (
    "<article><h1>Call with the President of Iceland</h1>"
    "<p>The King of Norway spoke by telephone today with the President of Iceland about the herring fisheries.</p>"
    "<p>They agreed that a joint commission will meet in Bergen before the end of the month, and report in June.</p>"
    "</article>"
)


def page(head: str = "", body: str = BODY) -> bytes:
    return f"<!doctype html><html lang='en'><head><title>Call</title>{head}</head><body>{body}</body></html>".encode()


def linked_data(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


@pytest.fixture(scope="module")
def reader() -> Iterator[PageReader]:
    with PageReader(PageLimits(seconds=60)) as open_reader:
        yield open_reader


def test_page_gives_title_text_date_and_address(reader: PageReader) -> None:
    head = (
        '<meta property="article:published_time" content="2022-08-01T01:14:00+00:00">'
        '<link rel="canonical" href="https://www.royal.example/calls/17">'
    )
    found = reader.read(page(head))
    assert found.title == "Call with the President of Iceland"
    assert found.text.startswith("The King of Norway spoke by telephone today")
    assert found.text.endswith("report in June.")
    assert found.published == "2022-08-01T01:14:00+00:00"
    assert found.url == "https://www.royal.example/calls/17"


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        (linked_data('{"@graph": [{"datePublished": "2022-02-24T23:30:00+03:00"}]}'), "", "2022-02-24T23:30:00+03:00"),
        (linked_data('[{"datePublished": "2022-02-24"}]'), "", "2022-02-24"),
        (linked_data("{broken"), "", ""),
        ("", '<time datetime="2022-02-24T10:00">in February</time>', "2022-02-24T10:00"),
        ("", '<time itemprop="datePublished" datetime="2022-02-24"></time><time datetime="2021-01-01">x</time>', "2022-02-24"),
        ('<meta name="DATE" content="24 February 2022">', "", "24 February 2022"),
        ('<meta name="date" content="soon">', '<time datetime="2022-02-24">x</time>', "2022-02-24"),
        ("", "", ""),
    ],
)
def test_date_is_taken_from_the_best_place_that_holds_one(reader: PageReader, head: str, body: str, published: str) -> None:
    assert reader.read(page(head, BODY + body)).published == published


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var secret = 'The secret paragraph that no reader sees, long enough to pass for one.';</script>",
        "<style>.secret::after { content: 'The secret paragraph that no reader sees'; }</style>",
        "<noscript><p>The secret paragraph that asks the reader to switch on the scripts.</p></noscript>",
        "<template><p>The secret paragraph of a template that is never shown.</p></template>",
        "<svg><script>The secret paragraph in a picture, which is long enough to be text.</script></svg>",
        "<!-- <p>The secret paragraph in a comment, which is long enough to be text.</p> -->",
        "<SCRIPT TYPE='text/x'>The secret paragraph <p>The secret paragraph</p></SCRIPT>",
    ],
)
def test_what_no_reader_sees_is_never_in_the_text(reader: PageReader, hidden: str) -> None:
    body = BODY.replace("<p>They", f"{hidden}<p>They").replace("about the", f"{hidden} about the")
    found = reader.read(page(hidden, body))
    assert "secret" not in found.text + found.title
    assert "about the herring fisheries." in found.text
    assert "They agreed" in found.text


@pytest.mark.parametrize(
    ("content", "declared"),
    [
        ("<meta charset='windows-1251'>", "windows-1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r"),
        ("", "utf-8"),
        ("", "utf-16"),
    ],
)
def test_page_is_decoded_as_it_declares(reader: PageReader, content: str, declared: str) -> None:
    words = "Король Норвегии поговорил по телефону с Президентом Исландии о рыболовстве и о встрече в Бергене."
    data = page(content, f"<article><h1>Разговор</h1><p>{words}</p><p>{words} {words}</p></article>").decode()
    assert words in reader.read(data.encode(declared)).text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "holds no"),
        (b"   \n", "holds no"),
        (b"<html><body></body></html>", "holds no readable text"),
        (b"<html><body><script>var x = 1;</script></body></html>", "holds no readable text"),
        (page().replace(b"telephone", b"t\xe9l\xe9phone"), "not UTF-8: byte 0xE9 at offset"),
        (page("<meta charset='klingon'>"), "unknown charset 'klingon'"),
        (page(body="<div>" * 300 + BODY + "</div>" * 300), "more than 200 elements inside one another"),
        (page(body="<div>" * 500_000 + BODY), "more than 200 elements inside one another"),
        (page(body="<b><i>" * 50_000 + BODY), "more than 200 elements inside one another"),
        (b"x" * (10 * 2**20 + 1), "longer than 10485760 bytes"),
    ],
)
def test_page_that_cannot_be_read_is_rejected_with_the_reason(reader: PageReader, content: bytes, reason: str) -> None:
    with pytest.raises(RejectedReadoutError, match=reason):
        reader.read(content)


def test_paragraphs_that_are_never_closed_are_not_deep(reader: PageReader) -> None:
    body = BODY + "".join(f"<p>Paragraph {n} tells of one more agreement on the fisheries of the north." for n in range(400))
    assert "Paragraph 399" in reader.read(page(body=body)).text


def test_page_that_takes_too_long_is_rejected_and_the_next_one_read() -> None:
    slow = page(body="<article>" + "<p>word word word word word word word word word, and more.</p>" * 60_000 + "</article>")
    with PageReader(PageLimits(seconds=60)) as patient:
        patient.read(page())
        patient.limits = PageLimits(seconds=0.05)
        start = time.monotonic()
        with pytest.raises(RejectedReadoutError, match=r"longer than 0\.05 seconds"):
            patient.read(slow)
        assert time.monotonic() - start < 20
        patient.limits = PageLimits(seconds=60)
        assert "herring" in patient.read(page()).text


def test_one_process_reads_page_after_page_and_ends_with_the_block() -> None:
    with PageReader() as reader:
        reader.read(page())
        child = reader._child
        reader.read(page())
        assert child is not None
        assert reader._child is child
    assert child.poll() is not None


def test_dead_process_is_replaced() -> None:
    with PageReader() as reader:
        reader.read(page())
        assert reader._child is not None
        reader._child.kill()
        reader._child.wait()
        assert "herring" in reader.read(page()).text


def test_process_that_dies_on_a_page_is_said_to_have(monkeypatch: pytest.MonkeyPatch) -> None:
    with PageReader() as reader:
        reader.read(page())
        monkeypatch.setattr("communique.ingest.pages.read_frame", lambda *_: None)
        with pytest.raises(RejectedReadoutError, match="broke the program that reads it"):
            reader.read(page())


def served(*pages: bytes) -> list[PageAnswer | None]:
    """Answer pages in this process; the first answer says that the server is ready."""
    asked, answered = io.BytesIO(), io.BytesIO()
    for content in pages:
        write_frame(asked, content)
    asked.seek(0)
    page_worker.serve(asked, answered, 200)
    answered.seek(0)
    return [read_frame(answered, PageAnswer) for _ in range(len(pages) + 2)]


def test_error_in_the_libraries_is_the_pages_fault_and_the_next_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = page_worker.trafilatura.bare_extraction

    def break_once(*_: object, **__: object) -> object:
        monkeypatch.setattr(page_worker.trafilatura, "bare_extraction", genuine)
        raise KeyError

    monkeypatch.setattr(page_worker.trafilatura, "bare_extraction", break_once)
    ready, broken, good, end = served(page(), page())
    assert ready == PageAnswer()
    assert broken == PageAnswer(fault="broke the reader (KeyError). Save its text alone.")
    assert good is not None
    assert good.text.startswith("The King")
    assert end is None


def test_process_without_memory_ends_so_that_a_new_one_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def run_out(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(page_worker.trafilatura, "bare_extraction", run_out)
    with pytest.raises(MemoryError):
        served(page())
