"""Calls, readouts and profiles for tests: written by hand in a line, or drawn by Hypothesis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from hypothesis import strategies as st

from communique.codebook import UNSTATED, CallType, Format, InitiatorBasis, Kind, Medium, OccasionId, ToneLabel, Toward
from communique.count.profile import ALL_TIME, Exclusion, Initiator, Profile, Selection, Side, When, Window
from communique.records import Call, CodedReadout, Decision, Evidence, Match, Occasion, Participant, Readout, ToneSpan

PUTIN = Participant("Vladimir Putin", "RUS", "vladimir-putin")
MACRON = Participant("Emmanuel Macron", "FRA", "emmanuel-macron")
MAY = Participant("Theresa May", "GBR", "theresa-may")
JOHNSON = Participant("Boris Johnson", "GBR", "boris-johnson")
MERKEL = Participant("Angela Merkel", "DEU", "angela-merkel")
STRANGER = Participant("Petra Nowhere", "AUT")

SUBSTANTIVE, CEREMONIAL = CallType.SUBSTANTIVE, CallType.CEREMONIAL


def made_call(day: str, *people: Participant, id: str = "k1#1", **fields: Any) -> Call:  # noqa: A002
    """Make a call by telephone that the Kremlin tells, unless said otherwise."""
    if fields.get("initiator", UNSTATED) != UNSTATED:
        fields.setdefault("initiator_basis", InitiatorBasis.EXPLICIT)
    people = people or (PUTIN, MACRON)
    return Call(
        id=id,
        readout_id=id.rpartition("#")[0],
        source=fields.pop("source", "kremlin"),
        occurred_on=dt.date.fromisoformat(day),
        participants=people,
        medium=fields.pop("medium", Medium.PHONE),
        format=fields.pop("format", Format.MULTILATERAL if len(people) > 2 else Format.BILATERAL),
        **fields,
    )


def told(*calls: Call, text: str = "", title: str = "", lang: str = "en", published: str = "") -> list[CodedReadout]:
    """Make the readouts that tell some calls; each has a text of its own unless one is given."""
    out = []
    for readout_id, group in groupby(calls, key=lambda call: call.readout_id):
        own = tuple(group)
        readout = Readout(
            readout_id, own[0].source, lang, published or str(own[0].occurred_on), title, text or f"Text of {readout_id}."
        )
        out.append(CodedReadout(readout, Kind.CALL, own))
    return out


def decided(value: str, probability: float | None = None, *, review: bool = False) -> Decision:
    """Make a model's decision; without a probability, a rule's."""
    return Decision(value, "rule" if probability is None else "model", "made", "1", probability=probability, review=review)


def occasion(what: str, by: str = "RUS", to: str = "FRA", probability: float | None = None) -> Occasion:
    """Make a courtesy."""
    return Occasion(OccasionId(what), by, to, decision=None if probability is None else decided(what, probability))


def exclusion(
    name: str,
    *occasions: str,
    by: str = "principal",
    call_type: CallType | None = CEREMONIAL,
    **when: Any,
) -> Exclusion:
    """Make an exclusion, of ceremonial calls unless said otherwise."""
    conditions = When(tuple(OccasionId(o) for o in occasions), Side(by) if occasions else Side.ANY, call_type, **when)
    return Exclusion(name, name.replace("-", " ").capitalize(), "It is protocol.", conditions)


PHONE = Selection(medium=(Medium.PHONE,))
KREMLIN = Selection(
    sources=("kremlin",),
    medium=(Medium.PHONE,),
    principal="vladimir-putin",
    counterparts=("emmanuel-macron", "theresa-may", "boris-johnson"),
)
WINDOWS = (
    Window("before", "before the war", dt.date(2017, 5, 7), dt.date(2022, 2, 23)),
    Window("since", "since the war", dt.date(2022, 2, 24), dt.date(2022, 10, 31)),
)


def made_profile(selection: Selection = KREMLIN, *exclusions: Exclusion, windows: Iterable[Window] = WINDOWS) -> Profile:
    """Make a profile."""
    return Profile("made", "Made for a test", selection=selection, windows=tuple(windows), exclusions=exclusions)


# --- what Hypothesis draws from: few people, days and sources, so that they meet often

_PEOPLE = (PUTIN, MACRON, MAY, JOHNSON, MERKEL, STRANGER)
_DAYS = tuple(f"2022-02-{day}" for day in (19, 20, 21, 23, 24, 25, 28))
_SOURCES = ("kremlin", "elysee", "downing-street", "")
_some_decision = st.one_of(
    st.none(),
    st.builds(decided, st.just("x"), st.one_of(st.none(), st.floats(0, 1)), review=st.booleans()),
)


@st.composite
def occasions(draw: st.DrawFn) -> Occasion:
    """Draw a courtesy."""
    what = draw(st.sampled_from([OccasionId.ELECTION_VICTORY, OccasionId.NATIONAL_DAY, OccasionId.BIRTHDAY]))
    by, to = draw(st.permutations(["RUS", "FRA", UNSTATED]))[:2]
    return Occasion(what, by, to, decision=draw(_some_decision))


@st.composite
def calls(draw: st.DrawFn, readout_id: str, number: int, source: str) -> Call:
    """Draw a call."""
    people = draw(st.lists(st.sampled_from(_PEOPLE), min_size=2, max_size=4, unique=True))
    initiator = draw(st.sampled_from(["RUS", "FRA", "mutual", UNSTATED]))
    decision = draw(_some_decision)
    return made_call(
        draw(st.sampled_from(_DAYS)),
        *people,
        id=f"{readout_id}#{number}",
        source=source,
        medium=draw(st.sampled_from([Medium.PHONE, Medium.PHONE, Medium.VIDEO, Medium.UNKNOWN])),
        initiator=initiator,
        call_type=draw(st.sampled_from(CallType)),
        occasions=tuple(draw(st.lists(occasions(), max_size=3))),
        tone=tuple(draw(st.lists(st.just(ToneSpan(Evidence(0, 4, "Text"), (ToneLabel.CANDID,), Toward.EXCHANGE)), max_size=1))),
        decisions={"call_type": decision} if decision else {},
    )


@st.composite
def corpora(draw: st.DrawFn, most: int = 6) -> list[CodedReadout]:
    """Draw some coded readouts of several sources, some of which repeat or translate each other."""
    found = []
    for place in range(draw(st.integers(0, most))):
        source = draw(st.sampled_from(_SOURCES))
        own = tuple(draw(calls(f"r{place}", number, source)) for number in range(1, draw(st.integers(0, 2)) + 1))
        text = draw(st.sampled_from([f"Text of r{place}.", "Text that stands twice."]))
        readout = Readout(f"r{place}", source, draw(st.sampled_from(["en", "ru"])), "2022-03-01", "A title", text)
        found.append(CodedReadout(readout, Kind.CALL, own))
    return found


@st.composite
def exclusions(draw: st.DrawFn, name: str) -> Exclusion:
    """Draw an exclusion."""
    what = tuple(
        draw(st.lists(st.sampled_from([OccasionId.ELECTION_VICTORY, OccasionId.NATIONAL_DAY]), max_size=2, unique=True))
    )
    by = draw(st.sampled_from(Side)) if what else Side.ANY
    call_type = draw(st.sampled_from([None, SUBSTANTIVE, CEREMONIAL]))
    begun = tuple(draw(st.lists(st.sampled_from(Initiator), max_size=2, unique=True)))
    return Exclusion(name, name, "Drawn.", When(what, by, call_type, begun))


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """Draw a profile."""
    counterparts = draw(st.lists(st.sampled_from(["emmanuel-macron", "theresa-may", "angela-merkel"]), max_size=3, unique=True))
    selection = Selection(
        sources=tuple(draw(st.lists(st.sampled_from(["kremlin", "elysee"]), max_size=2, unique=True))),
        medium=tuple(draw(st.lists(st.sampled_from([Medium.PHONE, Medium.VIDEO]), max_size=1))),
        principal=draw(st.sampled_from(["", "vladimir-putin"])),
        counterparts=tuple(counterparts),
        initiators=tuple(draw(st.lists(st.sampled_from(Initiator), max_size=3, unique=True))),
        call_types=tuple(draw(st.lists(st.sampled_from(CallType), max_size=1))),
    )
    rules = tuple(draw(exclusions(f"rule-{place}")) for place in range(draw(st.integers(0, 3))))
    windows = draw(st.sampled_from([WINDOWS, WINDOWS[1:], (ALL_TIME,)]))
    return made_profile(selection, *rules, windows=windows)


def both(a: str, b: str, verdict: str = "both") -> Match:
    """Make a match of a Kremlin call with one of the Élysée."""
    return Match(verdict, "kremlin", "elysee", a, b)  # type: ignore[arg-type]
