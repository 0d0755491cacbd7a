"""Texts → coded calls: extraction and classification in a row, for one text, a batch, or a whole corpus on many cores.

This is the one place in the package that puts two stages in a row.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import hashlib
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import joblib
from spacy.language import Language

from communique import __version__, progress, resources
from communique.classify.artifacts import read_manifest
from communique.classify.decide import Classifier, classify, load_classifier
from communique.cluster import connected
from communique.codebook import Kind
from communique.drafts import DraftReadout
from communique.errors import CommuniqueError, InputError, RejectedReadoutError
from communique.extract.pipeline import extract, load_pipeline
from communique.records import CodedReadout, Readout, Rejection
from communique.sources import LANGUAGES

DEFAULT_MODELS = "communique-decisions"
"""The artefact that decides call type, occasions and tone; its newest version unless one is named."""

BATCH = 200
"""Texts coded together: large enough that classification costs little a text, small enough to keep memory flat."""

REMEMBERED_WORDS = 200_000
"""Distinct words that a pipeline keeps in memory (about 0.3 kB each)."""

_UNBROKEN = re.compile(r"\S{2501}")
"""spaCy's tokenizer takes time that grows with the square of such a run."""


@functools.cache
def _pipeline(lang: str) -> Language:
    folder = resources.model_path(f"communique-{lang}")
    read_manifest(folder)
    return load_pipeline(folder)


@functools.cache
def _classifier(name: str) -> Classifier:
    return load_classifier(resources.model_path(name))


def annotator(models: str = DEFAULT_MODELS) -> str:
    """Return the exact name of what codes: program, pipelines and models with their versions.

    Parameters
    ----------
    models
        Artefact, with or without a version; without one the newest is taken, and named.
    """
    folder = resources.model_path(models)
    manifest = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()[:12]
    return f"communique-{__version__}+{_configuration()}; {folder.name}@{manifest}"


def _configuration() -> str:
    """Hash what coding depends on beside the models: lexicons, gazetteer, publishers, and the saved pipelines."""
    digest = hashlib.sha256()
    for pattern in ("lexicons/*.yaml", "gazetteer/*.csv", "sources/*.yaml"):
        for name in resources.names("configs", pattern):
            path = resources.config_path(pattern.replace("*", name))
            digest.update(path.name.encode() + path.read_bytes())
    for lang in LANGUAGES:
        digest.update((resources.model_path(f"communique-{lang}") / "manifest.json").read_bytes())
    return digest.hexdigest()[:12]


def annotate(text: str, *, title: str = "", source: str = "", published: str, lang: str = "en") -> CodedReadout:
    """Code one text.

    Parameters
    ----------
    text
        The message as published.
    title
        Its title; participants and the medium are often named only there.
    source
        The publisher (a stem of ``configs/sources/``): whose side it speaks for, and its time zone.
    published
        ISO 8601 date or date-time of publication; calls without a stated date are dated by it.
    lang
        ``en``, ``fr`` or ``ru``.

    Returns
    -------
    CodedReadout
        With its calls, each field with the passage and the decision that it rests on.

    Raises
    ------
    InputError
        When the text cannot be coded; says what to do.

    Examples
    --------
    >>> coded = annotate(
    ...     "Vladimir Putin had a telephone conversation with President of France Emmanuel Macron.",
    ...     source="kremlin", published="2022-02-24",
    ... )
    >>> [p.person for p in coded.calls[0].participants]
    ['vladimir-putin', 'emmanuel-macron']
    """
    result = next(annotate_readouts([Readout("text-1", source, lang, published, title, text)]))
    if isinstance(result, Rejection):
        raise InputError(result.reason)
    return result


def annotate_batch(readouts: Sequence[Readout], models: str = DEFAULT_MODELS) -> list[CodedReadout | Rejection]:
    """Code a batch of readouts in this process.

    Parameters
    ----------
    readouts
        Any number; one that cannot be coded becomes a rejection, the others go on.
    models
        The artefact that decides.

    Returns
    -------
    list
        One result for each readout, in order.
    """
    results: list[CodedReadout | Rejection] = []
    drafts: list[DraftReadout] = []
    places: list[int] = []
    for lang, group in itertools.groupby(readouts, key=lambda r: r.lang):
        nlp = _pipeline(lang) if lang in LANGUAGES else None
        with _bounded_memory(nlp):
            for readout in group:
                try:
                    drafts.append(_draft(nlp, readout))
                    places.append(len(results))
                    results.append(Rejection(readout.origin, "not reached", readout.id, "annotate"))
                except (CommuniqueError, ValueError) as error:
                    results.append(Rejection(readout.origin, str(error), readout.id, "annotate"))
    for place, coded in zip(places, classify(drafts, _classifier(models)), strict=True):
        results[place] = coded
    return results


def _bounded_memory(nlp: Language | None) -> contextlib.AbstractContextManager[object]:
    """Let a pipeline remember words up to a bound; beyond it new words are forgotten after the batch.

    spaCy's tokenizer caches nothing inside a memory zone: a word it has not met before costs four to seven times as much there.
    """
    if nlp is None or len(nlp.vocab.strings) < REMEMBERED_WORDS:
        return contextlib.nullcontext()
    return nlp.memory_zone()


def _draft(nlp: Language | None, readout: Readout) -> DraftReadout:
    if nlp is None:
        known = ", ".join(LANGUAGES)
        msg = f"the language is {readout.lang or 'not known'!r}; readouts can be in {known}. Set 'lang', or leave the text out."
        raise RejectedReadoutError(msg)
    if not readout.text.strip():
        msg = "the text is empty. Leave the readout out, or look at the column that should hold it."
        raise RejectedReadoutError(msg)
    if _UNBROKEN.search(readout.text):
        msg = (
            "the text has a run of more than 2,500 characters without a space, which no readout has. Look at how it was saved."
        )
        raise RejectedReadoutError(msg)
    try:
        f"{readout.id}\n{readout.title}\n{readout.text}\n{readout.source}".encode()
    except UnicodeEncodeError as error:
        broken = f"U+{ord(error.object[error.start]):04X}"
        msg = f"it holds half a character ({broken}, a lone surrogate). Save the text again as UTF-8."
        raise RejectedReadoutError(msg) from error
    if not readout.published:
        draft = extract(nlp, readout)
        if draft.kind is not Kind.CALL:
            return draft  # an announcement, a letter: nothing in it has to be dated
        msg = "there is no publication date, so its calls cannot be dated. Give 'published' as YYYY-MM-DD."
        raise RejectedReadoutError(msg)
    try:
        dt.datetime.fromisoformat(readout.published)
    except ValueError as error:
        msg = (
            f"published is {readout.published!r}, which is no date ({error}). "
            "Give it as YYYY-MM-DD, or with a time as 2022-03-10T18:30+03:00."
        )
        raise RejectedReadoutError(msg) from error
    try:
        return extract(nlp, readout)
    except OverflowError as error:
        msg = f"published is {readout.published!r}, at the edge of the calendar: there is no day beside it. Look at the date."
        raise RejectedReadoutError(msg) from error


def annotate_readouts(
    readouts: Iterable[Readout], *, models: str = DEFAULT_MODELS, workers: int = 1, cluster: str = "", total: int | None = None
) -> Iterator[CodedReadout | Rejection]:
    """Code many readouts, in order.

    Parameters
    ----------
    readouts
        Any number; they are taken as they come and not held in memory.
    models
        The artefact that decides.
    workers
        Processes; the result is the same for any number of them.
    cluster
        Address of a Dask scheduler (``tcp://host:8786``) whose workers are to code, or ``local`` to start one here with
        ``workers`` processes; empty: this machine, without Dask. The result is the same.
    total
        How many readouts there are, for the progress shown.

    Yields
    ------
    CodedReadout or Rejection
        One for each readout.

    Raises
    ------
    InputError
        When the cluster cannot be reached.
    """
    with coder(models=models, workers=workers, cluster=cluster) as code:
        yield from code(readouts, total)


Code = Callable[[Iterable[Readout], int | None], Iterator[CodedReadout | Rejection]]
"""Codes readouts, in order; also takes how many there are, for the progress shown."""


@contextlib.contextmanager
def coder(*, models: str = DEFAULT_MODELS, workers: int = 1, cluster: str = "") -> Iterator[Code]:
    """Keep processes or a cluster ready while the block runs, for many partitions one after the other.

    Parameters
    ----------
    models, workers, cluster
        As in `annotate_readouts`.

    Yields
    ------
    callable
        ``code(readouts, total)``, as `annotate_readouts`.
    """
    with _parallel(workers, cluster) as parallel:

        def code(readouts: Iterable[Readout], total: int | None = None) -> Iterator[CodedReadout | Rejection]:
            source = iter(readouts)
            batches = iter(lambda: list(itertools.islice(source, BATCH)), [])
            coded: Iterable[list[CodedReadout | Rejection]]
            if parallel is None or (total is not None and total <= BATCH):  # starting workers would cost more than one batch
                coded = (annotate_batch(batch, models) for batch in batches)
            else:
                coded = parallel(joblib.delayed(annotate_batch)(batch, models) for batch in batches)
            done = 0
            for results in coded:
                done += len(results)
                progress.report("annotate", done, total)
                yield from results

        yield code


@contextlib.contextmanager
def _parallel(workers: int, cluster: str) -> Iterator[joblib.Parallel | None]:
    """Give what calls functions elsewhere: processes, or a cluster; None for this process."""
    if not cluster:
        yield None if workers == 1 else joblib.Parallel(n_jobs=workers, return_as="generator")
        return
    with connected(cluster, workers), joblib.parallel_config(backend="dask"):
        yield joblib.Parallel(return_as="generator")
