"""The codebook's closed vocabularies, as enumerations.

The members' values are the codebook's own identifiers; they stand verbatim in records, configuration files,
training labels, table columns and reports.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a readout is; only a ``call`` yields calls by rule, the others are set aside with their kind."""

    CALL = "call"
    MEETING = "meeting"
    LETTER = "letter"
    STATEMENT = "statement"
    ANNOUNCEMENT = "announcement"
    OTHER = "other"


class Precision(StrEnum):
    """How precisely the date of a call is known."""

    DAY = "day"
    MONTH = "month"
    UNKNOWN = "unknown"


class DateBasis(StrEnum):
    """What the date of a call rests on."""

    STATED = "stated"
    RELATIVE = "relative"
    PUBLISHED = "published"


class InitiatorBasis(StrEnum):
    """What the initiator of a call rests on."""

    EXPLICIT = "explicit"
    VERB = "verb"
    NONE = "none"


class Medium(StrEnum):
    """How the principals communicated."""

    PHONE = "phone"
    VIDEO = "video"
    IN_PERSON = "in_person"
    LETTER = "letter"
    STATEMENT = "statement"
    UNKNOWN = "unknown"


class Format(StrEnum):
    """How many principals took part in one conversation."""

    BILATERAL = "bilateral"
    MULTILATERAL = "multilateral"


class CallType(StrEnum):
    """Whether anything beyond courtesies was reported."""

    SUBSTANTIVE = "substantive"
    CEREMONIAL = "ceremonial"


class OccasionId(StrEnum):
    """The ceremonial purposes (section 3 of the codebook)."""

    ELECTION_VICTORY = "election_victory"
    TAKING_OFFICE = "taking_office"
    NATIONAL_DAY = "national_day"
    TERROR_CONDOLENCES = "terror_condolences"
    DISASTER_CONDOLENCES = "disaster_condolences"
    BEREAVEMENT = "bereavement"
    BIRTHDAY = "birthday"
    SEASON_GREETINGS = "season_greetings"
    ANNIVERSARY = "anniversary"
    SPORT_OR_HONOUR = "sport_or_honour"
    RECOVERY_WISHES = "recovery_wishes"
    THANKS = "thanks"
    OTHER_COURTESY = "other_courtesy"


class ToneLabel(StrEnum):
    """The classes of tone (section 4 of the codebook)."""

    CONFRONTATIONAL = "confrontational"
    CANDID = "candid"
    CONCERNED = "concerned"
    BUSINESSLIKE = "businesslike"
    CONSTRUCTIVE = "constructive"
    CORDIAL = "cordial"


TONE_SCALE: dict[ToneLabel, int] = {
    ToneLabel.CONFRONTATIONAL: -2,
    ToneLabel.CANDID: -1,
    ToneLabel.CONCERNED: -1,
    ToneLabel.BUSINESSLIKE: 0,
    ToneLabel.CONSTRUCTIVE: 1,
    ToneLabel.CORDIAL: 2,
}
"""The codebook's scale, from open conflict (-2) to closeness displayed (+2)."""


class Toward(StrEnum):
    """Whom a tone span is about."""

    EXCHANGE = "exchange"
    COUNTERPART = "counterpart"
    THIRD_PARTY = "third_party"


UNSTATED = "unstated"
"""The initiator, or the payer of a courtesy, when the text does not say."""

MUTUAL = "mutual"
"""The initiator when both sides are named as such."""
