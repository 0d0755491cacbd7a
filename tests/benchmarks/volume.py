"""How long a whole corpus takes, and how much memory: ``python tests/benchmarks/volume.py --texts 100000``.

Makes a corpus of that many texts by repeating and varying the shipped ones, ingests it, codes it, adds one per cent of new
texts, the last published, and codes again. Every way of coding runs in a process of its own, one after the other: the library alone, the same
through the Prefect flow, and on a local Dask cluster. Prints times, texts a second, the most memory of the process and of
all its children (resident, MB, sampled twice a second), the sizes of the results and whether their bytes are equal.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import psutil
import typer

from communique import resources
from communique.annotate import annotator, coder
from communique.cli.run import load_flow, prepare_prefect
from communique.ingest.readers import read_inputs
from communique.records import Readout
from communique.store import Store

WAYS = ("library", "prefect", "dask")


def varied(number: int, *, start: int = 0) -> Iterator[Readout]:
    """Repeat the shipped corpora, each text with a number of its own in it, without holding more than those."""
    shipped = [r for r in read_inputs(sorted(resources.shipped("corpora").glob("*/readouts.jsonl"))) if isinstance(r, Readout)]
    for n in range(start, start + number):
        base = shipped[n % len(shipped)]
        text = f"{base.text}\n\nRelease No. {n}-{hashlib.md5(str(n).encode()).hexdigest()[:6]}."  # noqa: S324 - no secret
        yield msgspec.structs.replace(base, id=f"v{n:07d}", text=text)


def code(workspace: Path, way: str, workers: int) -> str:
    """Code the corpus ``volume`` in one of the ways; return the run's id."""
    if way == "prefect":
        resources.use_workspace(workspace)
        prepare_prefect()
        made: str = load_flow("annotate_readouts")(corpus="volume", workers=workers)
        return made
    run = Store(workspace / "store").open_run("volume", annotator())
    with coder(workers=workers, cluster="local" if way == "dask" else "") as coding:
        for partition in run.missing():
            run.write(partition, coding(run.to_code(partition), partition.n))
    run.finish()
    return run.id


def _measured(done: object, action: Callable[[], str]) -> None:
    """Run in a process of its own: time it and watch its memory."""
    me, peak, over = psutil.Process(), [0, 0], threading.Event()

    def watch() -> None:
        while not over.wait(0.5):
            own, children = me.memory_info().rss, 0
            for child in me.children(recursive=True):
                try:
                    children += child.memory_info().rss
                except psutil.Error:
                    continue
            peak[0], peak[1] = max(peak[0], own), max(peak[1], own + children)

    threading.Thread(target=watch, daemon=True).start()
    start = time.perf_counter()
    result = action()
    seconds = time.perf_counter() - start
    over.set()
    done.put((result, seconds, peak[0] / 1e6, peak[1] / 1e6))  # type: ignore[attr-defined]


def measured(action: Callable[..., str], *arguments: object) -> tuple[str, float, float, float]:
    """Run an action in a fresh process; return its result, seconds, and peaks of memory in MB (its own, with children)."""
    context = multiprocessing.get_context("spawn")
    done = context.Queue()
    process = context.Process(target=_in_child, args=(done, action, arguments))
    process.start()
    found: tuple[str, float, float, float] = done.get()
    for child in psutil.Process(process.pid).children(recursive=True):  # idle workers and servers, which would be waited for
        child.kill()
    process.kill()
    process.join()
    return found


def _in_child(done: object, action: Callable[..., str], arguments: tuple[object, ...]) -> None:
    _measured(done, lambda: action(*arguments))


def ingest(workspace: Path, number: int, extra: int) -> str:
    """Write the corpus; return its digest."""

    def texts() -> Iterator[Readout]:
        yield from varied(number)
        for readout in varied(extra, start=number):
            yield msgspec.structs.replace(readout, published="2026-11-01")  # what is new has been published last

    return Store(workspace / "store").write_corpus("volume", texts()).digest


def bytes_of(workspace: Path, run: str) -> str:
    """Hash a run's files, by name."""
    digest = hashlib.sha256()
    for path in sorted((workspace / "store" / "runs" / run).iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def main(
    texts: Annotated[int, typer.Option(help="How many.")] = 100_000,
    workers: Annotated[int, typer.Option(help="Processes.")] = 2,
    ways: Annotated[str, typer.Option(help="Which ways, in which order.")] = ",".join(WAYS),
) -> None:
    """Measure each way on the same corpus."""
    with tempfile.TemporaryDirectory(prefix="communique-volume-") as folder:
        for way in ways.split(","):
            workspace = Path(folder) / way
            _, seconds, own, _ = measured(ingest, workspace, texts, 0)
            typer.echo(f"{way:8} ingest    {texts} texts in {seconds:.1f} s, peak {own:.0f} MB")
            run, seconds, own, everything = measured(code, workspace, way, workers)
            typer.echo(
                f"{way:8} code      {seconds:.1f} s, {texts / seconds:.0f} texts/s, peak {own:.0f} MB, with children "
                f"{everything:.0f} MB, bytes {bytes_of(workspace, run)}"
            )
            extra = max(1, texts // 100)
            measured(ingest, workspace, texts, extra)
            _, more, own, everything = measured(code, workspace, way, workers)
            typer.echo(
                f"{way:8} + {extra:5}   {more:.1f} s, {more / seconds:.1%} of the whole, peak {own:.0f} MB, with children "
                f"{everything:.0f} MB"
            )


if __name__ == "__main__":
    typer.run(main)
