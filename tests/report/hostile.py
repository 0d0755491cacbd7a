"""A count with hostile values in every field that takes a free string."""

from __future__ import annotations

import datetime as dt

from report.sample import found

from communique.codebook import (
    DateBasis,
    InitiatorBasis,
    Kind,
    Medium,
    OccasionId,
    Precision,
    ToneLabel,
    Toward,
)
from communique.records import (
    Call,
    CodedReadout,
    Decision,
    Evidence,
    Ledger,
    LedgerRow,
    Match,
    Occasion,
    Participant,
    Readout,
    Reason,
    Rejection,
    Tally,
    ToneSpan,
)
from communique.report import Bin, CloseCall, Estimate, ModelFacts, ReportContents, Told

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></style></script><svg onload=alert(1)>",
    "javascript:alert(1)",
    "\u202egnp.exe\u202c\u2066\u0007",
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "x\r=1+1",
    "x\n=1+1",
    "{{ 7*7 }}{% include 'x' %}",
    "--><!--",
    "]]>",
    "&lt;script&gt;",
    "\u2028*/",
)
"""What people write who want a report to run, load, break or hide something."""


def hostile(payload: str) -> ReportContents:
    """Put a payload into every field that takes a free string."""
    text = f"Before {payload} between {payload} after."
    quote = found(text, payload)
    second = Evidence(quote.start - 1, quote.end + 1, text[quote.start - 1 : quote.end + 1])
    made = Decision(payload, "model", payload, payload, (quote, second), 0.5, review=True, reasons=(Reason(payload, 1.0),))
    readout = Readout(f"r{payload}", payload, payload, payload, f"Title {payload}", text, payload, payload, "reconstructed")
    silent = Readout(f"s{payload}", payload, payload, payload, payload, text, payload, payload, "documented")
    people = tuple(Participant(payload, payload, person, payload, quote) for person in (f"a{payload}", f"b{payload}"))
    person = Decision(payload, "human", payload, payload, reasons=(Reason(payload, 1.0),))
    call = Call(
        f"c{payload}",
        readout.id,
        payload,
        dt.date(2020, 2, 29),
        people,
        Precision.MONTH,
        DateBasis.RELATIVE,
        payload,
        payload,
        InitiatorBasis.VERB,
        Medium.UNKNOWN,
        occasions=(Occasion(OccasionId.THANKS, payload, payload, second, made),),
        tone=(ToneSpan(quote, (ToneLabel.CORDIAL,), Toward.EXCHANGE, made),),
        decisions={**dict.fromkeys(["occurred_on", "initiator", "call_type", payload], made), "medium": person},
    )
    rows = tuple(
        LedgerRow(call.id, status, payload, payload, payload, payload) for status in ("counted", "excluded", "not_selected")
    )
    tallies = (Tally("leader_window", (payload, payload), 1, 0, 2, (call.id,)), Tally(payload, (payload,), 1, 1, 1, (call.id,)))
    ledger = Ledger(payload, rows, tallies, {payload: {payload: 3}})
    return ReportContents(
        title=payload,
        profile_text=payload,
        profile_summary=(payload,),
        ledger=ledger,
        coded=(CodedReadout(readout, Kind.CALL, (call,), annotator=payload, note=payload), CodedReadout(silent, Kind.OTHER)),
        alternatives=(Ledger(f"alt{payload}", rows, tallies),),
        matches=tuple(
            Match(verdict, payload, payload, call.id, "" if verdict != "both" else call.id, 1, (payload,), payload)
            for verdict in ("both", "only_a", "ambiguous")
        ),
        rejections=(Rejection(payload, payload, payload, payload),),
        models=(
            ModelFacts(
                payload,
                payload,
                payload,
                {payload: 0.5},
                payload,
                confusion={payload: {payload: 3}},
                by_publisher={payload: {payload: 0.5}},
                reliability=(Bin(4, 0.7, 0.5),),
            ),
        ),
        provenance={payload: payload},
        leaders={payload: payload},
        windows={payload: payload},
        source_titles={payload: payload},
        profile_titles={payload: payload},
        rule_titles={payload: payload},
        rule_reasons={payload: payload},
        quote=payload,
        beside_quote=(payload,),
        close_calls=(CloseCall(call.id, counted=True, chance=0.5, moves=(payload,)),),
        estimates=(Estimate("leader_window", (payload, payload), 1, 1.0, 0.5, 1.5, payload),),
        told_too=(Told(payload, payload, 1, 2),),
        datasheets={payload: payload},
        command=payload,
    )
