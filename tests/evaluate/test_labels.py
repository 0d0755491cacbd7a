from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from evaluate.labelled import TEXT, call, record, tone

from communique.annotations import from_annotation
from communique.errors import InputError
from communique.evaluate import read_gold, read_predictions, score
from communique.evaluate.labels import GoldCall, GoldOccasion, GoldParticipant, GoldRecord, GoldTone, by_id


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


def test_label_keeps_what_is_scored_and_takes_null_for_absence(tmp_path: Path) -> None:
    raw = {
        "id": "norway-1",
        "kind": "call",
        "note": "made up",
        "text": None,
        "calls": [
            {
                "participants": [{"name": "Olga Berg", "polity": "NOR", "span": [0, 4]}, {"name": None}],
                "occurred_on": None,
                "at": "12:00",
                "medium": "phone",
                "call_type": "ceremonial",
                "initiator": "",
                "occasions": [{"id": "thanks", "by": None, "to": "unstated", "text": "thanked"}],
                "tone": [
                    {"labels": ["warm"], "text": "warm"},
                    {"labels": None, "span": [3, 9], "text": None, "where": "title"},
                ],
            },
        ],
    }
    (found,) = read_predictions(write(tmp_path / "a.jsonl", raw, "")).values()
    expected = GoldCall(
        participants=(GoldParticipant("Olga Berg", "NOR"), GoldParticipant()),
        medium="phone",
        call_type="ceremonial",
        initiator="",
        occasions=(GoldOccasion("thanks", None, "unstated"),),
        tone=(GoldTone(("warm",), (), "warm"), GoldTone((), (3, 9))),
    )
    assert found == GoldRecord("norway-1", (expected,))
    assert (expected.value("occurred_on"), expected.value("initiator")) == ("unstated", "unstated")


def test_calls_that_are_null_or_absent_are_none(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"id": "a"}, {"id": "b", "calls": None}, record(name="c"))
    assert read_gold(path) == {key: GoldRecord(key) for key in "abc"}


@pytest.mark.parametrize(
    ("label", "publisher"),
    [
        ({"id": "norway-2022-1"}, "norway"),
        ({"id": "norway-1", "source": "iceland"}, "iceland"),
        ({"id": "norway-1", "source": ""}, "norway"),
        ({"id": "1"}, "1"),
    ],
)
def test_publisher_is_the_source_or_the_beginning_of_the_id(label: dict[str, str], publisher: str) -> None:
    (found,) = by_id([label]).values()
    assert found.publisher == publisher


def test_texts_are_joined_by_id_and_go_before_the_gold_files_own(tmp_path: Path) -> None:
    gold = write(
        tmp_path / "gold.jsonl", record(name="a"), record(name="b", text="old"), record(name="c", text="own", title="C")
    )
    first = write(tmp_path / "1.jsonl", {"id": "a", "title": "A", "text": "A call", "lang": "en"}, {"id": "x", "text": "X"})
    second = write(tmp_path / "2.jsonl", {"id": "b", "title": None, "text": "B call"}, {"id": "x", "text": "not labelled"})
    found = read_gold(gold, [first, second])
    assert [(r.id, r.title, r.text) for r in found.values()] == [("a", "A", "A call"), ("b", "", "B call"), ("c", "C", "own")]


def test_two_texts_of_one_id_are_an_error_unless_they_are_the_same(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", record(name="a"))
    one, two = write(tmp_path / "1.jsonl", {"id": "a", "text": "A"}), write(tmp_path / "2.jsonl", "", {"id": "a", "text": "B"})
    assert read_gold(gold, [one, one])["a"].text == "A"
    with pytest.raises(InputError, match=r"2\.jsonl:2: another text of 'a' was read before"):
        read_gold(gold, [one, two])


CALL: dict[str, Any] = call()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", ":1: not a JSON object in UTF-8"),
        ("[]", ":1: not a JSON object in UTF-8"),
        ({"calls": []}, r":1: record '\?': Object missing required field `id`"),
        ({"id": 7, "calls": []}, r":1: record 7: Expected `str`, got `int` - at `\$\.id`"),
        (
            record({"medium": "phone"}),
            r":1: record 'norway-1': Object missing required field `participants` - at `\$\.calls\[0\]`",
        ),
        (record(CALL, "call"), r":1: record 'norway-1': Expected `object`, got `str` - at `\$\.calls\[1\]`"),
        (record(call(occasions=[{"by": "NOR"}])), r"missing required field `id` - at `\$\.calls\[0\]\.occasions\[0\]`"),
        (record(call(tone=[{"labels": ["candid"]}])), "a tone span has neither words nor offsets"),
        (record(call(tone=[{"labels": ["candid"], "span": [], "text": ""}])), "a tone span has neither words nor offsets"),
        (record(call(tone=[{"labels": ["candid"], "span": [3]}])), "a span has two offsets, not 1"),
        (record(call(tone=[{"labels": ["candid"], "span": [3, 3]}])), r"the span \[3, 3\] holds nothing"),
        (record(call(tone=[{"labels": ["candid"], "span": [-2, 3]}])), r"the span \[-2, 3\] holds nothing"),
        (record(call(tone=[{"labels": "candid", "text": "frank"}])), "Expected `array`, got `str`"),
    ],
)
def test_malformed_line_is_named_in_labels_and_in_predictions(tmp_path: Path, line: object, message: str) -> None:
    path = write(tmp_path / "a.jsonl", line)
    with pytest.raises(InputError, match=message) as of_predictions:
        read_predictions(path)
    assert str(of_predictions.value).startswith(f"{path}:1: ")
    if isinstance(line, dict) and "calls" in line:
        with pytest.raises(InputError, match=message):
            read_gold(path)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (call(medium="fone"), "call 2: unknown medium 'fone'. Known: in_person, .*Did you mean phone?"),
        (call(call_type="Ceremonial"), "call 2: unknown call_type 'Ceremonial'. .*Did you mean ceremonial?"),
        (call(occasions=[{"id": "easter"}]), "call 2: unknown occasion 'easter'. Known: anniversary, "),
        (call(tone=[tone("frank", "frank")]), "call 2: unknown tone label 'frank'. Known: businesslike, "),
        (call(tone=[tone("candid", "frank", "them")]), "call 2: unknown toward 'them'. Known: counterpart, "),
    ],
)
def test_value_outside_the_codebook_is_an_error_in_labels_and_merely_wrong_in_predictions(
    tmp_path: Path,
    wrong: dict[str, Any],
    message: str,
) -> None:
    path = write(tmp_path / "a.jsonl", record(CALL, wrong))
    with pytest.raises(InputError, match=f":1: record 'norway-1': {message}"):
        read_gold(path)
    assert len(read_predictions(path)["norway-1"].calls) == 2


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", record(call(medium="fone")), {"calls": []}, record(CALL))
    with pytest.raises(InputError) as caught:
        read_gold(path)
    first, second, third = str(caught.value).splitlines()
    assert first.startswith(f"{path}:1: record 'norway-1': call 1: unknown medium")
    assert second.startswith(f"{path}:2: record '?'")
    assert third == f"{path}:3: record 'norway-1' stands in line 1 already. Keep one."


def test_texts_taken_for_labels_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.jsonl: holds no labels: no record has the field 'calls'"):
        read_gold(write(tmp_path / "a.jsonl", {"id": "a", "text": "A call"}))


def test_labels_taken_for_texts_are_an_error_only_where_they_break_the_form(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", record(name="a"))
    with pytest.raises(
        InputError, match=r"t\.jsonl:1: Expected `str`, got `int` - at `\$\.text`\. A text needs 'id' and 'text'"
    ):
        read_gold(gold, [write(tmp_path / "t.jsonl", {"id": "a", "text": 7})])


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl: cannot be read: No such file"):
        read_gold(tmp_path / "none.jsonl")


def test_id_given_twice_is_an_error() -> None:
    with pytest.raises(InputError, match="record 'norway-1' is given twice"):
        by_id([record(), record()])


def test_malformed_object_is_named() -> None:
    with pytest.raises(InputError, match=r"record 'norway-1': Expected `array`, got `int` - at `\$\.calls`"):
        score([{"id": "norway-1", "calls": 7}], [])


def test_objects_typed_records_and_coded_readouts_are_the_same_labels() -> None:
    raw = record(
        call(occasions=[{"id": "thanks", "by": "NOR", "to": "ISL"}], tone=[tone("candid", "frank", at=TEXT.index("frank"))]),
        source="norway",
        lang="en",
        published="2022-02-24",
        title="A call",
        text=TEXT,
    )
    plain, coded = by_id([raw]), by_id([from_annotation(raw)])
    assert by_id(plain) == plain == coded
    assert by_id({"norway-1": raw}) == plain
    assert msgspec.to_builtins(plain["norway-1"])["text"] == TEXT
