"""Sentences of a call → clauses that may pay a courtesy, with who pays it to whom.

A clause runs from its cue (congratulated, condolences, greetings, wished, thanked …) to the next cue or the sentence's end.
Which of the codebook's occasions it is, if any, a trained classifier decides (`communique.classify`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.drafts import CourtesyCandidate
from communique.extract.payers import Story, pay
from communique.extract.sides import Sides
from communique.records import Evidence

_CUES = {
    "en": {
        "congratulate": r"congratulat\w*|felicitat\w*|compliments? on|good wishes|best wishes|well wishes|celebrated|welcomed(?= \w+’s new| his| her| the (?:new|election|formation|appointment|inauguration))|welcome (?:him|her) (?:back )?(?:in|to|as)",
        "praise": r"commend\w*|applaud\w*|hailed|compliment(?:ed|ing)",
        "condole": r"condol\w*|sympath\w*|commiserat\w*|thoughts (?:were|are|go)|wept with|grief|sorrow\w*|mourn\w*|sadness|saddened|solidarity|shock(?:ed)?|prayers|paid (?:tribute|homage)|tribute|griev\w*|heartbroken|deepest|consol\w*|loss of",
        "greet": r"greet\w*|season[’']?s|merry|happy (?:new|birthday|\w+ day|holidays?|eid|diwali|easter|christmas)|felicitations|compliments of the season",
        "wish": r"wish(?:ed|es|ing)?\b|get well|recover\w*|good health|speedy",
        "thank": r"thank\w*|gratitude|grateful\w*|appreciat\w*",
        "birthday": r"birthday|jubilee|turned \d\d",
        "anniversary": r"anniversar\w*|mark(?:ed|ing) (?:the )?(?:\d+|\w+) years|national day|independence day|republic day|bastille day",
    },
    "fr": {
        "congratulate": r"félicit\w*|congratul\w*|salué l['’]élection|compliments",
        "condole": r"condoléances|sympathie|solidarité|compassion|deuil|tristesse|émotion|bouleversé|pensées?|part à la douleur|hommage|soutien (?:du peuple|de la France)|peine",
        "greet": r"vœux|voeux|salutations|bonne (?:année|fête)|joyeu\w+",
        "wish": r"souhait\w*|rétablissement",
        "thank": r"remerci\w*|gratitude|reconnaissance|reconnaissant\w*",
        "birthday": r"anniversaire de naissance|son anniversaire|jubilé",
        "anniversary": r"anniversaire|fête nationale",
    },
    "ru": {
        "congratulate": r"поздрав\w*",
        "condole": r"соболезн\w*|сочувств\w*|скорб\w*|солидарност\w*|скорбит|печал\w*|соутрат\w*|кончин\w*",
        "greet": r"приветств\w*|с наступающ\w*|праздничн\w*",
        "wish": r"пожела\w*|выздоров\w*|здоровья",
        "thank": r"поблагодар\w*|благодар\w*|признательн\w*",
        "birthday": r"дн[её]м рождения|днём рождения|юбиле\w*|именинник\w*",
        "anniversary": r"годовщин\w*|[-–]лети\w*|национальн\w+ праздник\w*",
    },
}
_PATTERNS = {
    lang: re.compile(r"\b(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in cues.items()) + ")", re.IGNORECASE)
    for lang, cues in _CUES.items()
}
_TOPICS = {
    "election": r"elect\w*|re-?elect\w*|(?:victor\w*|win|won|winning)(?! (?:day|over|in (?:the )?(?:great|second|world)))|mandate|polls|second term|second round|ballot|élection|élu\w*|victoire|réélection|scrutin|выбор\w*|избран\w*|побед\w*|переизбран\w*",
    "office": r"inauguration(?! of (?:the|a|its|an))|inaugurated as|oath|cabinet|return to government|confidence|taking up|taking office|took office|appoint\w*|assum\w*|swear\w*|sworn|formation|new government|became|becoming|coronation|accession|throne|start of (?:his|her) work|premiership|chancellorship|new role|nominat\w*|investi\w*|nomination|prise de fonctions?|nommé\w*|gouvernement|вступлени\w*|инаугурац\w*|назначени\w*|утвержд\w*|должност\w*|формировани\w*|престол\w*",
    "national": r"national day|independence|republic day|bastille|constitution day|flag day|liberation day|unity day|victory day|national holiday|\bday of\b|fête nationale|14 juillet|indépendance|день независимости|днём независимости|национальн\w+ праздник\w*|дн\w+ росси\w*|день победы|днём победы|дн\w+ республик\w*|дн\w+ основан\w*",
    "terror": r"terror\w*|\battacks?\b|bomb\w*|blast|militant\w*|gunm[ae]n|knife|hostage|attentat\w*|теракт\w*|террорист\w*",
    "disaster": r"earthquake|flood\w*|fire\w*|crash\w*|cyclone|hurricane|typhoon|tsunami|epidemic|pandemic|landslide|explosion|tornado\w*|disaster|collapse\w*|accident|storm\w*|wildfire\w*|capsiz\w*|derail\w*|séisme|inondation\w*|incendie\w*|catastrophe|accident|naufrage|землетрясен\w*|наводнен\w*|пожар\w*|катастроф\w*|крушен\w*|стихийн\w*|циклон\w*|взрыв\w*|обрушен\w*|авари\w*|паводк\w*",
    "death": r"death\w*|passing|demise|died|killed|deaths|late president|decease\w*|funeral|loss|décès|mort|disparition|obsèques|кончин\w*|смерт\w*|гибел\w*|уход\w* из жизни|погиб\w*",
    "birthday": r"birthday|anniversaire|дн\w+ рождения|[-–]летием со дня|юбиле\w*",
    "season": r"new year|christmas|easter|nauryz|nowruz|eid|ramadan|diwali|holiday season|lunar|spring festival|holi|hanukkah|passover|rosh hashanah|thanksgiving|orthodox|year[’']?s end|upcoming holidays|season[’']?s|vesak|noël|nouvel an|nouvelle année|pâques|aïd|ramadan|новым? год\w*|нового года|новогодн\w*|рождеств\w*|пасх\w*|рамадан\w*|курбан\w*|ураза\w*|навруз\w*|наурыз\w*|ид аль",
    "anniversary": r"anniversar\w*|\d+ years|jubilee|centenary|bicentenary|anniversaire|ans d[e’']|годовщин\w*|[-–]лети\w*",
    "sport": r"world cup|championship|olympic\w*|paralympic\w*|medal\w*|prize|award\w*|order of|tournament|games|final\b|nobel|euro 20|trophy|coupe|médaille|prix|jeux|олимпи\w*|чемпионат\w*|преми\w*|наград\w*|орден\w*|кубк\w*|игр\b",
    "health": r"recover\w*|health|hospital\w*|surgery|operation|illness|covid|injur\w*|assassination attempt|attempt on|rétabliss\w*|santé|hospitalis\w*|выздоров\w*|здоровь\w*|операци\w*|покушени\w*|болезн\w*|госпитал\w*",
    "family": r"birth of|wedding|marriage|married|newborn|daughter|\bson\b|naissance|mariage|рождени\w+ (?:сына|дочери|внук\w*)|свадьб\w*|бракосочет\w*",
    "event": r"agreement|ratification|inauguration of|opening of|landing|launch|holding of|conduct of|vote in|adoption|breakthrough|completion|release of|accession|соглашени\w*|проведени\w*|запуск\w*|открыти\w*|accord|ratification|lancement",
    "chair": r"chairmanship|presidency of|chairing|hosting|successful|organi[sz]ation of|conduct of|holding|présidence|председательств\w*|проведени\w*",
    "received": r"for (?:his|her|their|the) (?:condolences|congratulations|wishes|words)|of (?:his|her|their) (?:condolences|congratulations)|за (?:поздравлени|соболезновани)\w*|pour (?:ses|leurs) (?:condoléances|félicitations|vœux)",
    "prepare": r"preparation\w*|celebrations of|attend\w*|take part in|participation|upcoming|подготовк\w*|участи\w*|préparati\w*",
}
_TOPIC = {name: re.compile(rf"(?<!\w)(?:{pattern})", re.IGNORECASE) for name, pattern in _TOPICS.items()}
_MUTUAL = re.compile(
    r"\b(?:exchang\w* (?!views|opinions|assessments|information|of views)(?:\w+ ){0,3}(?:greet|congrat|wish|condol|season|compliment)|(?:congratulat|greet|wish)\w* (?:each other|one another)|mutual\w* (?:congrat|greet|wish)|reciprocal\w*|both (?:leaders|sides|presidents)|the (?:two )?(?:leaders|presidents|sides|parties|interlocutors) (?:\w+ ){0,3}(?:congratulat|greet|wish)|"
    r"обменял\w*|друг друга|взаимн\w*|mutuellement|échang\w*|se sont (?:mutuellement )?(?:félicit|souhait|adress|présent))",
    re.IGNORECASE,
)
_GREETED = re.compile(
    r"\b(?:celebrat\w+|on the occasion|in honou?r|mark(?:ed|ing)|honou?red|noted the symbol\w+|à l['’]occasion|célébr\w+|по случаю|отмет\w+ (?:праздник|юбилей))\b",
    re.IGNORECASE,
)

_ATTRIBUTE = re.compile(
    r"(?:[A-ZÀ-Þ][\w’'-]*\s){1,3}$|\b(?:birthday|season[’']?s|holiday|anniversary|election|inaugural|new[- ]year)\s$"
)


def find_courtesies(
    text: str, sentences: list[tuple[int, int]], sides: Sides, *, lang: str, matters: Sequence[Evidence] = ()
) -> tuple[CourtesyCandidate, ...]:
    """Find the clauses that may pay a courtesy.

    Parameters
    ----------
    text
        The readout's text.
    sentences
        Ranges of the sentences that tell of the call.
    sides
        The call's participants.
    lang
        ``en``, ``fr`` or ``ru``.
    matters
        The matters of business that the call names: thanks beside business are no occasion, thanks alone are.
    """
    found = []
    story = Story()
    for number, (start, end) in enumerate(sentences):
        named = sides.find(text, start, end)
        if number:
            story.go_on(text, sentences[number - 1], sides.find(text, *sentences[number - 1]))
        matches = list(_PATTERNS[lang].finditer(text, start, end))
        if not any(m.lastgroup not in ("birthday", "anniversary") for m in matches) and not _GREETED.search(text, start, end):
            continue  # an anniversary that is merely noted is no occasion
        heads = _heads(matches)
        for position, match in enumerate(heads):
            stop = heads[position + 1].start() if position + 1 < len(heads) else end
            before = text[slice(*sentences[number - 1])] if number else ""
            found.append(
                _candidate(text, (start, end), (match, stop), named, (sides, story, number, before), (len(sentences), matters))
            )
    return tuple(found)


def _heads(matches: list[re.Match[str]]) -> list[re.Match[str]]:
    """Choose the cues that open a clause: "sadness and deep condolences" is one, "congratulated X on the anniversary of …" too."""
    heads: list[re.Match[str]] = []
    for match in matches:
        if heads:
            gap = match.start() - heads[-1].end()
            noted = match.lastgroup in ("birthday", "anniversary")
            same = (
                match.lastgroup == heads[-1].lastgroup
                and gap < 70
                and not re.search(r"[,;]", match.string[heads[-1].end() : match.start()])
            )
            if gap < 25 or same or (noted and gap < 160 and heads[-1].lastgroup in ("congratulate", "greet", "wish", "thank")):
                continue
        heads.append(match)
    return heads


def _candidate(
    text: str,
    sentence: tuple[int, int],
    clause: tuple[re.Match[str], int],
    named: list[tuple[int, int, int]],
    about: tuple[Sides, Story, int, str],
    call: tuple[int, Sequence[Evidence]],
) -> CourtesyCandidate:
    match, stop = clause
    sides, story, number, before = about
    low, high = match.start(), stop
    while high > low + 1 and text[high - 1] in " ,;.:\n":
        high -= 1
    by, to = pay(text, sentence, (match, high), named, (sides, story))
    opening = _ATTRIBUTE.search(text, sentence[0], low)
    low = opening.start() if opening else low  # "New Year greetings": the topic stands before its cue
    quote = text[low:high]
    left = text[sentence[0] : low]
    cue = match.lastgroup or ""
    tags = [f"cue:{cue}", f"word:{match.group().casefold()}", f"sentence:{min(number, 3)}"]
    whole = text[sentence[0] : sentence[1]]
    n_sentences, matters = call
    n_matters = len({m.quote.casefold() for m in matters if not low <= m.start < high})
    tags += [f"sentences:{min(n_sentences, 4)}", f"matters:{min(n_matters, 3)}"]
    tags += [f"topic:{name}" for name, pattern in _TOPIC.items() if pattern.search(quote)]
    tags += [f"near:{name}" for name, pattern in _TOPIC.items() if pattern.search(whole)]
    tags += _cause(cue, (quote, whole, before))
    if cue == "condole":  # what is mourned decides; whatever else the sentence names does not
        tags = [t for t in tags if not t.startswith("near:")]
    else:
        tags += [f"before:{name}" for name, pattern in _TOPIC.items() if before and pattern.search(before)]
    around = text[max(sentence[0], low - 60) : min(high, low + 90)]
    mutual = bool(_MUTUAL.search(around)) and cue != "thank"
    return CourtesyCandidate(Evidence(low, high, quote), cue, left, by, to, mutual, tuple(tags))


def _cause(cue: str, stretches: tuple[str, str, str]) -> list[str]:
    """Name what is mourned: the nearest attack or disaster told in the clause, else in its sentence, else in the one before."""
    if cue not in ("condole", "wish"):
        return []
    for stretch in stretches:
        found = [(m.start(), name) for name in ("terror", "disaster") if (m := _TOPIC[name].search(stretch))]
        if found:
            return [f"topic:cause {min(found)[1]}"]
    return ["topic:cause untold"]
