"""People as the tables' sentences name them; `in_call` puts several of them into calls of their own."""

from __future__ import annotations


def who(name: str, polity: str, person: str, *, written: str = "") -> str:
    """Tag a name; where ``written`` is another form of it, ``name`` is the nominative that is expected."""
    nominative = f' name="{name}"' if written else ""
    return f"<who polity={polity} person={person}{nominative}>{written or name}</who>"


def in_call(number: int, tagged: str) -> str:
    """Put a tagged person into one of several calls."""
    return tagged.replace("<who ", f"<who call={number} ", 1)


PUTIN = who("Vladimir Putin", "RUS", "vladimir-putin")
MACRON = who("Emmanuel Macron", "FRA", "emmanuel-macron")
SCHOLZ = who("Olaf Scholz", "DEU", "olaf-scholz")
DRAGHI = who("Mario Draghi", "ITA", "mario-draghi")
JOHNSON = who("Boris Johnson", "GBR", "boris-johnson")
ZELENSKYY = who("Volodymyr Zelenskyy", "UKR", "volodymyr-zelenskyy")
BIDEN = who("Joseph R. Biden, Jr.", "USA", "joe-biden")
XI = who("Xi Jinping", "CHN", "xi-jinping")
POUTINE = who("Vladimir Poutine", "RUS", "vladimir-putin")

TALK = f"{PUTIN} had a telephone conversation with President of France {MACRON}"
"""The usual sentence of a call, without its full stop."""

ENTRETIEN = f"{MACRON} s'est entretenu par téléphone avec {POUTINE}"
"""The same in French."""


def putin(written: str) -> str:
    """Tag Vladimir Putin in a Russian case."""
    return who("Владимир Путин", "RUS", "vladimir-putin", written=written)


def macron(written: str) -> str:
    """Tag Emmanuel Macron in a Russian case."""
    return who("Эмманюэль Макрон", "FRA", "emmanuel-macron", written=written)


RAZGOVOR = f"Состоялся телефонный разговор {putin('Владимира Путина')} с Президентом Франции {macron('Эмманюэлем Макроном')}"
"""The same in Russian."""
