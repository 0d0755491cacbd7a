"""The extraction pipeline: a spaCy pipeline whose components leave what they found on the `Doc`.

``spacy.load`` of the shipped folder works alone: ``nlp("…")`` sets ``doc.spans["participants"]``, ``["dates"]``, ``["initiators"]``,
``["media"]``, ``["tone"]`` and ``["occasions"]`` and the sentences; `extract` adds title, publisher and date and returns a
`communique.drafts.DraftReadout`. Days are resolved against the publication date, so ``["dates"]`` is empty without `extract`.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import spacy
from spacy.attrs import IDX, SENT_START
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from communique import __version__
from communique.codebook import UNSTATED, DateBasis, Format, InitiatorBasis, Precision
from communique.drafts import CourtesyCandidate, DraftCall, DraftReadout, ToneCandidate
from communique.extract.courtesies import find_courtesies
from communique.extract.dates import DateFinding, find_date, find_time
from communique.extract.events import read_events
from communique.extract.initiators import InitiatorFinding, find_initiator
from communique.extract.matters import find_matters
from communique.extract.publishers import publisher
from communique.extract.reading import Event, Principal, Reading
from communique.extract.sides import Sides
from communique.extract.tone_spans import find_tone
from communique.names import name_key, name_keys
from communique.records import Call, Decision, Evidence, Participant, Readout
from communique.sources import Source

_NAME = "communique-rules"


@dataclass
class _Found:
    """What the components leave for each other and for `extract`."""

    readout: Readout
    source: Source | None
    published: dt.date | None
    reading: Reading | None = None
    sides: list[Sides] = field(default_factory=list)
    sentences: list[list[tuple[int, int]]] = field(default_factory=list)
    dates: list[DateFinding | None] = field(default_factory=list)
    initiators: list[InitiatorFinding | None] = field(default_factory=list)
    tones: list[tuple[ToneCandidate, ...]] = field(default_factory=list)
    courtesies: list[tuple[CourtesyCandidate, ...]] = field(default_factory=list)
    matters: list[tuple[Evidence, ...]] = field(default_factory=list)

    def clause_first(self) -> Iterator[tuple[Sides, list[tuple[int, int]]]]:
        """Yield each call's participants and sentences, the clause that reports it first."""
        for sides, ranges in zip(self.sides, self.sentences, strict=True):
            clause = sides.event.clause
            yield sides, list(dict.fromkeys([*([clause] if clause else []), *ranges]))


def _found(doc: Doc) -> _Found:
    """Return the working state of a document; one that came without a readout is given one of its text alone."""
    state = doc.user_data.get("communique")
    if state is None:
        readout = Readout(id="text", source="", lang=doc.lang_, published="", title="", text=doc.text)
        state = _Found(readout, None, None)
        doc.user_data["communique"] = state
    return state


def _group(doc: Doc, name: str, spans: list[tuple[int, int, str]]) -> None:
    """Store ranges as a span group, widened to whole tokens."""
    found = [doc.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in spans]
    doc.spans[name] = SpanGroup(doc, name=name, spans=[s for s in found if s is not None])


@Language.component("communique_events")
def events_component(doc: Doc) -> Doc:
    """Find sentences, calls and their participants."""
    state = _found(doc)
    readout = state.readout
    state.reading = reading = read_events(
        readout.title, readout.text, lang=readout.lang, on=state.published, source=state.source
    )
    state.sides = [Sides(event, state.published) for event in reading.events]
    state.sentences = _assign(reading, state.sides)
    _mark_sentences(doc, [s.start for s in reading.sentences])
    _group(
        doc,
        "participants",
        [
            (p.mention.name_start, p.mention.name_end, p.mention.polity)
            for event in reading.events
            for p in event.principals
            if p.where == "text" and p.mention.name_start >= 0
        ],
    )
    _group(doc, "media", [(*e.cue, str(e.medium)) for e in reading.events if e.cue_where == "text"])
    return doc


def _mark_sentences(doc: Doc, starts: list[int]) -> None:
    """Set the sentence starts of a document in one go: the setter of a token looks at the whole document each time."""
    if not len(doc):
        return
    marks = np.full((len(doc), 1), -1)
    marks[0] = 1
    marks[np.searchsorted(doc.to_array([IDX]).ravel(), [s for s in starts if s <= doc[-1].idx])] = 1
    doc.from_array([SENT_START], marks.astype(np.uint64))  # type: ignore[arg-type]  # the stub knows thinc's arrays only


def _assign(reading: Reading, sides: list[Sides]) -> list[list[tuple[int, int]]]:
    """Give each call its sentences: in a text of several calls, those that name its other side."""
    ranges = [(s.start, s.end) for s in reading.sentences]
    if len(sides) <= 1:
        return [ranges] * len(sides)
    shared = set.intersection(*({_identity(p) for p in s.event.principals} for s in sides))
    assigned: list[list[tuple[int, int]]] = [[] for _ in sides]
    current = list(range(len(sides)))
    for start, end in ranges:
        named = [
            i
            for i, s in enumerate(sides)
            if any(_identity(s.event.principals[f[2]]) not in shared for f in s.find(reading.text, start, end))
        ]
        current = named or current
        for index in current:
            assigned[index].append((start, end))
    return assigned


def _identity(principal: Principal) -> str:
    mention = principal.mention
    return mention.person.id if mention.person else f"{mention.polity}:{' '.join(name_keys(mention.name)[-1:])}"


@Language.component("communique_dates")
def dates_component(doc: Doc) -> Doc:
    """Find the day of each call in the clause that tells it, else in the title."""
    state = _found(doc)
    reading = state.reading
    if reading is not None and state.published is not None:
        for event, ranges in zip(reading.events, state.sentences, strict=True):
            state.dates.append(_date(reading, event, ranges, state.published))
    _group(doc, "dates", [(*d.span, str(d.basis)) for d in state.dates if d is not None and d.span is not None])
    return doc


def _date(reading: Reading, event: Event, ranges: list[tuple[int, int]], published: dt.date) -> DateFinding | None:
    title = reading.title
    dated = find_date(title, 0, len(title), lang=reading.lang, published=published, cue=(0, len(title)))
    stated = DateFinding(dated.on, dated.precision, dated.basis) if dated and dated.basis is DateBasis.STATED else None
    told = [(s.start, s.end) for s in reading.sentences[:2] if reading.cues.phone.search(reading.text, s.start, s.end)]
    first = [event.clause] if event.clause else ranges[:1]
    for start, end in dict.fromkeys([*first, *told]):
        cue = event.cue if event.cue_where == "text" and start <= event.cue[0] < end else (start, start + 40)
        found = find_date(reading.text, start, end, lang=reading.lang, published=published, cue=cue)
        if found is not None:
            return found if found.basis is DateBasis.STATED else stated or found
    return stated


@Language.component("communique_initiators")
def initiators_component(doc: Doc) -> Doc:
    """Find who made each call."""
    state = _found(doc)
    reading = state.reading
    if reading is not None:
        for sides, sentences in state.clause_first():
            state.initiators.append(find_initiator(reading.text, sentences, sides, lang=reading.lang))
    _group(doc, "initiators", [(*i.span, i.initiator) for i in state.initiators if i is not None])
    return doc


@Language.component("communique_tone")
def tone_component(doc: Doc) -> Doc:
    """Mark the phrases that may be tone."""
    state = _found(doc)
    for sides, sentences in state.clause_first():
        state.tones.append(find_tone(state.readout.text, sentences, sides, lang=state.readout.lang))
    _group(doc, "tone", [(c.evidence.start, c.evidence.end, str(c.labels[0])) for found in state.tones for c in found])
    return doc


@Language.component("communique_occasions")
def occasions_component(doc: Doc) -> Doc:
    """Mark the clauses that may pay a courtesy."""
    state = _found(doc)
    text, lang = state.readout.text, state.readout.lang
    for sides, sentences in state.clause_first():
        matters = find_matters(text, sentences, sides, lang=lang)
        state.matters.append(matters)
        state.courtesies.append(find_courtesies(text, sentences, sides, lang=lang, matters=matters))
    _group(doc, "occasions", [(c.evidence.start, c.evidence.end, c.cue) for found in state.courtesies for c in found])
    return doc


COMPONENTS = ("communique_events", "communique_dates", "communique_initiators", "communique_tone", "communique_occasions")


def make_pipeline(lang: str) -> Language:
    """Build the extraction pipeline of a language.

    Parameters
    ----------
    lang
        ``en``, ``fr`` or ``ru``.
    """
    nlp = spacy.blank(lang)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    nlp.meta.update(name=f"communique_{lang}", version=__version__, description="Calls between leaders in official readouts.")
    return nlp


def load_pipeline(path: Path) -> Language:
    """Load a saved pipeline with `spacy.load`."""
    return spacy.load(path)


def extract(nlp: Language, readout: Readout) -> DraftReadout:
    """Run the pipeline over a readout.

    Parameters
    ----------
    nlp
        A pipeline of the readout's language.
    readout
        The text with its title, publisher and publication stamp.

    Returns
    -------
    DraftReadout
        With one draft for each call that the readout reports.
    """
    source = publisher(readout.source)
    published = source.local_date(readout.published) if source and source.hosts else readout.published_on
    doc = nlp.make_doc(readout.text)
    state = _Found(readout, source, published)
    doc.user_data["communique"] = state
    for _, component in nlp.pipeline:
        doc = component(doc)
    reading = state.reading
    if reading is None:
        msg = f"pipeline {_pipeline_name(nlp)} has no component 'communique_events'"
        raise ValueError(msg)
    drafts = tuple(_draft(state, index) for index in range(len(reading.events)) if state.published is not None)
    return DraftReadout(readout, reading.kind, reading.medium, drafts, _pipeline_name(nlp))


@functools.lru_cache(maxsize=16)
def _pipeline_name(nlp: Language) -> str:
    return f"{nlp.meta['name']}-{nlp.meta['version']}"


def _draft(state: _Found, index: int) -> DraftCall:
    """Put together what the components found about one call."""
    reading, readout = state.reading, state.readout
    assert reading is not None and state.published is not None  # noqa: S101, PT018
    event, sides, ranges = reading.events[index], state.sides[index], state.sentences[index]
    date = (state.dates[index] if state.dates else None) or DateFinding(state.published, Precision.DAY, DateBasis.PUBLISHED)
    initiator = state.initiators[index] if state.initiators else None
    clause = event.clause or (ranges[0] if ranges else None)
    participants = tuple(_participant(p, readout, date.on) for p in event.principals)
    cue_text = readout.text if event.cue_where == "text" else readout.title
    cue = Evidence(*event.cue, cue_text[event.cue[0] : event.cue[1]], "text" if event.cue_where == "text" else "title")
    format_ = Format.MULTILATERAL if len(participants) > 2 else Format.BILATERAL
    doubtful = any(not p.polity for p in participants)
    decisions = {
        "occurred_on": _rule(date.on.isoformat(), "date", _evidence(readout, date.span)),
        "participants": _rule(
            "; ".join(f"{p.name} ({p.polity or '?'})" for p in participants),
            "participants",
            tuple(p.evidence for p in participants if p.evidence),
            review=doubtful,
        ),
        "medium": _rule(str(event.medium), "medium", (cue,)),
        "format": _rule(str(format_), "format", ()),
        "initiator": _rule(
            initiator.initiator if initiator else UNSTATED,
            "initiator",
            _evidence(readout, initiator.span if initiator else None),
        ),
    }
    call = Call(
        id=f"{readout.id}#{index + 1}",
        readout_id=readout.id,
        source=readout.source,
        occurred_on=date.on,
        participants=participants,
        precision=date.precision,
        basis=date.basis,
        occurred_at=_time(state, clause),
        initiator=initiator.initiator if initiator else UNSTATED,
        initiator_basis=initiator.basis if initiator else InitiatorBasis.NONE,
        medium=event.medium,
        format=format_,
        decisions=decisions,
    )
    order = list(dict.fromkeys([*([event.clause] if event.clause else []), *ranges]))
    return DraftCall(
        call,
        tuple(Evidence(a, b, readout.text[a:b]) for a, b in order),
        state.tones[index] if state.tones else (),
        state.courtesies[index] if state.courtesies else (),
        state.matters[index] if state.matters else find_matters(readout.text, order, sides, lang=readout.lang),
    )


def _rule(value: str, name: str, evidence: tuple[Evidence, ...], *, review: bool = False) -> Decision:
    return Decision(value, "rule", f"{_NAME}/{name}", __version__, evidence, review=review)


def _evidence(readout: Readout, span: tuple[int, int] | None) -> tuple[Evidence, ...]:
    return () if span is None else (Evidence(*span, readout.text[span[0] : span[1]]),)


def _participant(principal: Principal, readout: Readout, on: dt.date) -> Participant:
    mention = principal.mention
    evidence = None
    if mention.name_start >= 0 and principal.where in ("text", "title"):
        body = readout.text if principal.where == "text" else readout.title
        where: Literal["text", "title"] = "title" if principal.where == "title" else "text"
        evidence = Evidence(mention.name_start, mention.name_end, body[mention.name_start : mention.name_end], where)
    person = mention.person.id if mention.person else ""
    return Participant(_nominative(principal, readout), mention.polity, person, _office(principal, on), evidence)


def _nominative(principal: Principal, readout: Readout) -> str:
    """Give the name as written, or in the nominative where the language inflects it."""
    mention = principal.mention
    if readout.lang != "ru":
        return mention.name
    if mention.person is None or not mention.person.names_ru:
        from communique.extract.inflection import nominative  # noqa: PLC0415 - loads a dictionary of 10 MB

        return nominative(mention.name)
    written = [name_key(w) for w in mention.name.split()]
    for name in mention.person.names_ru:
        if [name_key(w) for w in name.split()] == written:
            return name
    return mention.person.names_ru[0]


def _office(principal: Principal, on: dt.date) -> str:
    mention = principal.mention
    if mention.office or mention.person is None:
        return mention.office
    term = mention.person.term_on(on)
    return term.title if term else ""


def _time(state: _Found, clause: tuple[int, int] | None) -> str:
    """Give the stated local time with the publisher's offset."""
    if clause is None:
        return ""
    time = find_time(state.readout.text, *clause, lang=state.readout.lang)
    if not time or state.source is None or state.published is None:
        return time and f"{time}:00"
    moment = dt.datetime.fromisoformat(f"{state.published.isoformat()}T{time}:00").replace(tzinfo=state.source.timezone)
    return moment.isoformat()[11:]


def pipeline_config(nlp: Language) -> dict[str, Any]:
    """Return what identifies a pipeline: language, components, version."""
    return {"lang": nlp.lang, "pipeline": list(nlp.pipe_names), "version": nlp.meta["version"]}
