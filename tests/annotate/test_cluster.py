"""One core, many cores, a Dask cluster: the same bytes; and what is said when there is no cluster."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from communique.annotate import annotate_readouts
from communique.errors import InputError
from communique.ingest.readers import read_inputs
from communique.records import Readout
from communique.resources import shipped


@pytest.fixture(scope="module")
def texts() -> list[Readout]:
    found = read_inputs([shipped("corpora") / name / "readouts.jsonl" for name in ("facts4eu-2022", "training-fr")])
    return [item for item in found if isinstance(item, Readout)][:450]


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Run a cluster of two processes, as a team would have it."""
    from distributed import LocalCluster  # noqa: PLC0415 - slow to import

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


def coded(texts: list[Readout], **where: object) -> bytes:
    return b"\n".join(msgspec.json.encode(item) for item in annotate_readouts(texts, **where))  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # Dask's own, at shutdown
def test_one_process_two_and_a_dask_cluster_give_the_same_bytes(texts: list[Readout], scheduler: str) -> None:
    alone = coded(texts)
    assert coded(texts, workers=2) == alone
    assert coded(texts, cluster=scheduler) == alone


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("tcp://127.0.0.1:9", "no Dask scheduler answers at 'tcp://127.0.0.1:9'"),
        ("nowhere:what", "no Dask scheduler answers at 'nowhere:what'"),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_cannot_be_reached_is_named(
    address: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del tmp_path
    monkeypatch.setattr("communique.cluster._PATIENCE", "1s")
    with pytest.raises(InputError, match=expected):
        list(annotate_readouts([], cluster=address))
