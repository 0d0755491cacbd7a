"""The words by which a text says that a call took place, in English, French and Russian.

Each pattern's comment or name says which wordings it covers; the grammar that uses them is in `communique.extract.events`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Cues:
    """The patterns of one language.

    Attributes
    ----------
    stems
        Lower-case beginnings of which every wording of `phone`, `call`, `video`, `spoke`, `rang` and `rung` holds one: a sentence without
        any of them need not be read. Looking for them costs a fiftieth of the patterns.
    phone
        Nouns and adverbs that say that the medium was the telephone.
    call
        Nouns that say it less plainly ("his call with"); taken as phone where nothing says otherwise.
    video
        The same for video links.
    spoke
        Verbs of conversing that say nothing of the medium.
    rang
        Verbs whose subject made the call and whose object follows at once.
    rung
        Passive and receiving forms: the subject got the call, the caller follows.
    with_
        What stands between the cue and the other side.
    future, meeting, letter
        Wordings that say that it is none: announced, in person, in writing.
    joint, separate
        Wordings that say whether several interlocutors were on one line.
    crowd
        What follows "with" where nobody is named ("with members of the Security Council").
    own
        Pronouns and bare offices that mean the publisher's side.
    """

    stems: tuple[str, ...]
    phone: re.Pattern[str]
    call: re.Pattern[str]
    video: re.Pattern[str]
    spoke: re.Pattern[str]
    rang: re.Pattern[str]
    rung: re.Pattern[str]
    with_: re.Pattern[str]
    future: re.Pattern[str]
    meeting: re.Pattern[str]
    letter: re.Pattern[str]
    joint: re.Pattern[str]
    separate: re.Pattern[str]
    plural: re.Pattern[str]
    crowd: re.Pattern[str]
    also: re.Pattern[str]
    earlier: re.Pattern[str]
    between: re.Pattern[str]
    conjunction: re.Pattern[str]

    def may_tell(self, sentence: str) -> bool:
        """Tell whether a sentence holds any word of which a call could be told."""
        lowered = sentence.lower()
        return any(stem in lowered for stem in self.stems)


def _re(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern, flags)


ENGLISH = Cues(
    stems=(
        "call",
        "phon",
        "spoke",
        "speak",
        "talk",
        "video",
        "convers",
        "virtual",
        "conference",
        "conferr",
        "dial",
        "rang",
        "rung",
        "rings",
        "contact",
        "reached",
        "by a ",
        "on a ",
        "touched base",
        "came in from",
    ),
    phone=_re(
        r"\b(?:tele)?phon(?:e|ic) (?:conversations?|calls?|talks?|discussions?|contacts?|conferences?|exchanges?|consultations?)\b"
        r"|\b(?:conversations?|talks?|discussions?|contacts?|consultations?) (?:\w+ )?(?:by|over the|on the) (?:tele)?phone\b"
        r"|\b(?:by|over|over the|on|on the|via) (?:secure |tele)?\s?phone\b|\btelephonically\b|\bon the (?:tele)?phone\b|\bby telephone\b|\btelephone conversation\b|\bteleconference\b|\bphoned\b|\btelephoned\b"
        r"|\bconference calls?\b|\b(?:tele)?phone (?:diplomacy|greetings|contacts)\b|\btelephonic (?:word|interaction)\b|\b(?:had|took) (?:one|two|three|several|numerous) on the line\b|\b(?:by|on) a (?:secure )?(?:line|call)\b|\brang\b|\btelephone\b|\bdial(?:l)?ed\b|\bphones\b",
    ),
    call=_re(
        r"\bcalls?\b(?! to action)(?= (?:today |yesterday |this \w+ |on \w+ |late |earlier |\w+ )?(?:with|from|to|between|by|took|was)\b)|(?<!press )(?<!Press )\bcall(?:s)?:? with\b"
        r"|\b(?:held|holds|had|has|hosted|convened|joined|made|took|placed|received|receives|got) (?:a|an|his|her|their|another|the|separate|two|three|several)(?: [\w-]+){0,3} calls?\b(?! for)"
        r"|(?:^|\W)call (?:with|to|from)\b(?! action)|\bleaders?[’']? call\s*$|\bduring (?:the|their|this|that) (?:\w+ )?call\b|\bin (?:a|the) call\b(?! to action)|\bPM calls?\b|[’']s? calls?\b(?! to action| for| on)|\b(?:one|two|three|four|several|numerous|separate|short|joint|three-way) calls\b|\bcalls:",
    ),
    video=_re(
        r"\bvideo[ -]?(?:tele)?(?:conferenc(?:e|es|ing)|calls?|links?|conversations?|talks?|meetings?)\b|\bvia video\b|\bby video\b|\bmet on screen\b|\bvirtual interaction\b|\bover (?:a )?(?:secure )?video\b"
        r"|\bvirtual(?:ly)? (?:bilateral |trilateral )?(?:meeting|met|call|meet|talks)\b|\bmet virtually\b|\bheld virtual\b",
    ),
    spoke=_re(
        r"\b(?:spoke|speaks|spoken|speak|talked|talks (?=with|to)|conversed|conferred|conversation|touched base|was in touch|had a (?:\w+ )?(?:word|chat))\b"
    ),
    rang=_re(
        r"(?<![-‑])\b(?:called|phoned|telephoned|rang(?: up)?|dial(?:l)?ed|calls|phones|rings|contacted|reached(?= (?:(?-i:[A-Z])|the (?-i:[A-Z])|h(?:is|er|im)\b|them\b|both\b|out to\b))|got hold of|got through to|got in touch by (?:tele)?phone with|(?:first|able|took the time) to (?:phone|call|ring|telephone))(?= (?!agreement|accord|consensus|understanding|common|its\b|their\b|his\b|that\b|took\b|take\b|were\b|was\b|had\b|have\b|for\b|on\b|upon\b|to\b|off\b|attention\b|out\b|from\b|with\b|between\b|this\b|today\b|throughout\b|an?\b|by\b|it\b|in\b|during\b|of\b))"
    ),
    rung=_re(
        r"\b(?:received|receives|receive|got|took|takes|accepted|had|fielded|answered)(?: [\w,]+){0,5}?(?: (?:a|an|another|the|his|her)(?: [\w-]+){0,4} call| (?:[\w-]+ ){0,3}calls) (?:\w+ ){0,4}?(?:from|made by|placed by|of(?= (?:President|Prime|King|Chancellor|Emir|Secretary)))\b"
        r"|\b(?:was|were|been) (?:called|phoned|telephoned|rung(?: up)?|contacted|reached)(?: [\w,]+){0,6} by\b(?! (?:tele)?phone)"
        r"|\ba (?:\w+ )?call came (?:in )?(?:\w+ )?from\b|\bcame in from\b",
    ),
    with_=_re(r"\b(?:with|to|from|between|by|of)\b"),
    future=_re(
        r"\b(?:will|shall|plans? to|is to|are to|is (?:due|scheduled|expected|set|planned|slated) (?:to|for)|are (?:due|scheduled|expected|planned|set) (?:to|for)"
        r"|would be held|intends? to|looks? forward to (?:speaking|a call)|is expected|is planned|expects? to|hopes? to|planned|put off|postponed|cancelled|canceled|scheduled|did not take place|has been no|was to take place|there was no|on (?:his|her) schedule|is being prepared|is foreseen|has not taken place|no (?:\w+ )?(?:call|conversation|talk)s? (?:\w+ ){0,6}(?:took place|was held|has taken place|had been)|no truth|denied reports|denies reports|was not held|clarification|will not comment|were no calls|has been agreed for|to speak with|to hold)\b",
    ),
    meeting=_re(
        r"\b(?:met (?!virtually)(?:today |yesterday |\w+day )?(?:with|in|at|the|for)?|meeting with|meetings with|held a meeting|welcomed|received (?!a (?:\w+ )*call)|hosted|visit(?:ed)? to|arrived|bilateral meeting|on the (?:sidelines|margins)|working session|summit|sat down with|paid a visit)\b",
    ),
    letter=_re(
        r"\b(?:sent|addressed|conveyed) (?:a|his|her|the|an) (?:\w+ ){0,3}(?:message|telegram|letter|cable|greetings|condolences|congratulations)\b|\b(?:telegram|letter|message) (?:of|to|from|reads?)\b|\bmessage reads\b|^(?:condolences|greetings|congratulations|birthday greetings)\b|\bsent (?:condolences|congratulations|greetings|birthday)\b|\bin (?:a|his|her) (?:letter|message|telegram)\b",
    ),
    joint=_re(
        r"\b(?:three-way|trilateral|four-way|four-party|quadrilateral|five-way|joint|jointly|conference call|group call|teleconference|normandy|together|multilateral|quint|quad|in one call|same line|collective|all on)\b",
    ),
    separate=_re(
        r"\b(?:separate(?:ly)?|in turn|one after (?:the other|another)|each of|individual(?:ly)?|respectively|also spoke|as well as with|then spoke|back-to-back|a series of|successive|and, later|and later|in two calls|two calls|three calls)\b"
    ),
    plural=_re(r"\b(?:conversations|calls|phone talks|telephone talks|discussions)\b"),
    crowd=_re(
        r"^\s*(?:the )?(?:\w+ ){0,3}?(?:members|participants|representatives|heads of|governors|leaders|officials|ministers|counterparts|executives|CEOs|families|students|athletes|crew)\b"
    ),
    also=_re(
        r"\b(?:also|separately|separate|later|then|earlier|in another|another|subsequently|a further|second call|meanwhile|in addition|on the same day|the same day|afterwards)\b"
    ),
    earlier=_re(
        r"\b(?:recent|last week|last month|previous|earlier|preceding|last|prior|yesterday's|as agreed in|following (?:the|their|his|her|a|up)|(?:after|on|about|since|from|in line with) (?:the|their|his|her))\b(?: \w+){0,4}\s*$"
    ),
    between=_re(r"\bbetween\b"),
    conjunction=_re(
        r"^[\s,;]*(?:and|&|as well as|along with|together with|joined by|accompanied by|and also|then|and then|and later|followed by)?[\s,]*(?:with |to |by )?(?:the |his |her |also )?(?:\w+ counterpart,? )?$"
    ),
)

FRENCH = Cues(
    stems=(
        "téléphon",
        "entretien",
        "entretenu",
        "appel",
        "échang",
        "visio",
        "vidéo",
        "convers",
        "parlé",
        "coup de ",
        "joint",
        "attache",
        "contact",
    ),
    phone=_re(
        r"\b(?:entretiens?|conversations?|appels?|échanges?|entrevues?|communications?)(?: \w+)? téléphoniques?\b|\bpar téléphone\b|\bau téléphone\b|\btéléphon(?:é|iquement|er)\w*\b|\bcoups? de (?:fil|téléphone)\b|\btéléphoniques?\b|\b(?:eu|avoir|avait) en ligne\b|\bau bout du fil\b",
    ),
    call=_re(
        r"\bappels?\b(?= (?:avec|de|du|à|au|entre|reçus?)\b)|\b(?:a|ont) appelé\b|\bappel\b(?! (?:à la|aux|à l['’]|au (?:calme|cessez|dialogue)))|\bappels reçus\b"
    ),
    video=_re(
        r"\b(?:visio-?conférence|visio|vidéo-?conférence|entretien vidéo|par vidéo|en vidéo|(?:par )?liaison vidéo|échange vidéo|en visio)\b"
    ),
    spoke=_re(
        r"\b(?:s['’]est entretenue?|se sont entretenus|a échangé|ont échangé|a eu (?:[\w’']+ ){0,3}une (?:\w+ )?conversation|s['’]entretient|a parlé|a conversé|entretien|échange|a (?:de nouveau |aussi |également |ensuite )?eu un (?:nouvel )?(?:échange|entretien))\b"
    ),
    rang=_re(
        r"\b(?:(?:a|ont|avait) (?:de nouveau |également |ensuite |aussi |ensemble )?(?:appelé|rappelé|téléphoné(?: [\w-]+){0,4}? (?:à|au)|joint|contacté|fait appeler)|appelle|l['’](?:a|ont) (?:r?appelée?|jointe?|contactée?)|a tenu à (?:appeler|joindre)|a pris l['’]initiative d['’]appeler|(?:a|ont) pris (?:attache|contact)(?: par téléphone)? avec)(?= )"
    ),
    rung=_re(
        r"\b(?:(?:a|avait) reçu (?:[\w’']+ ){0,3}?(?:un|l['’])\s?(?:\w+ )?(?:appel|coup de (?:fil|téléphone))(?: téléphonique)?(?:[ ,]+[\w’']+){0,3}? (?:de|du|d['’])|(?:a été|était) (?:appelé|joint|contacté)e?(?:[ ,]+[\w’'-]+){0,4}? par|appelée? par|joint au téléphone par|s['’]est fait joindre (?:[\w’']+ ){0,5}par)"
    ),
    with_=_re(r"\b(?:avec|à|au|de|du|entre|par)\b"),
    future=_re(
        r"\b(?:s['’]entretiendra|aura (?:un|une)|échangera|doit s['’]entretenir|est prévu|reporté|annulé|n['’]a pas eu lieu|tiendra|auront|sera organisé|à venir|pourrait avoir lieu|devrait avoir lieu|aucun (?:entretien|appel)|il n['’]en est rien|démentir|dément|ne s['’]est pas entretenue?|Agenda prévisionnel|s['’]entretiendront|appellera|se tiendra|doit avoir|prévoit)\b"
    ),
    meeting=_re(
        r"\b(?:a reçu (?!un (?:\w+ )?(?:appel|coup))|a rencontré|rencontre avec|a accueilli|en marge|en visite|sommet|déjeuner|dîner de travail|à l['’]Élysée (?:le|la|les))\b"
    ),
    letter=_re(r"\b(?:a adressé|a envoyé|lettre|message de|télégramme|a écrit|courrier)\b"),
    joint=_re(
        r"\b(?:conjoint|trilatéral|à trois|à quatre|format normandie|ensemble|quadripartite|tripartite|conférence téléphonique|commun)\w*\b"
    ),
    separate=_re(
        r"\b(?:séparément|successivement|tour à tour|d['’]une part|puis avec|ainsi qu['’]avec|également échangé|respectivement|appels successifs|ensuite)\b"
    ),
    plural=_re(r"\b(?:entretiens|conversations|appels|échanges)\b"),
    crowd=_re(r"^\s*(?:les |des )?(?:membres|représentants|dirigeants|chefs|participants|ministres|familles)\b"),
    also=_re(r"\b(?:également|aussi|ensuite|puis|plus tôt|par ailleurs|séparément|un autre|de même|plus tard)\b"),
    earlier=_re(r"\b(?:récent|précédent|dernier|à la suite d[e'’]|suite à|après)\b(?: \w+){0,4}\s*$"),
    between=_re(r"\bentre\b"),
    conjunction=_re(
        r"^[\s,;]*(?:et|ainsi que|puis|et ensuite)?[\s,]*(?:avec |à |de |par )?(?:le |la |l['’]|du |au |son |sa |leur )?(?:homologue \w+,? )?$"
    ),
)

RUSSIAN = Cues(
    stems=("телефон", "звон", "разговор", "говорил", "видео", "бесед", "пообщал", "связал", "набрал", "на связь"),
    phone=_re(
        r"\bтелефонн\w+ (?:\w+ )?(?:разговор\w*|бесед\w*|переговор\w*|контакт\w*|общени\w*|звон\w+|консультаци\w*|конференци\w*)|\bконференц-связ\w*|\bпо телефону\b|\bсозвонил\w*|\bпозвонил\w*|\bтелефонн\w+ звон\w+|\bтелефонн\w+ разговор\w*",
    ),
    call=_re(r"\bзвонок\b|\bзвонк\w+\b|\bзвонил\w*|\bпроведённ\w+ разговор\w*|\bсостоялся разговор\b"),
    video=_re(
        r"\bвидеоконференц\w*|\bвидеосвяз\w*|\bвидеоразговор\w*|\bвидеоформат\w*|\bпо видео\b|\bвидеоконсультаци\w*|\bвидеорежим\w*|\bв режиме видео\w*"
    ),
    spoke=_re(r"\b(?:поговорил\w*|переговорил\w*|побеседовал\w*|пообщал\w*|поговоривш\w+|мы говорили|разговор\w*|бесед\w+)\b"),
    rang=_re(
        r"\b(?:позвонил[аи]?|позвонивш\w+|перезвонил[аи]?|связал(?:ся|ась|ись)(?: по телефону)? с|набрал[аи]?|вышел на связь с)(?= )"
    ),
    rung=_re(
        r"\b(?:(?:принял|получил)[аи]? (?:\w+ )?звонок от|(?:поступил|раздался) (?:\w+ )?звонок от|Владимиру Путину позвонил[аи]?|ему позвонил[аи]?)(?= )"
    ),
    with_=_re(r"\b(?:с|со|между|от)\b"),
    future=_re(
        r"\b(?:состоится|проведёт|планиру\w+|запланирован\w*|намечен\w*|перенесён\w*|отложен\w*|не состоялся|ожидается|готовится|предстоит|будет|примет участие|поговорит|побеседует|согласовывается|отправлена (?:\w+ )?телеграмма|не проводил\w*|не было|направлена телеграмма)\b"
    ),
    meeting=_re(
        r"\b(?:встретил\w*|провёл встречу|встреча с|принял в|прошла встреча|прибыл\w*|визит\w* в|на полях|совещани\w*|саммит\w*|заседани\w*)\b"
    ),
    letter=_re(
        r"\b(?:направил\w* (?:\w+ ){0,3}(?:телеграмм\w*|послани\w*|письм\w*|поздравлени\w*|соболезнован\w*|приветстви\w*)|телеграмм\w+|в послании|в телеграмме|в приветствии|говорится в)\b"
    ),
    joint=_re(
        r"\b(?:трёхсторонн\w+|четырёхсторонн\w+|совместн\w+ (?:телефонн\w+ )?разговор\w*|«?нормандск\w+|многосторонн\w+|втроём|в режиме конференц)\b"
    ),
    separate=_re(
        r"\b(?:отдельн\w+|поочерёдно|а также с|затем|по очереди|серия|провёл ряд|также поговорил\w*|в отдельности|телефонные разговоры)\b"
    ),
    plural=_re(r"\b(?:разговоры|разговоров|беседы|переговоры)\b"),
    crowd=_re(r"^\s*(?:\w+ ){0,2}?(?:членами|участниками|представителями|главами|руководителями|губернаторами)\b"),
    also=_re(r"\b(?:также|затем|позднее|ранее|кроме того|в тот же день|отдельно|ещё один|вечером|позже)\b"),
    earlier=_re(r"\b(?:предыдущ\w+|недавн\w+|состоявш\w+ ранее|прошл\w+|после|в продолжение|в развитие)\b(?: \w+){0,4}\s*$"),
    between=_re(r"\bмежду\b"),
    conjunction=_re(r"^[\s,;]*(?:и|а также|и затем|затем)?[\s,]*(?:с |со )?$"),
)

CUES = {"en": ENGLISH, "fr": FRENCH, "ru": RUSSIAN}
