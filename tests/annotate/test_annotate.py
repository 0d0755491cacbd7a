"""Texts → coded readouts: every passage fits, nothing is lost, and neither company nor order changes a result."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import ODD_CHARACTERS, SENTENCES, noisy_texts, odd_texts, readouts

from communique.annotate import BATCH, annotate, annotate_batch, annotate_readouts, annotator
from communique.codebook import CallType, Kind, Medium
from communique.errors import InputError
from communique.records import CodedReadout, Evidence, Readout, Rejection
from communique.resources import model_path
from communique.sources import LANGUAGES

Coded = CodedReadout | Rejection

open_texts = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def made(number: int = 1, **fields: str) -> Readout:
    """Make a readout of the Kremlin's that tells of a call, unless said otherwise."""
    given_fields = {
        "source": "kremlin",
        "lang": "en",
        "published": "2022-03-10",
        "title": "",
        "text": "Vladimir Putin had a telephone conversation with President of France Emmanuel Macron.",
        "origin": f"texts.csv:{number}",
    }
    return Readout(id=f"r{number}", **(given_fields | fields))  # type: ignore[arg-type]


REFUSED = {
    "no language": {"lang": ""},
    "a language that is not read": {"lang": "de"},
    "no text": {"text": ""},
    "a text of white space": {"text": " \n\t\u00a0"},
    "no date": {"published": ""},
    "a date in words": {"published": "soon"},
    "a month that does not exist": {"published": "2022-13-01"},
    "an hour that does not exist": {"published": "2022-03-10T25:00:00"},
    "the first day of the calendar": {
        "published": "0001-01-01",
        "text": "Yesterday Vladimir Putin phoned Emmanuel Macron.",
    },
    "a moment before the calendar": {"published": "0001-01-01T00:00:00+14:00"},
    "a moment after the calendar": {"published": "9999-12-31T23:59:59-12:00"},
    "half a character": {"text": "Vladimir Putin spoke \ud83e by telephone with Emmanuel Macron."},
    "half a character in the title": {"title": "Telephone call \udd1d"},
    "half a character in the publisher": {"source": "\ud83e"},
    "a word as long as a page": {"text": "A" * 4000},
    "a page of brackets": {"text": "(" * 20_000},
}
SET_ASIDE = {
    "a letter": {"text": "Vladimir Putin sent a telegram of congratulations to Emmanuel Macron."},
    "no call": {"text": "The budget was adopted."},
    "nothing but signs": {"text": "* * *"},
}


def passages(coded: CodedReadout) -> Iterator[Evidence]:
    for call in coded.calls:
        yield from (p.evidence for p in call.participants if p.evidence)
        yield from (o.evidence for o in call.occasions if o.evidence)
        yield from (t.evidence for t in call.tone)
        inner = [o.decision for o in call.occasions] + [t.decision for t in call.tone]
        for decision in [*call.decisions.values(), *inner]:
            yield from decision.evidence if decision else ()


def fits(coded: CodedReadout) -> bool:
    bodies = {"text": coded.readout.text, "title": coded.readout.title}
    return all(bodies[e.where][e.start : e.end] == e.quote for e in passages(coded))


def test_a_text_gives_its_call_with_everything_that_is_said_of_it() -> None:
    coded = annotate(
        "At the initiative of the French side, Vladimir Putin had a telephone conversation with President of France "
        "Emmanuel Macron yesterday. The conversation was frank.",
        title="Telephone conversation with President of France Emmanuel Macron",
        source="kremlin",
        published="2022-03-10",
    )
    (call,) = coded.calls
    assert coded.kind is Kind.CALL
    assert [(p.person, p.polity) for p in call.participants] == [("vladimir-putin", "RUS"), ("emmanuel-macron", "FRA")]
    assert (call.occurred_on.isoformat(), call.initiator, call.medium) == ("2022-03-09", "FRA", Medium.PHONE)
    assert (call.call_type, [t.evidence.quote for t in call.tone]) == (CallType.SUBSTANTIVE, ["frank"])
    assert {"occurred_on", "participants", "initiator", "medium", "format", "call_type"} <= set(call.decisions)
    assert fits(coded)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_is_read(lang: str) -> None:
    (call,) = annotate(SENTENCES[lang][0], published="2022-03-10", lang=lang).calls
    assert {p.person for p in call.participants} == {"vladimir-putin", "emmanuel-macron"}


def test_names_that_stand_in_the_title_only_are_quoted_from_it() -> None:
    coded = annotate(
        "The leaders discussed the grain corridor.",
        title="Telephone conversation with President of France Emmanuel Macron",
        source="kremlin",
        published="2022-03-10",
    )
    found = [p.evidence for p in coded.calls[0].participants if p.person == "emmanuel-macron"]
    assert [(e.where, e.quote) for e in found if e] == [("title", "Emmanuel Macron")]
    assert fits(coded)


@pytest.mark.parametrize("fields", REFUSED.values(), ids=REFUSED)
def test_one_text_that_cannot_be_coded_is_an_error(fields: dict[str, str]) -> None:
    text = made(**fields)
    with pytest.raises(InputError, match=r"\w"):
        annotate(text.text, title=text.title, source=text.source, published=text.published, lang=text.lang)


@pytest.mark.parametrize("fields", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_in_a_batch_it_is_a_rejection_with_its_reason_and_the_rest_goes_on(fields: dict[str, str], place: int) -> None:
    good = [made(1), made(2)]
    batch = [*good[:place], made(9, **fields), *good[place:]]
    found = annotate_batch(batch)
    rejected = found.pop(place)
    assert isinstance(rejected, Rejection)
    assert (rejected.readout_id, rejected.origin, rejected.stage) == ("r9", "texts.csv:9", "annotate")
    assert rejected.reason not in ("", "not reached")
    assert found == annotate_batch(good)


@pytest.mark.parametrize(
    ("fields", "way_out"),
    [
        ({"lang": "de"}, "'de'; readouts can be in en, fr, ru. Set 'lang'"),
        ({"lang": ""}, "not known'; readouts can be in en, fr, ru. Set 'lang'"),
        ({"text": "  "}, "the text is empty. Leave the readout out"),
        ({"published": ""}, "Give 'published' as YYYY-MM-DD"),
        ({"published": "soon"}, "published is 'soon', which is no date"),
        ({"published": "2022-13-01"}, "Give it as YYYY-MM-DD"),
        ({"published": "0001-01-01T00:00:00+14:00"}, "Look at the date"),
        ({"title": "\ud83e"}, "U+D83E, a lone surrogate). Save the text again as UTF-8"),
        ({"text": "(" * 20_000}, "Look at how it was saved"),
    ],
)
def test_a_reason_says_what_to_do(fields: dict[str, str], way_out: str) -> None:
    (rejected,) = annotate_batch([made(**fields)])
    assert isinstance(rejected, Rejection)
    assert way_out in rejected.reason


@pytest.mark.parametrize("fields", SET_ASIDE.values(), ids=SET_ASIDE)
def test_what_is_no_call_is_kept_with_its_kind(fields: dict[str, str]) -> None:
    (coded,) = annotate_batch([made(**fields)])
    assert isinstance(coded, CodedReadout)
    assert coded.kind is not Kind.CALL
    assert (coded.calls, coded.readout) == ((), made(**fields))


def test_what_is_no_call_needs_no_date() -> None:
    text = "On 10 May the President of Russia will hold talks with General Secretary To Lam in the Kremlin."
    (result,) = annotate_batch([made(published="", text=text)])
    assert isinstance(result, CodedReadout)
    assert result.calls == ()


def test_nothing_in_is_nothing_out() -> None:
    assert annotate_batch([]) == []
    assert list(annotate_readouts([])) == []


@open_texts
@given(st.lists(readouts(), max_size=4), st.sampled_from(list(REFUSED.values())), st.sampled_from(list(SET_ASIDE.values())))
def test_what_goes_in_is_annotated_not_a_call_or_rejected(
    drawn: list[Readout], refused: dict[str, str], aside: dict[str, str]
) -> None:
    batch = [*drawn, made(1), made(2, **refused), made(3, **aside)]
    found = list(annotate_readouts(batch))
    rejected = [f for f in found if isinstance(f, Rejection)]
    annotated = [f for f in found if isinstance(f, CodedReadout) and f.calls]
    no_call = [f for f in found if isinstance(f, CodedReadout) and not f.calls]
    assert len(batch) == len(annotated) + len(no_call) + len(rejected)
    assert min(len(annotated), len(no_call), len(rejected)) >= 1
    assert [f.readout_id if isinstance(f, Rejection) else f.readout.id for f in found] == [r.id for r in batch]


@open_texts
@given(readouts())
def test_every_passage_fits_its_quote_whatever_the_text(readout: Readout) -> None:
    (coded,) = annotate_batch([readout])
    if isinstance(coded, Rejection):
        assert not readout.text.strip()
        return
    assert coded.readout == readout
    assert fits(coded)
    assert [call.id for call in coded.calls] == [f"{readout.id}#{n}" for n in range(1, len(coded.calls) + 1)]
    assert msgspec.json.decode(msgspec.json.encode(coded), type=CodedReadout) == coded


@open_texts
@given(lang=st.sampled_from(LANGUAGES), data=st.data())
def test_odd_characters_between_words_do_not_hide_a_call(lang: str, data: st.DataObject) -> None:
    before, after = data.draw(odd_texts), data.draw(odd_texts)
    text = f"{before}\n\n{SENTENCES[lang][0]}\n\n{after}"
    coded = annotate(text, published="2022-03-10", source="kremlin", lang=lang)
    assert fits(coded)
    assert {"vladimir-putin", "emmanuel-macron"} in [{p.person for p in call.participants} for call in coded.calls]


HOSTILE = {
    "NUL": "\0",
    "marks that turn the direction": "\u202e\u2066\u2069",
    "combining marks": "a" + "\u0301" * 400,
    "joined emoji": "👩‍👩‍👧‍👦" * 60,
    "beyond 16 bits": "𝕍𝕝𝕒𝕕𝕚𝕞𝕚𝕣 ℙ𝕦𝕥𝕚𝕟",
    "full width": "Ｖｌａｄｉｍｉｒ Ｐｕｔｉｎ",
    "private use and unassigned": "\ue000\U0010ffff\u0378",
    "one long word": "A" * 400,
    "many brackets": "(" * 400,
    "many line feeds": "\n" * 4000,
    "many spaces": " " * 4000,
    "unclosed quotation marks": "“«„" * 100,
    "markup": "<script>alert(1)</script><!--" * 20,
    "a pattern": "(a+)+$ [^]]* \\1 {{7*7}} %s %n",
    "offices without names": "President of " * 400,
    "names without end": "Vladimir Putin and " * 200,
    "calls without end": "called, phoned, rang and telephoned " * 100,
    "courtesies without end": "congratulated and thanked and " * 100,
    "initiative without end": "at the initiative of " * 200,
    "dates without end": "9 March 2022, " * 300,
    "a date that does not exist": "on 31 February 2022 at 25:61",
    "a date of no calendar": "on March 0, 0000 and 99.99.9999",
    "abbreviations": "Mr. Dr. St. U.S. J.B. ",
    "Arabic and Chinese": "اتصل الرئيس بوتين هاتفيا بالرئيس ماكرون 普京与马克龙通电话",
    "Russian letters that look Latin": "Vlаdimir Рutin hаd а tеlерhоnе соnvеrsаtiоn",
    "digits of other scripts": "on ٩ March ٢٠٢٢ and ९ मार्च",
    "Turkish letters": "İstanbul'da ıİiI RECEP TAYYİP ERDOĞAN",
    "ligatures and sharp s": "ﬁﬀ ẞ straße Œuvre",
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_no_text_stops_the_program_or_hides_the_call_beside_it(hostile: str, lang: str) -> None:
    call = SENTENCES[lang][0]
    texts = [hostile, f"{hostile}\n\n{call}", f"{call}\n\n{hostile}"]
    batch = [
        made(n, text=text, title=title, lang=lang) for n, (text, title) in enumerate(itertools.product(texts, ["", hostile]))
    ]
    found = annotate_batch(batch)
    for readout, coded in zip(batch, found, strict=True):
        if isinstance(coded, Rejection):
            assert not readout.text.strip()
            continue
        assert fits(coded)
        if call in readout.text:
            people = [{p.person for p in told.participants} for told in coded.calls]
            assert any({"vladimir-putin", "emmanuel-macron"} <= who for who in people), readout.text[:80]


@open_texts
@given(
    text=st.one_of(st.text(), st.text(ODD_CHARACTERS), *(noisy_texts(lang) for lang in LANGUAGES)),
    title=st.text(),
    source=st.one_of(st.sampled_from(["kremlin", "elysee", ""]), st.text()),
    published=st.one_of(st.sampled_from(["", "2022-03-10", "2022-03-10T09:00:00Z"]), st.text(max_size=12)),
    lang=st.one_of(st.sampled_from(LANGUAGES), st.text(max_size=3)),
)
def test_any_input_is_coded_or_rejected(text: str, title: str, source: str, published: str, lang: str) -> None:
    (found,) = annotate_batch([made(text=text, title=title, source=source, published=published, lang=lang)])
    assert fits(found) if isinstance(found, CodedReadout) else found.reason not in ("", "not reached")


def corpus() -> list[Readout]:
    """Make texts of every sort, in three languages, with some that cannot be coded."""
    texts = [
        made(lang=lang, text=" ".join(sentences[start : start + 3]))
        for lang, sentences in SENTENCES.items()
        for start in range(len(sentences))
    ]
    texts += [made(**fields) for fields in (*REFUSED.values(), *SET_ASIDE.values())]
    return [msgspec.structs.replace(text, id=f"r{number}") for number, text in enumerate(texts)]


def one_at_a_time(texts: Sequence[Readout]) -> list[Coded]:
    return [result for text in texts for result in annotate_batch([text])]


def test_one_text_at_a_time_gives_what_the_batch_gives() -> None:
    assert one_at_a_time(corpus()) == annotate_batch(corpus())


@settings(deadline=None, max_examples=8)
@given(order=st.permutations(range(len(corpus()))), cut=st.integers(0, len(corpus())))
def test_order_and_batches_do_not_change_a_result(order: list[int], cut: int) -> None:
    alone = dict(enumerate(annotate_batch(corpus())))
    shuffled = [corpus()[i] for i in order]
    assert annotate_batch(shuffled[:cut]) + annotate_batch(shuffled[cut:]) == [alone[i] for i in order]


@pytest.mark.slow
def test_the_number_of_processes_does_not_change_a_result() -> None:
    many = [msgspec.structs.replace(text, id=f"{text.id}-{n}") for n in range(BATCH // len(corpus()) + 2) for text in corpus()]
    assert len(many) > BATCH
    assert list(annotate_readouts(many, workers=2)) == list(annotate_readouts(many, workers=1))


def test_texts_are_taken_as_they_come() -> None:
    taken: list[str] = []

    def endless() -> Iterator[Readout]:
        for number in itertools.count():
            taken.append(f"r{number}")
            yield made(number, text="The budget was adopted.")

    first = next(iter(annotate_readouts(endless())))
    assert isinstance(first, CodedReadout)
    assert first.readout.id == "r0"
    assert len(taken) <= 2 * BATCH


def test_the_same_text_is_coded_the_same_again() -> None:
    assert annotate_batch(corpus()) == annotate_batch(corpus())


def test_an_annotator_names_program_and_models_with_their_versions() -> None:
    first = annotator()
    assert first == annotator("communique-decisions")
    name, _, rest = first.partition("; ")
    assert name.startswith("communique-")
    model, _, digest = rest.partition("@")
    assert annotator(model) == first
    assert len(digest) == 12


def test_every_coded_readout_names_who_coded_it() -> None:
    coded = [c for c in annotate_batch(corpus()) if isinstance(c, CodedReadout)]
    assert {c.annotator.split("-")[0] for c in coded} == {"communique_en", "communique_fr", "communique_ru"}
    assert all("; communique-decisions-" in c.annotator for c in coded)


@pytest.mark.slow
def test_a_pipeline_of_which_a_byte_was_changed_codes_nothing(tmp_path: Path) -> None:
    """In a process of its own, as a pipeline that was loaded stays in memory."""
    shipped = model_path("communique-en")
    copy = Path(shutil.copytree(shipped, tmp_path / "models" / shipped.name))
    (copy / "tokenizer").write_bytes((model_path("communique-fr") / "tokenizer").read_bytes())
    code = "from communique.annotate import annotate; annotate('Putin telephoned Macron.', published='2022-03-10')"
    environment = {**os.environ, "COMMUNIQUE_HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, check=False, capture_output=True, encoding="utf-8")
    assert f"ModelError: {copy / 'tokenizer'}: was changed" in ran.stderr
