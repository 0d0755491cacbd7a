from __future__ import annotations

import json

from evaluate.labelled import call, record, tone

from communique.evaluate import SCORE_COLUMNS, TONE_COLUMNS, errors, score, score_by_source, score_rows, to_json, tone_rows

GOLD = [
    record(call(initiator="NOR", tone=[tone("candid", "frank"), tone("cordial", "warm")]), name="norway-1"),
    record(call(), call("Aino Virta", "Per Holm"), name="norway-2"),
    record(name="iceland-1"),
]
PREDICTED = [
    record(call(initiator="NOR", tone=[tone("candid", "frank")]), name="norway-1"),
    record(call(medium="video"), name="norway-2"),
    record(name="x-1"),
]
OVERALL, BY_SOURCE = score(GOLD, PREDICTED), score_by_source(GOLD, PREDICTED)


def test_table_has_a_row_for_each_source_and_one_for_all() -> None:
    rows = score_rows(OVERALL, BY_SOURCE)
    assert [row[:2] for row in rows] == [("iceland", "1"), ("norway", "2"), ("all", "3")]
    assert dict(zip(SCORE_COLUMNS, rows[1], strict=True)) == {
        "source": "norway",
        "texts": "2",
        "calls": "80.0 (3)",
        "participants": "80.0 (6)",
        "date": "100.0",
        "medium": "50.0",
        "call type": "100.0",
        "ceremonial": "0.0 (0)",
        "initiator": "100.0",
        "initiator stated": "100.0 (1)",
        "occasions": "0.0 (0)",
        "occasions by/to": "0.0 (0)",
        "tone": "66.7 (2)",
        "toward": "100.0",
        "count error": "66.7",
    }


def test_accuracy_without_a_call_to_ask_is_a_dash() -> None:
    row = dict(zip(SCORE_COLUMNS, score_rows(BY_SOURCE["iceland"])[0], strict=True))
    assert (row["source"], row["calls"], row["count error"]) == ("all", "0.0 (0)", "0.0")
    assert {row[name] for name in ("date", "medium", "call type", "initiator", "toward")} == {"–"}


def test_tone_labels_have_rows_of_their_own() -> None:
    rows = tone_rows(OVERALL, BY_SOURCE)
    assert rows[:2] == [
        ("norway", "candid", "100.0", "100.0", "100.0", "1"),
        ("norway", "cordial", "0.0", "0.0", "0.0", "1"),
    ]
    assert [row[:2] for row in rows[2:]] == [("all", "candid"), ("all", "cordial")]
    assert {len(row) for row in rows} == {len(TONE_COLUMNS)}


def test_json_holds_the_measures_the_sources_and_what_went_wrong() -> None:
    told = to_json(OVERALL, BY_SOURCE, errors(GOLD, PREDICTED))
    assert json.loads(json.dumps(told)) == told
    assert told["calls"] == {"p": 100.0, "r": 66.7, "f1": 80.0, "n": 3}
    assert told["tone_by_label"]["cordial"] == {"p": 0.0, "r": 0.0, "f1": 0.0, "n": 1}
    assert (told["without_prediction"], told["without_gold"]) == (["iceland-1"], ["x-1"])
    assert list(told["by_source"]) == ["iceland", "norway"]
    assert told["errors"][0] == {"record": "norway-1", "field": "tone", "gold": "cordial: warm", "predicted": ""}


def test_json_has_a_key_only_for_what_is_given() -> None:
    told = to_json(score(GOLD, GOLD))
    assert not {"by_source", "errors", "without_prediction", "without_gold"} & set(told)
