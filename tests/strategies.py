"""Hypothesis strategies for texts and records, shared by the tests of all stages."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from communique.codebook import (
    CallType,
    DateBasis,
    Format,
    InitiatorBasis,
    Kind,
    Medium,
    OccasionId,
    Precision,
    ToneLabel,
    Toward,
)
from communique.records import Call, CodedReadout, Evidence, Occasion, Participant, Readout, ToneSpan
from communique.sources import LANGUAGES

SOURCES = ("kremlin", "elysee", "downing-street", "whitehouse", "gulf", "")
"""Publishers of every sort: of one state, of several, unknown."""

POLITIES = ("RUS", "FRA", "GBR", "DEU", "EUU", "UNO", "PSE", "")

ODD_CHARACTERS = "\u00a0\u202f\u200b\u0301\u0308\r\n\t🤝🇫🇷👩‍👩‍👧𝒜ﬁ«»“”’–…<>&"
"""What shifts offsets in careless programs: no-break spaces, combining marks, CRLF, characters beyond 16 bits, ligatures."""

days = st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31))
"""Days on which readouts can have been published."""

odd_texts = st.text(st.one_of(st.sampled_from(ODD_CHARACTERS), st.characters(codec="utf-8")), max_size=40)
"""Any text, with more odd characters than chance would give."""

stamps = st.one_of(
    days.map(dt.date.isoformat),
    st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2030, 12, 31), timezones=st.sampled_from([dt.UTC])).map(
        dt.datetime.isoformat
    ),
)
"""Publication stamps: days, and moments in UTC."""

SENTENCES = {
    "en": (
        "Vladimir Putin had a telephone conversation with President of France Emmanuel Macron.",
        "Yesterday, Emmanuel Macron phoned Boris Johnson at the latter's initiative.",
        "President Biden spoke by phone with President Zelenskyy of Ukraine on March 9, 2022.",
        "The leaders had a frank and constructive exchange of views.",
        "The President also congratulated Olaf Scholz on taking office.",
        "* * *",
        "Notes to editors",
    ),
    "fr": (
        "Emmanuel Macron s'est entretenu par téléphone avec Vladimir Poutine, à l'initiative de ce dernier.",
        "Le Président de la République a appelé le Chancelier allemand Olaf Scholz le 9 mars.",
        "L'échange a été franc ; le Président a exprimé sa vive préoccupation.",
        "M. Poutine a félicité le Président pour son élection.",
    ),
    "ru": (
        "Состоялся телефонный разговор Владимира Путина с Президентом Франции Эмманюэлем Макроном.",
        "Владимиру Путину позвонил Премьер-министр Великобритании Борис Джонсон.",
        "Вчера по инициативе французской стороны состоялся откровенный обмен мнениями.",
        "Темы Внешняя политика Лица Макрон Эмманюэль",
    ),
}
"""Sentences of the project's own, to be mixed with noise."""


@st.composite
def noisy_texts(draw: st.DrawFn, lang: str) -> str:
    """Draw sentences of calls with odd characters between, and sometimes inside them."""
    out = ""
    for sentence in draw(st.lists(st.sampled_from(SENTENCES[lang]), max_size=4)):
        words = sentence.split(" ")
        gaps = draw(
            st.lists(
                st.sampled_from([" ", " ", " ", " ", "\u00a0", "  ", "\n", "\r\n", " 🤝 "]),
                min_size=len(words),
                max_size=len(words),
            )
        )
        out += draw(odd_texts) + "".join(word + gap for word, gap in zip(words, gaps, strict=True))
    return out + draw(odd_texts)


@st.composite
def readouts(draw: st.DrawFn, *, titled: bool = True) -> Readout:
    """Draw readouts whose texts mix sentences of calls and noise."""
    lang = draw(st.sampled_from(LANGUAGES))
    return Readout(
        id=draw(st.from_regex(r"[a-z]{1,8}-[0-9]{1,4}", fullmatch=True)),
        source=draw(st.sampled_from(SOURCES)),
        lang=lang,
        published=draw(stamps),
        title=draw(noisy_texts(lang)) if titled else "",
        text=draw(noisy_texts(lang)),
    )


@st.composite
def passages(draw: st.DrawFn, readout: Readout) -> Evidence | None:
    """Draw a passage of a readout's text or title; None where both are empty."""
    where = draw(st.sampled_from([w for w in ("text", "title") if getattr(readout, w)] or [""]))
    if not where:
        return None
    body = getattr(readout, where)
    start = draw(st.integers(0, len(body) - 1))
    end = draw(st.integers(start + 1, len(body)))
    return Evidence(start, end, body[start:end], where)  # type: ignore[arg-type]


@st.composite
def calls(draw: st.DrawFn, readout: Readout, number: int = 1) -> Call:
    """Draw calls that a readout could tell, with evidence that stands in it."""
    names = st.text(min_size=1, max_size=12)
    people = draw(
        st.lists(
            st.builds(
                Participant, names, st.sampled_from(POLITIES), st.text(max_size=8), st.text(max_size=8), passages(readout)
            ),
            min_size=2,
            max_size=4,
        )
    )
    initiator = draw(st.sampled_from(["unstated", "mutual", "RUS", "FRA"]))
    bases = [InitiatorBasis.NONE] if initiator == "unstated" else [InitiatorBasis.EXPLICIT, InitiatorBasis.VERB]
    places = [p for p in draw(st.lists(passages(readout), max_size=3)) if p is not None]
    labels = st.lists(st.sampled_from(ToneLabel), min_size=1, max_size=3, unique=True).map(tuple)
    return Call(
        id=f"{readout.id}#{number}",
        readout_id=readout.id,
        source=readout.source,
        occurred_on=draw(days),
        participants=tuple(people),
        precision=draw(st.sampled_from(Precision)),
        basis=draw(st.sampled_from(DateBasis)),
        occurred_at=draw(st.sampled_from(["", "23:30:00+03:00"])),
        initiator=initiator,
        initiator_basis=draw(st.sampled_from(bases)),
        medium=draw(st.sampled_from(Medium)),
        format=Format.MULTILATERAL if len(people) > 2 else Format.BILATERAL,
        call_type=draw(st.sampled_from(CallType)),
        occasions=tuple(
            draw(
                st.lists(
                    st.builds(Occasion, st.sampled_from(OccasionId), st.just("RUS"), st.just("FRA"), passages(readout)),
                    max_size=2,
                )
            )
        ),
        tone=tuple(ToneSpan(p, draw(labels), draw(st.sampled_from(Toward))) for p in places),
    )


@st.composite
def coded_readouts(draw: st.DrawFn) -> CodedReadout:
    """Draw coded readouts with up to three calls."""
    readout = draw(readouts())
    told = tuple(draw(calls(readout, number)) for number in range(1, draw(st.integers(0, 3)) + 1))
    kind = Kind.CALL if told else draw(st.sampled_from([k for k in Kind if k is not Kind.CALL]))
    return CodedReadout(readout, kind, told, annotator=draw(st.text(max_size=10)), note=draw(st.text(max_size=10)))
