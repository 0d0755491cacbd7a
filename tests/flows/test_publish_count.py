"""The main job on a server of its own: a folder of a thousand files, one of them broken, from texts to report, twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest
from prefect.client.orchestration import get_client
from prefect.testing.utilities import prefect_test_harness
from written_readouts import write_folder

from communique import annotate
from communique.errors import InputError
from communique.store import Store
from publish_count import publish_count

pytestmark = pytest.mark.slow

FILES = 1000
BROKEN = "2018-01-02-broken.md"
REASON = "the front matter is malformed YAML"


@dataclass(frozen=True)
class Published:
    """What two runs of the flow on the same folder gave and left."""

    workspace: Path
    first: dict[str, str]
    second: dict[str, str]
    bytes_of_first: dict[str, str]
    bytes_of_second: dict[str, str]
    artifacts: set[str]

    @property
    def store(self) -> Store:
        return Store(self.workspace / "store")


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def code_nothing(*_: object) -> NoReturn:
    pytest.fail("a repeated run codes its texts again")


@pytest.fixture(scope="module")
def server() -> Iterator[None]:
    with prefect_test_harness(server_startup_timeout=180):
        yield


@pytest.fixture(scope="module")
def published(server: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:  # noqa: ARG001
    folder = tmp_path_factory.mktemp("publish")
    workspace = folder / "workspace"
    texts = write_folder(folder / "texts", FILES - 1)
    (texts / BROKEN).write_text("---\npublished: [2018\n---\n# A call\n\nNobody can read this.\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMMUNIQUE_HOME", str(workspace))
        first = publish_count(inputs=[str(texts)], profile="all-phone-calls")
        after_first = digests(workspace)
        patch.setattr(annotate, "annotate_batch", code_nothing)
        second = publish_count(inputs=[str(texts)], profile="all-phone-calls")
        with get_client(sync_client=True) as client:
            artifacts = {artifact.key for artifact in client.read_artifacts(limit=200) if artifact.key}
        yield Published(workspace, first, second, after_first, digests(workspace), artifacts)


def test_one_broken_file_of_a_thousand_is_recorded_with_its_reason(published: Published) -> None:
    [rejection] = published.store.read_rejections(published.first["corpus"])
    assert Path(rejection.origin).name == BROKEN
    assert REASON in rejection.reason


def test_the_other_999_are_read_coded_and_counted(published: Published) -> None:
    corpus = published.store.corpus_manifest(published.first["corpus"])
    run = published.store.run(published.first["run"]).manifest()
    assert (corpus.read, corpus.readouts, corpus.rejected) == (FILES, FILES - 1, 1)
    assert (run.readouts, run.annotated, run.rejected, run.calls) == (FILES - 1, FILES - 1, 0, FILES - 1)
    ledger = published.store.read_count(published.first["count"])
    assert (ledger.n("counted"), len(ledger.rows)) == (FILES - 1, FILES - 1)


def test_the_report_names_the_broken_file(published: Published) -> None:
    page = Path(published.first["report"]).read_text(encoding="utf-8")
    assert BROKEN in page
    assert REASON in page


def test_a_repeated_run_is_a_no_op(published: Published) -> None:
    assert published.second == published.first
    assert published.bytes_of_second == published.bytes_of_first
    assert any(name.startswith("store/runs/") for name in published.bytes_of_first)


def test_every_step_leaves_its_artifact(published: Published) -> None:
    assert {"ingested", "annotated", "counts", "report", "summary"} <= published.artifacts


@pytest.mark.usefixtures("server", "workspace")
def test_an_error_of_the_user_s_to_mend_comes_out_of_the_flow_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.jsonl: no such file"):
        publish_count(inputs=[str(tmp_path / "nowhere.jsonl")])
