"""How many texts a second: tokenizer alone, extraction alone, the whole coding; load time, size of models, peak memory.

``python tests/benchmarks/rates.py [TEXTS.jsonl]``: English texts of the file, else of the shipped corpora, repeated to 500.
One process on one core. The three are measured in turn, round after round, and the median is taken, so that a machine
that slows down slows all of them. Each round sees the same texts: caches are warm, as in the middle of a long run.
"""

from __future__ import annotations

import itertools
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

AT_LEAST = 500
ROUNDS = 5
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def one_core() -> None:
    """Keep this process on one core; works only before NumPy is imported."""
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def main(arguments: Sequence[str]) -> None:
    """Measure, and print one figure a line."""
    one_core()
    import spacy  # noqa: PLC0415 - after the threads are limited
    import typer  # noqa: PLC0415

    from communique import annotate, resources  # noqa: PLC0415
    from communique.classify.decide import load_classifier  # noqa: PLC0415
    from communique.extract.pipeline import extract, load_pipeline  # noqa: PLC0415
    from communique.ingest.readers import read_inputs  # noqa: PLC0415
    from communique.records import Readout, Rejection  # noqa: PLC0415

    paths = [Path(a) for a in arguments] or sorted(resources.shipped("corpora").glob("*/readouts.jsonl"))
    read = [r for path in paths for r in read_inputs([path]) if isinstance(r, Readout) and r.lang == "en"]
    if not read:
        sys.exit(f"{', '.join(map(str, paths))}: no English text. Give a JSONL file with at least one.")
    texts = read * -(-AT_LEAST // len(read))

    start = time.perf_counter()
    nlp = load_pipeline(resources.model_path("communique-en"))
    pipeline_time = time.perf_counter() - start
    start = time.perf_counter()
    load_classifier(resources.model_path(annotate.DEFAULT_MODELS))
    models_time = time.perf_counter() - start
    start = time.perf_counter()
    annotate.annotate_batch(texts[:1])
    first_time = time.perf_counter() - start
    blank = spacy.blank("en")

    def tokenize() -> None:
        for readout in texts:
            blank.make_doc(readout.text)  # in no memory zone, which would empty its cache: the fastest it can be

    def extract_all() -> None:
        for readout in texts:
            extract(nlp, readout)

    def code() -> None:
        batches = (texts[i : i + annotate.BATCH] for i in range(0, len(texts), annotate.BATCH))
        for result in itertools.chain.from_iterable(map(annotate.annotate_batch, batches)):
            if isinstance(result, Rejection):
                sys.exit(f"{result.origin}: {result.readout_id} was not coded: {result.reason}")

    rates = measure({"tokenizer": tokenize, "coding": code, "extraction": extract_all}, len(texts))
    models = sum(f.stat().st_size for f in resources.shipped("models").rglob("*") if f.is_file())
    length = statistics.mean(len(r.text) for r in texts)
    typer.echo(f"texts             {len(texts)} ({len(read)} different), {length:.0f} characters each")
    for name, found in rates.items():
        typer.echo(
            f"{name:<17} {statistics.median(found):.0f} texts/s ({min(found):.0f} to {max(found):.0f} in {ROUNDS} rounds)"
        )
    for name in ("coding", "extraction"):
        ratio = statistics.median(a / b for a, b in zip(rates[name], rates["tokenizer"], strict=True))
        typer.echo(f"{name + '/tokenizer':<20} {ratio:.3f}")
    typer.echo(f"load              pipeline {pipeline_time:.2f} s, models {models_time:.2f} s, first text {first_time:.2f} s")
    typer.echo(f"models/           {models / 1e6:.2f} MB")
    typer.echo(f"peak memory       {peak_memory():.0f} MB")


def measure(tasks: dict[str, Callable[[], None]], number: int) -> dict[str, list[float]]:
    """Run the tasks in turn, a round that is not counted first; give texts a second for each round."""
    rates: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(ROUNDS + 1):
        for name, task in tasks.items():
            start = time.perf_counter()
            task()
            if turn:
                rates[name].append(number / (time.perf_counter() - start))
    return rates


def peak_memory() -> float:
    """Give the most memory that this process held, in MB."""
    import resource  # noqa: PLC0415 - not on Windows

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


if __name__ == "__main__":
    main(sys.argv[1:])
