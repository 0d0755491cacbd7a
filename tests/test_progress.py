from __future__ import annotations

import logging
from typing import Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique import progress


class Heard(logging.Handler):
    """Keeps what a terminal or a flow would show."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def __enter__(self) -> Self:
        self.before = progress.LOGGER.level
        progress.LOGGER.addHandler(self)
        progress.LOGGER.setLevel(logging.INFO)
        return self

    def __exit__(self, *_: object) -> None:
        progress.LOGGER.removeHandler(self)
        progress.LOGGER.setLevel(self.before)


@pytest.mark.parametrize(
    ("stage", "done", "total", "words"),
    [
        ("ingest", 0, 10, "ingest: 0 of 10"),
        ("annotate", 200, 1000, "annotate: 200 of 1000"),
        ("annotate", 1000, 1000, "annotate: 1000 of 1000"),
        ("ingest", 7, None, "ingest: 7 of ?"),
        ("ingest", 0, 0, "ingest: 0 of 0"),
    ],
)
def test_a_report_says_in_words_how_far_a_stage_is(stage: str, done: int, total: int | None, words: str) -> None:
    with Heard() as heard:
        progress.report(stage, done, total)
    assert [record.getMessage() for record in heard.records] == [words]


@given(st.text(), st.integers(0), st.none() | st.integers(0))
def test_a_handler_reads_stage_done_and_total_as_they_were_given(stage: str, done: int, total: int | None) -> None:
    with Heard() as heard:
        progress.report(stage, done, total)
    [record] = heard.records
    assert (record.__dict__["stage"], record.__dict__["done"], record.__dict__["total"]) == (stage, done, total)


@given(st.text())
def test_a_stage_s_name_is_never_taken_for_a_format(stage: str) -> None:
    with Heard() as heard:
        progress.report(stage, 1, 2)
    assert heard.records[0].getMessage() == f"{stage}: 1 of 2"


def test_the_logger_is_found_under_its_documented_name(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="communique.progress"):
        progress.report("count", 3, 4)
    assert [(r.name, r.levelname, r.getMessage()) for r in caplog.records] == [
        ("communique.progress", "INFO", "count: 3 of 4"),
    ]


def test_nobody_who_did_not_ask_hears_of_progress(capfd: pytest.CaptureFixture[str]) -> None:
    progress.report("count", 3, 4)
    assert capfd.readouterr() == ("", "")
