"""A small count with everything in it that a report has to show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Literal

import msgspec
from report.judging import LEADERS, WINDOWS, fate_of, judged

from communique.codebook import (
    CallType,
    Format,
    InitiatorBasis,
    Kind,
    Medium,
    OccasionId,
    ToneLabel,
    Toward,
)
from communique.records import (
    Call,
    CodedReadout,
    Decision,
    Evidence,
    Match,
    Occasion,
    Participant,
    Readout,
    Reason,
    Rejection,
    ToneSpan,
)
from communique.report import Bin, CloseCall, ModelFacts, ReportContents, Told

FRENCH = ("Emmanuel Macron", "emmanuel-macron", "FRA", "President of France")
BRITISH = ("Theresa May", "theresa-may", "GBR", "Prime Minister of the United Kingdom")
LATER_BRITISH = ("Boris Johnson", "boris-johnson", "GBR", "Prime Minister of the United Kingdom")
GERMAN = ("Olaf Scholz", "olaf-scholz", "DEU", "Federal Chancellor of Germany")


def found(body: str, quote: str, where: Literal["text", "title"] = "text") -> Evidence:
    """Locate a quote."""
    start = body.index(quote)
    return Evidence(start, start + len(quote), quote, where)


def decision(value: str, *evidence: Evidence, name: str = "extract", **more: Any) -> Decision:
    return Decision(value, "rule" if name == "extract" else "model", name, "1.0.0", evidence, **more)


def telling(
    readout_id: str,
    text: str,
    *people: tuple[str, str, str, str],
    title: str = "Telephone conversation",
    source: str = "kremlin",
    standing: Literal["", "documented", "reconstructed"] = "",
    initiator: tuple[str, str] | None = None,
    medium: Medium = Medium.PHONE,
    call_type: CallType = CallType.SUBSTANTIVE,
    occasions: Iterable[tuple[OccasionId, str, str, str]] = (),
    tone: Iterable[tuple[str, tuple[ToneLabel, ...], Toward]] = (),
    probability: float | None = None,
    calls: Iterable[tuple[tuple[str, str, str, str], ...]] = (),
) -> CodedReadout:
    """Make a coded readout whose id ends in the date of its call; ``calls`` gives the people of several calls."""
    on = dt.date.fromisoformat(readout_id[-10:])
    readout = Readout(
        readout_id,
        source,
        "en",
        f"{on}T20:15:00+03:00",
        title,
        text,
        f"https://example.org/{readout_id}",
        f"sample.jsonl:{on.day}",
        standing,
    )
    doubtful = probability is not None and probability < 0.7
    why = (Reason("“questions of the settlement” names business", 1.4), Reason("“congratulated” is a courtesy", -0.6))
    made = []
    for number, others in enumerate(calls or [people], 1):
        decisions = {
            "occurred_on": decision(on.isoformat()),
            "medium": decision(str(medium), *([found(text, "telephone")] if "telephone" in text else [])),
            "call_type": decision(
                str(call_type),
                name="call_type",
                probability=probability,
                review=doubtful,
                reasons=why if probability else (),
            ),
        }
        if initiator:
            decisions["initiator"] = decision(initiator[0], found(text, initiator[1]))
        putin = Participant("Vladimir Putin", "RUS", "vladimir-putin", "President of Russia", found(text, "Vladimir Putin"))
        named = [Participant(n, polity, pid, office, found(text, n)) for n, pid, polity, office in others]
        made.append(
            Call(
                f"{readout_id}#{number}",
                readout_id,
                source,
                on,
                (putin, *named),
                initiator=initiator[0] if initiator else "unstated",
                initiator_basis=InitiatorBasis.EXPLICIT if initiator else InitiatorBasis.NONE,
                medium=medium,
                format=Format.MULTILATERAL if len(named) > 1 else Format.BILATERAL,
                call_type=call_type,
                occasions=tuple(
                    Occasion(oid, by, to, found(text, quote), decision(str(oid), found(text, quote), name="occasions"))
                    for oid, by, to, quote in occasions
                ),
                tone=tuple(
                    ToneSpan(
                        found(text, quote),
                        labels,
                        toward,
                        decision(" + ".join(labels), name="tone", probability=0.91),
                    )
                    for quote, labels, toward in tone
                ),
                decisions=decisions,
            )
        )
    return CodedReadout(readout, Kind.CALL, tuple(made), medium, "pipeline 1.0.0; call_type 1.0.0")


def readouts() -> tuple[CodedReadout, ...]:
    """Fourteen calls and four texts that tell none."""
    candid, businesslike = ToneLabel.CANDID, ToneLabel.BUSINESSLIKE
    letter = Readout(
        "kremlin-2017-05-10", "kremlin", "en", "2017-05-10", "Greetings to Emmanuel Macron", "A telegram was sent to Paris."
    )
    meeting = Readout(
        "kremlin-2018-05-24", "kremlin", "en", "2018-05-24", "Talks in St Petersburg", "The leaders met and dined."
    )
    plan = Readout("kremlin-2020-02-02", "kremlin", "en", "2020-02-02", "A call is planned", "They will speak tomorrow.")
    return (
        telling(
            "kremlin-2017-05-18",
            "Vladimir Putin had a telephone conversation with Emmanuel Macron.\n\nThe new head of state was"
            " congratulated on taking"
            " office. The two went over Ukraine and the fight against terror, and spoke of steps that both could take.",
            FRENCH,
            title="First telephone conversation with the new President of France",
            occasions=[(OccasionId.TAKING_OFFICE, "RUS", "FRA", "congratulated on taking office")],
            probability=0.61,
        ),
        telling(
            "kremlin-2017-06-26",
            "At the initiative of the French side, Vladimir Putin spoke by telephone with Emmanuel Macron. Syria"
            " and the pipelines"
            " were discussed in a constructive spirit.",
            FRENCH,
            initiator=("FRA", "At the initiative of the French side"),
            tone=[("in a constructive spirit", (ToneLabel.CONSTRUCTIVE,), Toward.EXCHANGE)],
            probability=0.97,
        ),
        telling(
            "kremlin-2017-09-16",
            "Vladimir Putin rang Theresa May and conveyed his condolences after the explosion on a train in London. 🚆",
            BRITISH,
            title="Condolences to Theresa May",
            initiator=("RUS", "Vladimir Putin rang"),
            call_type=CallType.CEREMONIAL,
            occasions=[(OccasionId.TERROR_CONDOLENCES, "RUS", "GBR", "condolences after the explosion")],
            probability=0.98,
        ),
        telling(
            "kremlin-2017-12-21",
            "Vladimir Putin and Theresa May talked over the telephone of the situation in the Gulf and of what"
            " their embassies need.",
            BRITISH,
            standing="reconstructed",
            probability=0.93,
        ),
        telling(
            "kremlin-2018-07-15",
            "Vladimir Putin gave Emmanuel Macron his best wishes over the telephone on the French national day.",
            FRENCH,
            call_type=CallType.CEREMONIAL,
            occasions=[(OccasionId.NATIONAL_DAY, "RUS", "FRA", "best wishes over the telephone on the French national day")],
            probability=0.95,
        ),
        telling(
            "kremlin-2019-11-18",
            "A thorough exchange on Donbass: Vladimir Putin and Emmanuel Macron prepared the summit of four over"
            " the telephone.",
            FRENCH,
            tone=[("A thorough exchange", (businesslike,), Toward.EXCHANGE)],
            standing="documented",
            probability=0.99,
        ),
        telling(
            "kremlin-2020-02-03",
            "Boris Johnson and Vladimir Putin discussed the climate summit by telephone.",
            LATER_BRITISH,
            standing="reconstructed",
            probability=0.9,
        ),
        telling(
            "kremlin-2021-06-18",
            "By videoconference, Vladimir Putin and Emmanuel Macron took stock of trade.",
            FRENCH,
            medium=Medium.VIDEO,
            probability=0.9,
        ),
        telling(
            "kremlin-2022-02-21",
            "Vladimir Putin had separate telephone conversations with Emmanuel Macron and with Olaf Scholz. Both"
            " were disappointed, he"
            " was told, yet ready to go on talking.",
            title="Two telephone conversations",
            calls=[(FRENCH,), (GERMAN,)],
            tone=[("disappointed", (ToneLabel.CONCERNED,), Toward.COUNTERPART)],
            probability=0.96,
        ),
        telling(
            "kremlin-2022-02-24",
            "Vladimir Putin took a telephone call from Emmanuel Macron late at night. It was a serious and frank"
            " exchange of views on"
            " Ukraine, and a detailed one.",
            FRENCH,
            initiator=("FRA", "took a telephone call from Emmanuel Macron"),
            tone=[
                ("a serious and frank exchange of views", (candid,), Toward.EXCHANGE),
                ("frank exchange of views on Ukraine, and a detailed one", (candid, businesslike), Toward.EXCHANGE),
            ],
            probability=0.99,
        ),
        telling(
            "kremlin-2022-05-28",
            "A telephone conversation of three: Vladimir Putin, Emmanuel Macron and Olaf Scholz spoke of grain"
            " and ports. Vladimir Putin"
            " condemned the shelling of towns.",
            FRENCH,
            GERMAN,
            tone=[("condemned the shelling", (ToneLabel.CONFRONTATIONAL,), Toward.THIRD_PARTY)],
            probability=0.99,
        ),
        telling(
            "elysee-2022-05-28",
            "Emmanuel Macron and Olaf Scholz called Vladimir Putin. The exchange was frank; the President"
            " expressed his deep concern to him.",
            FRENCH,
            GERMAN,
            source="elysee",
            title="Appel avec le président russe",
            initiator=("FRA", "called"),
            tone=[
                ("frank", (candid,), Toward.EXCHANGE),
                ("expressed his deep concern", (ToneLabel.CONCERNED,), Toward.COUNTERPART),
            ],
            probability=0.99,
        ),
        telling(
            "elysee-2022-09-11",
            "Emmanuel Macron spoke by telephone with Vladimir Putin about the safety of the power station.",
            FRENCH,
            source="elysee",
            probability=0.99,
        ),
        CodedReadout(letter, Kind.LETTER, medium=Medium.LETTER),
        CodedReadout(meeting, Kind.MEETING, medium=Medium.IN_PERSON),
        CodedReadout(plan, Kind.ANNOUNCEMENT, medium=Medium.PHONE),
        CodedReadout(msgspec.structs.replace(plan, id="kremlin-2020-02-04", title=""), Kind.CALL, medium=Medium.PHONE),
    )


def contents(**changes: Any) -> ReportContents:
    """Make the sample; any part can be changed."""
    coded = readouts()
    ledger = judged(coded, "sample", fate_of)
    expected = {
        "before-the-war": {"emmanuel-macron": 4, "theresa-may": 1, "boris-johnson": 1, "liz-truss": 0},
        "since-the-war": {"emmanuel-macron": 2, "theresa-may": 0, "boris-johnson": 0, "liz-truss": 0},
    }
    everything = judged(
        coded,
        "all-phone-calls",
        lambda c: (
            ("counted", "", "a call")
            if c.source == "kremlin" and c.participants[1].person in LEADERS
            else ("not_selected", "source", "another source")
        ),
    )
    parts: dict[str, Any] = {
        "title": "How often Vladimir Putin spoke with the leaders of France and Britain",
        "profile_text": "id: sample\ntitle: A sample\nselection:\n  sources: [kremlin]  # & no other\n",
        "profile_summary": (
            "Counted are telephone calls between Vladimir Putin and Emmanuel Macron, Theresa May, Boris Johnson or Liz Truss.",
            "Left out are ceremonial calls in which Vladimir Putin offered condolences after a terrorist attack.",
        ),
        "ledger": msgspec.structs.replace(ledger, expected=expected),
        "coded": coded,
        "alternatives": (everything,),
        "matches": (
            Match(
                "both",
                "kremlin",
                "elysee",
                "kremlin-2022-05-28#1",
                "elysee-2022-05-28#1",
                0,
                ("initiator: unstated | FRA",),
                "same principals, same day, same medium",
            ),
            Match("only_a", "kremlin", "elysee", "kremlin-2022-02-24#1", because="no call of these principals within a day"),
            Match("only_b", "kremlin", "elysee", "", "elysee-2022-09-11#1", because="no call of these principals within a day"),
            Match("ambiguous", "kremlin", "elysee", "kremlin-2022-02-21#1", because="two candidates are equally near"),
        ),
        "rejections": (
            Rejection("inbox/broken.html", "nested 9,000 tags deep. Save the page again.", "", "ingest"),
            Rejection("inbox/empty.txt", "holds no text. Leave it out.", "kremlin-2020-03-03", "ingest"),
            Rejection("kremlin-2020-03-04", "is in no supported language.", "kremlin-2020-03-04", "annotate"),
        ),
        "models": (
            ModelFacts(
                "call_type",
                "1.0.0",
                "substantive or ceremonial",
                {"F1 ceremonial": 0.9634, "Brier score": 0.021},
                "# Card\n\nTrained on <corpora>.\n\n| a | b |\n| --- | --: |\n| 1 | 2 |\n\n![picture](https://example.org/x.png)",
                confusion={"ceremonial": {"ceremonial": 90, "substantive": 10}, "substantive": {"substantive": 40}},
                by_publisher={"kremlin": {"F1": 0.96}, "elysee": {"F1": 0.9, "Brier": 0.03}},
                reliability=(Bin(0, 0.0, 0.0), Bin(30, 0.62, 0.6), Bin(110, 0.97, 0.95)),
            ),
            ModelFacts("tone", "1.0.0", "tone labels of a phrase"),
        ),
        "provenance": {"inputs": "sha256:" + "0f" * 32, "command": "communique run --profile sample", "communique": "0.1.0"},
        "leaders": LEADERS,
        "windows": WINDOWS,
        "source_titles": {"kremlin": "The Kremlin", "elysee": "The Élysée"},
        "rule_titles": {"bastille-day": "Greetings on Bastille Day"},
        "rule_reasons": {"bastille-day": "A greeting on a holiday is protocol."},
        "quote": "The Kremlin reported 6 telephone calls between Vladimir Putin and Emmanuel Macron.",
        "beside_quote": ("95 % intervals, where doubtful decisions leave room: Emmanuel Macron 3 to 5.",),
        "close_calls": (
            CloseCall(
                "kremlin-2017-05-18#1", counted=True, chance=0.61, moves=("call_type: ceremonial instead of substantive",)
            ),
        ),
        "told_too": (
            Told("emmanuel-macron", "since-the-war", 1, 1),
            Told("theresa-may", "since-the-war", 0, 2),
            Told("liz-truss", "since-the-war", 0),
        ),
        "datasheets": {"sample-corpus": "# Sample\n\nWritten for tests, see [the site](https://example.org/a)."},
        "command": "communique run --input sample --profile sample",
        "profile_titles": {"sample": "The published count", "all-phone-calls": "Every telephone call"},
    }
    return ReportContents(**{**parts, **changes})
