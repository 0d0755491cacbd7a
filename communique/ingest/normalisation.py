r"""Text as found → text as stored: line ends ``\n``, Unicode NFC, no control characters, and nothing else.

Later stages count offsets in the stored text, so no tag, space or quotation mark is touched here.
"""

from __future__ import annotations

import re
import unicodedata

# Control characters but tab and newline; surrogates, which no UTF-8 file can hold.
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def normalise_text(text: str) -> str:
    """Normalise a title or a text for storage; doing it twice changes nothing more.

    Parameters
    ----------
    text
        As decoded from the file.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNWANTED.sub("", text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
