import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.ingest.normalisation import normalise_text


@pytest.mark.parametrize(
    ("found", "stored"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("Fran\u0063\u0327ois", "François"),
        ("ru\u0438\u0306", "ruй"),
        ("a\x00b\x07c\x85d\x0ce", "abcde"),
        ("lone \ud83d half", "lone  half"),
        ("tab\tstays", "tab\tstays"),
        ("no\u00a0break\u202fspaces stay", "no\u00a0break\u202fspaces stay"),
        ("the 46<sup>th</sup> \\*President\\*", "the 46<sup>th</sup> \\*President\\*"),
        ("e\x00\u0301", "é"),  # a control character must not keep letter and accent apart
        ("👩‍👩‍👧 \ufeff\u200d", "👩‍👩‍👧 \ufeff\u200d"),
        ("  spaces around stay \n", "  spaces around stay \n"),
    ],
)
def test_text_is_stored_as_found_but_for_line_ends_composition_and_control_characters(found: str, stored: str) -> None:
    assert normalise_text(found) == stored


@given(st.text(st.characters(codec=None)))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise_text(text)
    assert normalise_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()
    assert not any(unicodedata.category(char) == "Cc" and char not in "\t\n" for char in once)


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"))))
def test_composed_text_without_control_characters_is_left_alone(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert normalise_text(composed) == composed
