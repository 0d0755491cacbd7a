"""Random samples: how many from where, the same from the same seed, kept in a file that is checked when it is read."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.audit import LIKELY, Sample, allocate, drawn, read_sample, write_sample
from communique.errors import InputError

SIZES = st.fixed_dictionaries({name: st.integers(0, 400) for name in LIKELY})


def frame(sizes: dict[str, int]) -> dict[str, list[str]]:
    return {name: [f"{name}-{n}" for n in range(size)] for name, size in sizes.items()}


def sample(seed: int = 1) -> Sample:
    strata = drawn(frame({"close": 5, "counted": 60, "other": 30, "silent": 0}), 20, seed)
    return Sample("0123456789ab", "all-phone-calls", "0" * 64, seed, strata)


@given(sizes=SIZES, n=st.integers(1, 2000))
def test_at_least_as_many_are_drawn_as_asked_for_and_never_more_than_there_are(sizes: dict[str, int], n: int) -> None:
    numbers = allocate(sizes, n)
    assert sum(numbers.values()) >= min(n, sum(sizes.values()))
    for name, size in sizes.items():
        assert min(size, 2) <= numbers[name] <= size


def test_where_errors_are_likelier_a_larger_share_is_read() -> None:
    sizes = dict.fromkeys(LIKELY, 1000)
    numbers = allocate(sizes, 400)
    assert numbers["close"] > numbers["counted"] > numbers["other"] > numbers["silent"]


@given(sizes=SIZES, n=st.integers(1, 300), more=st.integers(0, 300), seed=st.integers(0, 99))
def test_a_larger_sample_of_the_same_seed_holds_the_smaller(sizes: dict[str, int], n: int, more: int, seed: int) -> None:
    small, large = drawn(frame(sizes), n, seed), drawn(frame(sizes), n + more, seed)
    for few, many in zip(small, large, strict=True):
        assert many.readouts[: len(few.readouts)] == few.readouts
        assert few.probability * few.units == pytest.approx(len(few.readouts))


def test_the_order_in_which_readouts_come_does_not_matter() -> None:
    ids = frame({"close": 40, "counted": 40})
    backwards = {name: group[::-1] for name, group in ids.items()}
    assert drawn(ids, 20, 3) == drawn(backwards, 20, 3)


def test_over_many_seeds_every_readout_is_drawn_about_equally_often() -> None:
    times: Counter[str] = Counter()
    for seed in range(2000):
        times.update(drawn(frame({"counted": 20}), 5, seed)[0].readouts)
    expected = 2000 * 5 / 20
    assert len(times) == 20
    # chi-square with 19 degrees of freedom, 99.9 %; the variance of sampling without replacement is smaller still
    assert sum((n - expected) ** 2 / expected for n in times.values()) < 43.8


def test_a_sample_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "audits/sample.json"
    write_sample(path, sample())
    assert read_sample(path) == sample()
    assert [one.name for one in path.parent.iterdir()] == ["sample.json"]


def changed(**fields: Any) -> str:
    whole = json.loads(Path(fields.pop("path")).read_bytes())
    return json.dumps(whole | fields)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"format": 2}, "has the format 2"),
        ({"stranger": 1}, "unknown field"),
        ({"seed": "one"}, "is no sample"),
        ({"strata": [{"name": "close", "units": 4, "probability": 0, "readouts": []}]}, "the probability 0.0 is not in"),
        ({"strata": [{"name": "close", "units": 4, "probability": 0.5, "readouts": ["a"]}]}, "1 of 4 readouts were not drawn"),
        ({"strata": [{"name": "close", "units": 4, "probability": 0.5, "readouts": ["a", "a"]}]}, "stands in it twice"),
    ],
)
def test_a_sample_that_was_changed_is_refused_with_the_way_out(tmp_path: Path, fields: dict[str, Any], said: str) -> None:
    path = tmp_path / "sample.json"
    write_sample(path, sample())
    path.write_text(changed(path=path, **fields), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_sample(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "communique audit draw" in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_what_is_no_sample_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sample.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match="is no sample"):
        read_sample(path)


def test_a_sample_that_is_not_there_and_one_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such sample"):
        read_sample(tmp_path / "none.json")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        write_sample(tmp_path / "file/sample.json", sample())
