"""The checker finds each planted fault, says where it is, and finds none where there is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from corpora.made_corpus import TEXT, Spoil, made_record, passage, spoilt, write_corpus
from hypothesis import given
from hypothesis import strategies as st

from communique.corpora import check_corpus
from communique.corpora.record_faults import record_faults
from communique.corpora.shapes import shape
from communique.errors import InputError


def call(record: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = record["calls"][0]
    return found


def faults(folder: Path, *records: dict[str, Any] | str) -> tuple[str, ...]:
    return check_corpus(write_corpus(folder, *records)).faults


def test_corpus_without_a_fault_has_none(tmp_path: Path) -> None:
    check = check_corpus(write_corpus(tmp_path / "sound", made_record(1), made_record(2)))
    assert check.faults == ()
    assert (check.id, [item.readout.id for item in check.readouts], check.calls) == ("sound", ["r1", "r2"], 2)


THIRD = {"name": "Cora Cedar", "person": "", "office": "", "polity": "CZE", "span": None, "text": None}


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        # the readout
        (lambda r: r.update(id=" "), "'id' is empty"),
        (lambda r: r.update(source=""), "'source' is empty"),
        (lambda r: r.update(annotator=""), "'annotator' is empty"),
        (lambda r: r.update(lang="eng"), "'lang' is 'eng'"),
        (lambda r: r.update(kind="cal"), "unknown kind 'cal'. Known: announcement, call, letter"),
        (lambda r: r.update(kind="letter"), "is of the kind letter with 1 call(s)"),
        (lambda r: r.update(kind="announcement"), "is of the kind announcement with 1 call(s)"),
        (lambda r: r.update(calls=[]), "is of the kind call with 0 call(s)"),
        (lambda r: r.update(published="4 May 2020"), "'published' is '4 May 2020'"),
        (lambda r: r.update(published="2020-05-02"), "took place on 2020-05-04 and was published on 2020-05-02"),
        (lambda r: r.update(text=r["text"] + "\r\n"), "'text' is not in Unicode NFC with line ends"),
        (lambda r: r.update(title=r["title"] + " e\u0301"), "'title' is not in Unicode NFC"),
        # the form
        (lambda r: r.pop("text"), "missing required field `text`"),
        (lambda r: r.update(txt="a"), "unknown field `txt`"),
        (lambda r: call(r).pop("tone"), "missing required field `tone`"),
        (lambda r: call(r)["tone"][0].update(label="candid"), "unknown field `label`"),
        (lambda r: call(r).update(participants=None), "Expected `array`, got `null`"),
        # the call
        (lambda r: call(r).update(occurred_on="2020-02-30"), "call 1: 'occurred_on' is '2020-02-30'"),
        (lambda r: call(r).update(occurred_at="2020-05-04T12:00:00"), "'occurred_at' is '2020-05-04T12:00:00'"),
        (lambda r: call(r).update(precision="hour"), "unknown precision 'hour'"),
        (lambda r: call(r).update(basis="guessed"), "unknown basis 'guessed'"),
        (lambda r: call(r).update(medium="fone"), "unknown medium 'fone'. Known: in_person, letter, phone"),
        (lambda r: call(r).update(medium="fone"), "Did you mean phone?"),
        (lambda r: call(r).update(call_type="mixed"), "unknown call_type 'mixed'"),
        (lambda r: call(r).update(format="trilateral"), "unknown format 'trilateral'"),
        (lambda r: call(r).update(format="multilateral"), "is multilateral with 2 participants"),
        (lambda r: call(r)["participants"].append(THIRD), "is bilateral with 3 participants"),
        (lambda r: call(r)["participants"].pop(), "has 1 participant(s). A call has two or more"),
        (lambda r: call(r)["participants"][0].update(name=""), "a participant has no name"),
        (lambda r: call(r)["participants"][0].update(polity="Austria"), "Anna Alder is of 'Austria'"),
        (lambda r: call(r).update(occasions=[]), "is ceremonial without an occasion"),
        # who is on the line
        (
            lambda r: call(r).update(initiator="FRA"),
            "initiator 'FRA' is no participant's side. Write AUT, BEL, mutual or unstated",
        ),
        (lambda r: call(r).update(initiator="unstated"), "initiator unstated has the basis verb"),
        (lambda r: call(r).update(initiator_basis="none"), "initiator AUT has the basis none"),
        (lambda r: call(r).update(initiator_basis="guess"), "unknown initiator_basis 'guess'"),
        (lambda r: call(r)["occasions"][0].update(by="FRA"), "occasion sport_or_honour is 'by' 'FRA', no participant's side"),
        (lambda r: call(r)["occasions"][0].update(to="FRA"), "occasion sport_or_honour is 'to' 'FRA', no participant's side"),
        (lambda r: call(r)["occasions"][0].update(id="cup"), "unknown occasion 'cup'"),
        (lambda r: call(r)["tone"][0].update(labels=["frank"]), "unknown tone label 'frank'"),
        (lambda r: call(r)["tone"][0].update(labels=[]), "tone 'frank' has the labels []"),
        (lambda r: call(r)["tone"][0].update(labels=["candid", "candid"]), "Give each class once"),
        (lambda r: call(r)["tone"][0].update(toward="them"), "unknown toward 'them'"),
        # passages
        (lambda r: call(r)["tone"][0].update(text="franc"), "is 'frank', not 'franc'. Recompute the span"),
        (lambda r: call(r)["tone"][0].update(span=[0, 9999]), "tone: the span [0, 9999) does not lie in the text"),
        (lambda r: call(r)["tone"][0].update(span=[5, 5]), "tone: the span [5, 5) does not lie in the text"),
        (lambda r: call(r)["tone"][0].update(span=[-5, 3]), "tone: the span [-5, 3) does not lie in the text"),
        (lambda r: call(r)["tone"][0].update(span=None), "tone lacks its span or its words"),
        (lambda r: call(r)["tone"][0].update(where="body"), "unknown where 'body'"),
        (lambda r: call(r)["occasions"][0].update(text=None), "occasion sport_or_honour lacks its span or its words"),
        (lambda r: call(r)["participants"][1].update(where="text"), "participant Boris Birch: text["),
        (lambda r: call(r).update(initiator_span=None), "initiator lacks its span or its words"),
        (lambda r: r.update(text="\N{GRINNING FACE}" + r["text"]), "participant Anna Alder: text[0:10] is"),
    ],
)
def test_planted_fault_is_found_where_it_is(tmp_path: Path, spoil: Spoil, says: str) -> None:
    found = faults(tmp_path / "c", made_record(2), spoilt(spoil))
    assert any(says in fault for fault in found), found
    assert all(fault.startswith(f"{tmp_path}/c/readouts.jsonl:2: ") for fault in found)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda r: r.update(published=""), id="publication date unknown"),
        pytest.param(
            lambda r: r.update(published="2020-05-03T20:00:00-08:00"), id="published on the other side of the date line"
        ),
        pytest.param(lambda r: r.update(kind="statement", calls=[]), id="statement that tells no call"),
        pytest.param(lambda r: r.update(kind="statement"), id="statement that tells a call"),
        pytest.param(lambda r: r.update(kind="letter", calls=[]), id="letter"),
        pytest.param(lambda r: call(r).update(occurred_at=None), id="time not stated"),
        pytest.param(lambda r: call(r)["participants"][0].update(span=None, text=None), id="own leader not named"),
        pytest.param(
            lambda r: (
                call(r)["participants"][0].update(polity="NATO")
                or call(r).update(initiator="NATO", occasions=[], call_type="substantive")
            ),
            id="NATO",
        ),
        pytest.param(lambda r: call(r).update(initiator="mutual"), id="both sides rang"),
        pytest.param(
            lambda r: call(r).update(initiator="unstated", initiator_basis="none", initiator_span=None, initiator_text=None),
            id="unstated",
        ),
        pytest.param(lambda r: call(r)["occasions"][0].update(by="unstated"), id="payer of a courtesy unstated"),
        pytest.param(
            lambda r: call(r)["participants"].append(THIRD) or call(r).update(format="multilateral"), id="three on the line"
        ),
    ],
)
def test_what_the_codebook_allows_is_no_fault(tmp_path: Path, change: Spoil) -> None:
    assert faults(tmp_path / "c", spoilt(change)) == ()


def test_all_faults_of_all_records_are_found_at_once(tmp_path: Path) -> None:
    bad = spoilt(lambda r: call(r).update(medium="fone", call_type="mixed", initiator="FRA"))
    found = faults(tmp_path / "c", bad, "not json", "", made_record(3), '["no object"]', made_record(3))
    places = [fault.removeprefix(f"{tmp_path}/c/readouts.jsonl:").partition(":")[0] for fault in found]
    assert places == ["1", "1", "1", "2", "5", "6"]
    assert "the id stands already at" in found[-1]
    assert found[-1].count("readouts.jsonl:4") == 1


def test_bytes_that_are_not_utf8_are_a_fault(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "c", made_record())
    with (folder / "readouts.jsonl").open("ab") as out:
        out.write(b'{"id": "\xff"}\n')
    (fault,) = check_corpus(folder).faults
    assert fault.startswith(f"{folder}/readouts.jsonl:2: not a JSON object in UTF-8")


def test_id_that_stands_in_two_files_is_a_fault(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "c", made_record(1), name="a.jsonl")
    write_corpus(folder, made_record(1), name="b.jsonl")
    (fault,) = check_corpus(folder).faults
    assert fault.startswith(f"{folder}/b.jsonl:1: 'r1': the id stands already at {folder}/a.jsonl:1")


@pytest.mark.parametrize("make", [True, False])
def test_folder_without_records_cannot_be_checked(tmp_path: Path, make: bool) -> None:  # noqa: FBT001
    folder = tmp_path / "empty"
    if make:
        folder.mkdir()
    with pytest.raises(InputError, match=r"empty: holds no \*\.jsonl"):
        check_corpus(folder)


def test_records_with_faults_are_not_counted(tmp_path: Path) -> None:
    check = check_corpus(write_corpus(tmp_path / "c", made_record(1), spoilt(lambda r: r.update(id="r2", kind="cal"))))
    assert (check.counts["kind"]["call"], len(check.readouts)) == (1, 1)


def test_counts_tell_every_value_of_every_field(tmp_path: Path) -> None:
    letter = made_record(2, kind="letter", calls=[], source="elysee", lang="fr", published="2021-01-01")
    counts = check_corpus(write_corpus(tmp_path / "c", made_record(1), letter)).counts
    assert counts["kind"] == {"call": 1, "meeting": 0, "letter": 1, "statement": 0, "announcement": 0, "other": 0}
    assert (counts["lang"], counts["source"]) == ({"en": 1, "fr": 1}, {"elysee": 1, "eu": 1})
    assert counts["year"] == {"2020": 1, "2021": 1}
    assert counts["call_type"] == {"substantive": 0, "ceremonial": 1}
    assert (counts["medium"]["phone"], counts["format"]["bilateral"], counts["basis"]["published"]) == (1, 1, 1)
    assert counts["initiator_basis"] == {"explicit": 0, "verb": 1, "none": 0}
    assert (counts["occasion"]["sport_or_honour"], sum(counts["occasion"].values()), len(counts["occasion"])) == (1, 1, 13)
    assert (counts["tone"]["candid"], sum(counts["tone"].values()), len(counts["tone"])) == (1, 1, 6)
    assert counts["toward"] == {"exchange": 1, "counterpart": 0, "third_party": 0}
    assert "standing" not in counts


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@given(st.sampled_from(sorted(made_record())), JSON)
def test_no_value_of_any_field_stops_the_checker(field: str, value: object) -> None:
    try:
        record = shape(made_record() | {field: value})
    except InputError as error:
        assert "See section 6" in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert all(fault for fault in record_faults(record))


@given(st.integers(-3, len(TEXT) + 3), st.integers(-3, len(TEXT) + 3))
def test_only_the_right_offsets_pass(start: int, end: int) -> None:
    record = made_record()
    right = call(record)["tone"][0]["span"]
    call(record)["tone"][0]["span"] = [start, end]
    assert bool(list(record_faults(shape(record)))) == ([start, end] != right)


def test_offsets_count_code_points(tmp_path: Path) -> None:
    text = "\N{GRINNING FACE} " + TEXT
    record = made_record(1, text=text)
    call(record)["participants"][0] |= passage("Anna Alder", text)
    call(record)["initiator_span"] = passage("rang", text)["span"]
    call(record)["occasions"][0] |= passage("congratulated him on the cup", text)
    call(record)["tone"][0] |= passage("frank", text)
    assert faults(tmp_path / "c", record) == ()
