import datetime as dt

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
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
from communique.errors import StoreError
from communique.records import (
    Call,
    CodedReadout,
    Decision,
    Evidence,
    LedgerRow,
    Occasion,
    Participant,
    Readout,
    Reason,
    Rejection,
    Tally,
    ToneSpan,
)
from communique.store.schema import arrow_schema, from_parquet, to_parquet

AWKWARD = "Zoë\u0301 said\u00a0« oui »\u202f: 👩‍👩‍👧 🇫🇷 е\u0308\tтабло\nline\u2028\ufeff\x85"
TEXTS = st.one_of(st.just(AWKWARD), st.text(st.characters(codec="utf-8"), max_size=30))
WORDS = st.one_of(st.just(""), TEXTS)


@st.composite
def evidences(draw: st.DrawFn, readout: Readout) -> Evidence | None:
    where, body = draw(st.sampled_from([("text", readout.text), ("title", readout.title)]))
    if not body or draw(st.booleans()):
        return None
    start = draw(st.integers(0, len(body) - 1))
    end = draw(st.integers(start + 1, len(body)))
    return Evidence(start, end, body[start:end], where)


@st.composite
def decisions(draw: st.DrawFn, readout: Readout) -> Decision:
    return Decision(
        value=draw(WORDS),
        by=draw(st.sampled_from(["rule", "model", "human"])),
        name=draw(WORDS),
        version="1",
        evidence=tuple(e for e in draw(st.lists(evidences(readout), max_size=2)) if e),
        probability=draw(st.none() | st.floats(0, 1)),
        review=draw(st.booleans()),
        reasons=tuple(draw(st.lists(st.builds(Reason, WORDS, st.floats(allow_nan=False, allow_infinity=False)), max_size=2))),
    )


@st.composite
def calls(draw: st.DrawFn, readout: Readout, number: int) -> Call:
    people = st.builds(Participant, WORDS, WORDS, WORDS, WORDS, evidences(readout))
    courtesies = st.builds(
        Occasion, st.sampled_from(OccasionId), WORDS, WORDS, evidences(readout), st.none() | decisions(readout)
    )
    labels = st.lists(st.sampled_from(ToneLabel), min_size=1, max_size=3).map(tuple)
    tones = st.builds(ToneSpan, evidences(readout), labels, st.sampled_from(Toward), st.none() | decisions(readout))
    initiator, basis = draw(st.sampled_from([("unstated", InitiatorBasis.NONE), ("FRA", InitiatorBasis.VERB)]))
    return Call(
        id=f"{readout.id}#{number}",
        readout_id=readout.id,
        source=readout.source,
        occurred_on=draw(st.dates()),
        participants=tuple(draw(st.lists(people, min_size=2, max_size=3))),
        precision=draw(st.sampled_from(Precision)),
        basis=draw(st.sampled_from(DateBasis)),
        occurred_at=draw(st.sampled_from(["", "23:30:00+03:00"])),
        initiator=initiator,
        initiator_basis=basis,
        medium=draw(st.sampled_from(Medium)),
        format=draw(st.sampled_from(Format)),
        call_type=draw(st.sampled_from(CallType)),
        occasions=tuple(draw(st.lists(courtesies, max_size=2))),
        tone=tuple(tone for tone in draw(st.lists(tones, max_size=2)) if tone.evidence),
        decisions=draw(st.dictionaries(st.sampled_from(["initiator", "medium", "call_type"]), decisions(readout))),
    )


READOUTS = st.builds(
    Readout,
    TEXTS,
    WORDS,
    st.sampled_from(["en", "fr", "ru"]),
    WORDS,
    WORDS,
    TEXTS,
    WORDS,
    WORDS,
    st.sampled_from(["", "documented"]),
)


@st.composite
def coded_readouts(draw: st.DrawFn) -> CodedReadout:
    readout = draw(READOUTS)
    found = tuple(draw(calls(readout, number)) for number in range(draw(st.integers(0, 2))))
    return CodedReadout(readout, draw(st.sampled_from(Kind)), found, draw(st.sampled_from(Medium)), draw(WORDS), draw(WORDS))


def back(content: bytes, kind: type[msgspec.Struct]) -> list[msgspec.Struct]:
    return from_parquet(content, kind, place="x.parquet", way_out="Write it again.")


@settings(deadline=None)
@given(st.lists(coded_readouts(), max_size=4))
def test_coded_readouts_come_back_as_they_were(records: list[CodedReadout]) -> None:
    content, n = to_parquet(records, CodedReadout)
    assert n == len(records)
    assert back(content, CodedReadout) == records
    assert to_parquet(records, CodedReadout)[0] == content


@settings(deadline=None)
@given(st.lists(READOUTS, max_size=4))
def test_readouts_come_back_as_they_were(records: list[Readout]) -> None:
    assert back(to_parquet(records, Readout)[0], Readout) == records


@settings(deadline=None)
@given(
    st.lists(st.builds(Tally, WORDS, st.lists(WORDS).map(tuple), st.integers(0, 9), st.just(0), st.just(9), st.just(("a#1",))))
)
def test_tallies_come_back_as_they_were(records: list[Tally]) -> None:
    assert back(to_parquet(records, Tally)[0], Tally) == records


def test_coded_readout_has_the_columns_that_other_programs_expect() -> None:
    schema = arrow_schema(CodedReadout)
    assert schema.names[:9] == ["id", "source", "lang", "published", "title", "text", "url", "origin", "standing"]
    assert schema.names[9:] == ["kind", "calls", "medium", "annotator", "note"]
    call = schema.field("calls").type.value_type
    assert call.field("occurred_on").type == pa.date32()
    assert call.field("participants").type.value_type.field("polity").type == pa.string()
    assert call.field("tone").type.value_type.field("labels").type.value_type == pa.string()
    assert pa.types.is_map(call.field("decisions").type)
    assert call.field("decisions").type.item_type.field("probability").type == pa.float64()


@pytest.mark.parametrize("kind", [CodedReadout, Readout, Rejection, LedgerRow, Tally, Call])
def test_no_field_of_a_record_is_forgotten(kind: type[msgspec.Struct]) -> None:
    fields = {field.name for field in msgspec.structs.fields(kind)}
    if kind is CodedReadout:
        fields = fields - {"readout"} | {field.name for field in msgspec.structs.fields(Readout)}
    assert set(arrow_schema(kind).names) == fields


def test_columns_can_be_read_without_this_program() -> None:
    readout = Readout("r1", "kremlin", "en", "2022-02-24", "A call", "They spoke.")
    people = (Participant("A", "RUS"), Participant("B", "NOR"))
    call = Call(
        "r1#1", "r1", "kremlin", dt.date(2022, 2, 24), people, decisions={"medium": Decision("phone", "rule", "m", "1")}
    )
    content, _ = to_parquet([CodedReadout(readout, Kind.CALL, (call,), Medium.PHONE)], CodedReadout)
    (row,) = pq.read_table(pa.BufferReader(content)).to_pylist()
    assert (row["id"], row["kind"], row["medium"], row["calls"][0]["occurred_on"]) == (
        "r1",
        "call",
        "phone",
        dt.date(2022, 2, 24),
    )
    assert [person["polity"] for person in row["calls"][0]["participants"]] == ["RUS", "NOR"]
    assert dict(row["calls"][0]["decisions"])["medium"]["value"] == "phone"


def test_half_a_surrogate_pair_cannot_be_stored() -> None:
    with pytest.raises(StoreError, match=r"a Readout cannot be stored: .*valid Unicode"):
        to_parquet([Readout("r1", "", "en", "", "", "half \ud83d")], Readout)


def rewritten(records: list[CodedReadout], **columns: list[object]) -> bytes:
    table = pq.read_table(pa.BufferReader(to_parquet(records, CodedReadout)[0]))
    for name, values in columns.items():
        table = table.set_column(table.schema.get_field_index(name), name, pa.array(values))
    out = pa.BufferOutputStream()
    pq.write_table(table, out)
    return out.getvalue().to_pybytes()


@pytest.mark.parametrize("columns", [{"kind": ["shout"]}, {"text": [7]}, {"text": [None]}, {"text": ["They sang."]}])
def test_file_that_holds_something_else_is_refused(columns: dict[str, list[object]]) -> None:
    readout = Readout("r1", "", "en", "", "", "They spoke.")
    people = (Participant("A", "RUS"), Participant("B", "NOR", evidence=Evidence(5, 10, "spoke")))
    coded = CodedReadout(readout, Kind.CALL, (Call("r1#1", "r1", "", dt.date(2022, 2, 24), people),))
    assert back(rewritten([coded]), CodedReadout) == [coded]
    with pytest.raises(StoreError, match=r"x\.parquet is damaged or of another version .*Write it again\."):
        back(rewritten([coded], **columns), CodedReadout)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"no parquet at all"])
def test_file_that_is_no_parquet_is_refused(content: bytes) -> None:
    with pytest.raises(StoreError, match="damaged"):
        back(content, Readout)
