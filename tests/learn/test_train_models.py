"""Labelled corpora → a new version of the models: reproducible, sealed, never over an old one, with faults named."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from learn.conftest import VERSION
from learn.small_corpus import Json, records, write_corpus

from communique.annotate import annotate_batch
from communique.classify.artifacts import read_manifest
from communique.classify.decide import PARTS, load_classifier
from communique.errors import InputError
from communique.learn import read_corpora, train_models
from communique.records import CodedReadout, Readout


def test_the_new_version_stands_in_a_folder_of_its_name(trained: Path) -> None:
    assert trained.name == f"communique-decisions-{VERSION}"
    assert {path.name for path in trained.iterdir()} == {
        "manifest.json",
        "MODEL_CARD.md",
        "reliability.svg",
        *(f"{part}.skops" for part in PARTS),
    }


def test_what_was_trained_can_be_loaded(trained: Path) -> None:
    classifier = load_classifier(trained)
    assert (classifier.name, classifier.version) == ("communique-decisions", VERSION)
    assert set(classifier.review_band) == {"tone", "occasions", "call_type"}
    assert all(0 <= band <= 0.5 for band in classifier.review_band.values())


def test_the_manifest_says_what_it_was_trained_on(trained: Path, corpus: Path) -> None:
    manifest = read_manifest(trained)
    assert manifest["corpora"] == {"small-en": hashlib.sha256((corpus / "readouts.jsonl").read_bytes()).hexdigest()}
    assert {"spacy", "scikit-learn", "skops", "numpy"} == set(manifest["libraries"])
    # eight texts of each of three publishers
    assert manifest["classes"] == {
        "tone": {"counterpart": 3, "exchange": 6, "not_tone": 3, "third_party": 3},
        "occasions": {"birthday": 6, "election_victory": 6, "none": 3},
        "business": manifest["classes"]["business"],
        "call_type": {"ceremonial": 6, "substantive": 6},
    }
    assert set(manifest["classes"]["business"]) == {"business", "courtesy"}


def test_regular_texts_are_learnt(trained: Path) -> None:
    measures = read_manifest(trained)["measures"]
    assert set(measures) == set(PARTS)
    assert all(measure["f1"] > 0.9 for measure in measures.values()), measures


def test_new_models_decide_when_they_are_named(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_HOME", str(trained.parents[1]))
    told = "Angela Merkel had a telephone conversation with President of France Emmanuel Macron. "
    texts = [
        Readout(
            "r1",
            "germany",
            "en",
            "2021-03-09",
            "",
            f"{told}Angela Merkel congratulated Emmanuel Macron on winning the election.",
        ),
        Readout("r2", "germany", "en", "2021-03-09", "", f"{told}They had a frank talk on gas."),
    ]
    coded = annotate_batch(texts, trained.name)
    assert all(isinstance(c, CodedReadout) for c in coded)
    first, second = (c.calls[0] for c in coded if isinstance(c, CodedReadout))
    assert (str(first.call_type), [str(o.id) for o in first.occasions]) == ("ceremonial", ["election_victory"])
    assert (str(second.call_type), [t.evidence.quote for t in second.tone]) == ("substantive", ["frank talk"])
    assert {c.annotator.rpartition("; ")[2] for c in coded if isinstance(c, CodedReadout)} == {trained.name}
    assert first.decisions["call_type"].version == VERSION


@pytest.mark.slow
def test_training_again_with_other_threads_in_another_process_gives_the_same_bytes(
    trained: Path, corpus: Path, tmp_path: Path
) -> None:
    train = (
        "import sys; from pathlib import Path; from communique.learn import train_models;"
        "train_models([Path(sys.argv[1])], Path(sys.argv[2]), version=sys.argv[3])"
    )
    threads = {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"}
    environment = {**os.environ, **threads, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run([sys.executable, "-c", train, str(corpus), str(tmp_path), VERSION], env=environment, check=True)
    assert _contents(tmp_path / trained.name) == _contents(trained)


def _contents(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_when_the_disk_is_full_nothing_half_made_is_left(corpus: Path, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, old[1]))  # no file can grow beyond a kilobyte
    try:
        with pytest.raises(OSError, match="File too large"):
            train_models([corpus], tmp_path / "models", version=VERSION)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert list((tmp_path / "models").iterdir()) == []


def test_a_version_is_never_overwritten(trained: Path, corpus: Path) -> None:
    before = _contents(trained)
    with pytest.raises(InputError, match=r"exists already, and a version is never overwritten\. Choose another with --version"):
        train_models([corpus], trained.parent, version=VERSION)
    assert _contents(trained) == before


@pytest.mark.parametrize("version", ["", "next", "1.0-beta", "v1", "1..2", "1.", "../1", "1.0\n"])
def test_a_version_is_numbers_and_points(version: str, corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is not of the form 1\.2\.3"):
        train_models([corpus], tmp_path / "models", version=version)
    assert not (tmp_path / "models").exists()


def _without_call_type(found: list[Json]) -> None:
    del found[1]["calls"][0]["call_type"]


def _unknown_occasion(found: list[Json]) -> None:
    found[1]["calls"][0]["occasions"] = [{"id": "bastille", "by": "FRA", "to": "RUS"}]


def _words_of_another_text(found: list[Json]) -> None:
    found[1]["calls"][0]["tone"] = [{"text": "in a spirit of candour", "labels": ["candid"]}]


def _span_that_does_not_fit(found: list[Json]) -> None:
    found[1]["calls"][0]["participants"][0]["span"] = [3, 17]


def _one_participant(found: list[Json]) -> None:
    found[1]["calls"][0]["participants"].pop()


def _another_language(found: list[Json]) -> None:
    found[1]["lang"] = "de"


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_without_call_type, "field 'call_type' is missing"),
        (_unknown_occasion, "bastille"),
        (_words_of_another_text, "'in a spirit of candour' stand neither in the text nor in the title"),
        (_span_that_does_not_fit, r"\[3, 17\) is not"),
        (_one_participant, "a call has two or more"),
        (_another_language, "the language is 'de'; a corpus may hold en, fr, ru. Correct 'lang'"),
    ],
)
def test_a_fault_in_the_corpus_is_named_with_file_and_line(
    spoil: Callable[[list[Json]], None], words: str, tmp_path: Path
) -> None:
    found = records()
    spoil(found)
    folder = write_corpus(tmp_path / "spoilt", found)
    with pytest.raises(InputError, match=words) as caught:
        train_models([folder], tmp_path / "models", version=VERSION)
    assert f"{folder / 'readouts.jsonl'}:2" in str(caught.value)
    assert not (tmp_path / "models").exists()


@pytest.mark.parametrize("line", ["no JSON", "[]", '{"id": "x"', "\udcff"])
def test_a_line_that_is_no_record_is_named(line: str, tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "spoilt")
    path = folder / "readouts.jsonl"
    path.write_bytes(path.read_bytes() + line.encode("utf-8", "surrogateescape") + b"\n")
    with pytest.raises(InputError, match=f":{len(records()) + 1}: not a JSON object in UTF-8"):
        train_models([folder], tmp_path / "models", version=VERSION)


def test_a_folder_without_texts_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"empty: holds no \*\.jsonl with labelled readouts\. Name a corpus such as"):
        train_models([tmp_path / "empty"], tmp_path / "models", version=VERSION)


@pytest.mark.parametrize("publishers", [["kremlin"], ["kremlin", "turkiye"]])
def test_models_need_three_publishers_to_be_judged_on(publishers: list[str], tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "few", [r for r in records() if r["source"] in publishers])
    with pytest.raises(InputError, match=rf"calls of {len(publishers)} publisher\(s\).*needs three\. Add another --corpus"):
        train_models([folder], tmp_path / "models", version=VERSION)
    assert not (tmp_path / "models").exists()


def test_corpora_are_read_in_order(tmp_path: Path) -> None:
    found = records()
    first, second = write_corpus(tmp_path / "b", found[:5]), write_corpus(tmp_path / "a", found[5:])
    assert [c.readout.id for c in read_corpora([first, second])] == [r["id"] for r in found]


def test_a_record_is_read_with_its_labels(tmp_path: Path) -> None:
    (coded,) = read_corpora([write_corpus(tmp_path / "one", records()[3:4])])
    (call,) = coded.calls
    assert coded.readout.origin == f"{tmp_path / 'one' / 'readouts.jsonl'}:1"
    assert [(str(o.id), o.evidence.quote if o.evidence else "") for o in call.occasions] == [
        ("birthday", "wished Emmanuel Macron a happy birthday")
    ]
    assert [t.evidence.quote for t in call.tone] == ["frank exchange of views"]
    assert json.loads((tmp_path / "one" / "readouts.jsonl").read_text(encoding="utf-8"))["text"] == coded.readout.text
