"""Which communications a text reports, who took part in each, and by what medium; what is no call yields none."""

from __future__ import annotations

import pytest
from extract.conftest import Disagreements, Extracted
from extract.tagged_people import (
    BIDEN,
    DRAGHI,
    ENTRETIEN,
    JOHNSON,
    MACRON,
    POUTINE,
    PUTIN,
    RAZGOVOR,
    SCHOLZ,
    TALK,
    XI,
    ZELENSKYY,
    in_call,
    macron,
    putin,
    who,
)

from communique.codebook import Kind, Medium

SCHOLZ_RU = who("Олаф Шольц", "DEU", "olaf-scholz", written="Олафом Шольцем")


@pytest.mark.parametrize(
    "sentence",
    [
        f"{PUTIN} had a telephone conversation with {MACRON}.",
        f"{PUTIN} had a telephone conversation with President of France {MACRON}.",
        f"{PUTIN} had a telephone conversation with {MACRON}, President of France.",
        f"President of France {MACRON} and {PUTIN} had a telephone conversation.",
        f"A telephone conversation took place between {PUTIN} and {MACRON}.",
        f"A telephone conversation of {PUTIN} with {MACRON} took place.",
        f"{PUTIN} spoke with {MACRON} by phone.",
        f"{PUTIN} and {MACRON} spoke over the phone.",
        f"In a telephone conversation with {MACRON}, {PUTIN} spoke of the grain corridor.",
        f"{PUTIN} had a telephone conversation with {MACRON}. Interpreters assisted.",
    ],
)
def test_the_two_who_spoke_are_the_participants(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"{TALK}. They discussed the visit of Prime Minister of Israel Naftali Bennett to Moscow.",
        f"{TALK} ahead of his meeting with Federal Chancellor Olaf Scholz.",
        f"{TALK} and informed him about his talks with Xi Jinping.",
        f"{TALK} to discuss the proposals of President of Ukraine Volodymyr Zelenskyy.",
        f"{TALK} in the presence of Defence Minister Sergei Shoigu.",
        f"{TALK}. Foreign Minister Sergei Lavrov listened to the conversation.",
        f"{TALK}. They spoke about the death of President of Tunisia Beji Caid Essebsi.",
        f"{TALK}. Mr Macron informed Mr Putin of his talks with Mr Zelensky.",
        f"{TALK}. The Presidents also spoke about the call that Olaf Scholz had with Joseph Biden.",
        f"{TALK}, who recalled his call with Olaf Scholz last week.",
        f"{TALK}. The previous call took place on March 3.",
        f"{TALK}. The leaders agreed to speak by phone again next week.",
    ],
)
def test_people_who_are_merely_mentioned_are_no_participants(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        (
            "<who polity=RUS person=vladimir-putin>The President</who> spoke by telephone with President of France {other}.",
            "kremlin",
        ),
        (
            "<who polity=FRA person=emmanuel-macron>The President</who> spoke by telephone with Federal Chancellor {other}.",
            "elysee",
        ),
        (
            "<who polity=GBR person=boris-johnson>The Prime Minister</who> spoke by telephone to President {other}.",
            "downing-street",
        ),
        (
            "<who polity=UKR person=volodymyr-zelenskyy>The Head of State</who> had a phone call with President {other}.",
            "ukraine",
        ),
    ],
)
def test_a_bare_office_is_the_publishers_own_leader(sentence: str, source: str, disagreements: Disagreements) -> None:
    other = SCHOLZ if source == "elysee" else MACRON
    assert disagreements(sentence.format(other=other), source=source) == []


def test_the_publishers_leader_need_not_be_named_at_all(disagreements: Disagreements) -> None:
    title = f"Telephone conversation with President of France {MACRON}<who polity=RUS person=vladimir-putin/>"
    assert disagreements("The situation around the grain corridor was discussed.", title=title) == []


def test_the_leader_who_is_not_named_is_the_one_of_that_day(disagreements: Disagreements) -> None:
    title = f"Telephone conversation with President of France {who('Nicolas Sarkozy', 'FRA', 'nicolas-sarkozy')}"
    title += "<who polity=RUS person=dmitry-medvedev/>"
    assert disagreements("The situation in the region was discussed.", title=title, published="2009-03-10") == []


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        (
            f"President of Ukraine {ZELENSKYY} had a telephone conversation with President of the European Commission "
            f"{who('Ursula von der Leyen', 'EUU', 'ursula-von-der-leyen')}.",
            "ukraine",
        ),
        (
            f"President of Ukraine {ZELENSKYY} spoke by phone with NATO Secretary General "
            f"{who('Jens Stoltenberg', 'NATO', 'jens-stoltenberg')}.",
            "ukraine",
        ),
        (
            f"{PUTIN} had a telephone conversation with UN Secretary-General {who('António Guterres', 'UNO', 'antonio-guterres')}.",
            "kremlin",
        ),
        (
            f"{PUTIN} had a telephone conversation with President of Palestine {who('Mahmoud Abbas', 'PSE', 'mahmoud-abbas')}.",
            "kremlin",
        ),
        (f"{PUTIN} had a telephone conversation with {who('Pope Francis', 'VAT', 'pope-francis')}.", "kremlin"),
        (
            f"{PUTIN} had a telephone conversation with Director General of the IAEA {who('Rafael Grossi', 'IGO', 'rafael-grossi')}.",
            "kremlin",
        ),
        (
            f"National Security Advisor {who('Jake Sullivan', 'USA', 'jake-sullivan')} spoke by phone with "
            "<who polity=FRA>Emmanuel Bonne</who>, Diplomatic Advisor to the President of France.",
            "whitehouse",
        ),
        (
            f"Secretary of State {who('Antony J. Blinken', 'USA', 'antony-blinken')} spoke by phone with French Foreign Minister "
            f"{who('Jean-Yves Le Drian', 'FRA', 'jean-yves-le-drian')}.",
            "state",
        ),
    ],
)
def test_states_unions_and_other_organisations_are_polities(sentence: str, source: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence, source=source) == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"{PUTIN} had separate telephone conversations with {in_call(1, MACRON)} and {in_call(2, SCHOLZ)}.",
        f"{PUTIN} spoke by telephone with {in_call(1, MACRON)}. The President also spoke by phone with Federal Chancellor of Germany {in_call(2, SCHOLZ)}.",
        f"<who polity=RUS person=vladimir-putin>The President</who> also spoke by telephone with President of France {in_call(1, MACRON)} and Prime "
        f"Minister of Italy {in_call(2, DRAGHI)}.",
        f"{PUTIN} had telephone conversations with President of France {in_call(1, MACRON)}, Federal Chancellor of Germany {in_call(2, SCHOLZ)} "
        f"and Prime Minister of Italy {in_call(3, DRAGHI)}.",
        f"{PUTIN} <by polity=RUS basis=verb>called</by> {in_call(1, MACRON)} and {in_call(2, SCHOLZ)}.",
        f"{TALK.replace('<who polity=FRA', '<who call=1 polity=FRA')} <by call=1 polity=FRA basis=explicit>at the initiative of the French "
        f"side</by>. The President also spoke by telephone with Federal Chancellor of Germany {in_call(2, SCHOLZ)}.",
    ],
)
def test_calls_one_after_the_other_are_several(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"{PUTIN} had a three-way telephone conversation with President of France {MACRON} and Federal Chancellor of Germany {SCHOLZ}.",
        f"{PUTIN} had a joint telephone conversation with {MACRON} and {SCHOLZ}.",
        f"{PUTIN} had a telephone conversation with {MACRON} and {SCHOLZ}.",
        f"{PUTIN}, {MACRON} and {SCHOLZ} held a conference call.",
        f"{PUTIN} had a telephone conversation in the Normandy format with {MACRON}, {SCHOLZ} and {ZELENSKYY}.",
    ],
)
def test_a_conversation_of_three_is_one_call(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence) == []


def test_a_call_of_many_leaders_is_one_call(disagreements: Disagreements) -> None:
    sentence = (
        f"President {BIDEN} spoke with President {MACRON} of France, Chancellor {SCHOLZ} of Germany, and Prime Minister {JOHNSON} "
        "of the United Kingdom in one call."
    )
    assert disagreements(sentence, title="Readout of President Biden's Call with European Leaders", source="whitehouse") == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"{PUTIN} had a <medium id=video>videoconference</medium> with {XI}.",
        f"{PUTIN} and {XI} spoke via <medium id=video>video link</medium>.",
        f"{PUTIN} held a <medium id=video>video call</medium> with President of the United States {BIDEN}.",
        f"{PUTIN} held a <medium id=video>videoconference</medium> with Prime Minister {who('Mikhail Mishustin', 'RUS', 'mikhail-mishustin')}.",
    ],
)
def test_a_talk_of_a_few_by_video_is_a_call(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence) == []


def test_a_call_that_the_title_names_needs_no_medium_in_the_text(disagreements: Disagreements) -> None:
    sentence = (
        "President <who polity=USA person=joe-biden>Biden</who> spoke <date iso=2022-03-10 basis=relative>today</date> with "
        "President <who polity=UKR person=volodymyr-zelenskyy>Zelenskyy</who> of Ukraine."
    )
    title = "Readout of President Biden's Call with President Zelenskyy of Ukraine"
    assert disagreements(sentence, title=title, source="whitehouse") == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"{ENTRETIEN}.",
        f"Le Président de la République, {MACRON}, s’est entretenu par téléphone avec M. {POUTINE}.",
        f"<who polity=FRA person=emmanuel-macron>Le Président de la République</who> s'est entretenu par téléphone avec {POUTINE}.",
        f"{MACRON} a eu un entretien téléphonique avec son homologue russe, {POUTINE}.",
        f"{MACRON} s'est entretenu par téléphone avec <who polity=RUS person=vladimir-putin>le Président russe</who>.",
        f"{MACRON} s'est entretenu par téléphone avec <who polity=GBR person=boris-johnson>le Premier ministre du Royaume-Uni</who>.",
        f"{MACRON} s'est entretenu par téléphone avec le Chancelier allemand {SCHOLZ}.",
        f"{MACRON} s'est entretenu successivement par téléphone avec {in_call(1, SCHOLZ)} et {in_call(2, DRAGHI)}.",
        f"{MACRON} s'est entretenu par téléphone avec {in_call(1, SCHOLZ)}. Il a également échangé par téléphone avec {in_call(2, DRAGHI)}.",
        f"{MACRON}, {SCHOLZ} et {POUTINE} ont eu un entretien téléphonique à trois.",
        f"{MACRON} s'est entretenu <medium id=video>par visioconférence</medium> avec {POUTINE}.",
        f"{ENTRETIEN}. Ils ont parlé de la visite de M. Scholz à Moscou.",
    ],
)
def test_french_wordings(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence, source="elysee", lang="fr") == []


@pytest.mark.parametrize(
    "sentence",
    [
        f"{RAZGOVOR}.",
        f"{putin('Владимир Путин')} провёл телефонный разговор с {macron('Эмманюэлем Макроном')}.",
        f"{putin('Владимир Путин')} поговорил по телефону с Президентом Франции {macron('Эмманюэлем Макроном')}.",
        f"{putin('Владимир Путин')} и {macron('Эмманюэль Макрон')} переговорили по телефону.",
        f"Состоялся телефонный разговор {putin('Владимира Путина')} с <who polity=FRA person=emmanuel-macron>Президентом Франции</who>.",
        f"Состоялись телефонные разговоры {putin('Владимира Путина')} с Президентом Франции {in_call(1, macron('Эмманюэлем Макроном'))} "
        f"и Федеральным канцлером Германии {in_call(2, SCHOLZ_RU)}.",
        f"Состоялся трёхсторонний телефонный разговор {putin('Владимира Путина')} с Президентом Франции {macron('Эмманюэлем Макроном')} "
        f"и Федеральным канцлером Германии {SCHOLZ_RU}.",
        f"{putin('Владимир Путин')} и {macron('Эмманюэль Макрон')} пообщались <medium id=video>по видеосвязи</medium>.",
        f"Состоялся <medium id=video>видеоразговор</medium> {putin('Владимира Путина')} с {macron('Эмманюэлем Макроном')}.",
    ],
)
def test_russian_wordings(sentence: str, disagreements: Disagreements) -> None:
    assert disagreements(sentence, lang="ru") == []


@pytest.mark.parametrize(
    ("text", "lang", "kind"),
    [
        ("Vladimir Putin will have a telephone conversation with Emmanuel Macron tomorrow.", "en", Kind.ANNOUNCEMENT),
        ("Vladimir Putin is scheduled to speak by phone with Emmanuel Macron on Friday.", "en", Kind.ANNOUNCEMENT),
        ("Vladimir Putin plans to speak by telephone with Emmanuel Macron.", "en", Kind.ANNOUNCEMENT),
        ("Le Président de la République s'entretiendra demain par téléphone avec Vladimir Poutine.", "fr", Kind.ANNOUNCEMENT),
        ("Состоится телефонный разговор Владимира Путина с Президентом Франции Эмманюэлем Макроном.", "ru", Kind.ANNOUNCEMENT),
        ("Vladimir Putin sent a message of greetings to Emmanuel Macron.", "en", Kind.LETTER),
        ("Vladimir Putin sent a telegram of condolences to President of France Emmanuel Macron.", "en", Kind.LETTER),
        ("In a letter to Emmanuel Macron, Vladimir Putin congratulated him on his birthday.", "en", Kind.LETTER),
        ("Le Président de la République a adressé un message de condoléances à Vladimir Poutine.", "fr", Kind.LETTER),
        ("Владимир Путин направил телеграмму Президенту Франции Эмманюэлю Макрону.", "ru", Kind.LETTER),
        ("Vladimir Putin met with Emmanuel Macron in the Kremlin.", "en", Kind.MEETING),
        ("Vladimir Putin spoke with Emmanuel Macron on the sidelines of the summit in Rome.", "en", Kind.MEETING),
        ("Vladimir Putin chaired, via videoconference, a meeting with members of the Government.", "en", Kind.MEETING),
        ("Vladimir Putin held a meeting of the Security Council via videoconference.", "en", Kind.MEETING),
        ("Vladimir Putin took part in a summit via videoconference.", "en", Kind.MEETING),
        ("Le Président de la République a reçu Vladimir Poutine au fort de Brégançon.", "fr", Kind.MEETING),
        ("Владимир Путин встретился с Президентом Франции Эмманюэлем Макроном.", "ru", Kind.MEETING),
    ],
)
def test_what_is_no_call_yields_none_and_says_what_it_is(text: str, lang: str, kind: Kind, extracted: Extracted) -> None:
    draft = extracted(text, lang=lang, source="elysee" if lang == "fr" else "kremlin")
    assert (draft.calls, draft.kind) == ((), kind)


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("Vladimir Putin sent a message of greetings to Emmanuel Macron.", Medium.LETTER),
        ("Vladimir Putin met with Emmanuel Macron in the Kremlin.", Medium.IN_PERSON),
        ("Vladimir Putin held a meeting of the Security Council via videoconference.", Medium.VIDEO),
        ("Vladimir Putin had a telephone conversation with Emmanuel Macron.", Medium.PHONE),
    ],
)
def test_the_medium_is_kept_also_where_there_is_no_call(text: str, medium: Medium, extracted: Extracted) -> None:
    assert extracted(text).medium == medium


@pytest.mark.parametrize(
    "text",
    [
        "Vladimir Putin spoke by telephone with nine-year-old Misha Ivanov from Omsk.",
        "There was no telephone conversation between Vladimir Putin and Emmanuel Macron.",
        "The leaders called for calm.",
        "The call to prayer was heard in the square.",
        "",
        "* * *",
    ],
)
def test_private_persons_and_other_calls_yield_no_call(text: str, extracted: Extracted) -> None:
    assert extracted(text).calls == ()


@pytest.mark.parametrize(
    ("title", "text", "others"),
    [
        (
            "Statement on National Security Advisor Jake Sullivan’s Call with Geoffrey van Leeuwen",
            "National Security Advisor Jake Sullivan spoke by phone today with Geoffrey van Leeuwen, Foreign Affairs and Defense Advisor "
            "to the Prime Minister of the Netherlands.",
            [[("Geoffrey van Leeuwen", "NLD")]],
        ),
        (
            "Readout of President Biden’s Call with Dana Whitfield",
            "President Biden, joined by Vice President Harris, spoke today with Dana Whitfield, whose brother is held abroad.",
            [[("Harris", "USA"), ("Dana Whitfield", "USA")]],
        ),
        (
            "Call with the President of the International Federation of Red Cross Societies",
            "President Biden spoke by phone with President of the International Federation of Red Cross and Red Crescent (IFRC) Societies "
            "Francesco Rocca.",
            [[("Francesco Rocca", "NGO")]],
        ),
    ],
)
def test_people_whom_no_gazetteer_lists_are_found_behind_with(
    title: str, text: str, others: list[list[tuple[str, str]]], extracted: Extracted
) -> None:
    draft = extracted(text, title=title, source="whitehouse", published="2021-06-01")
    assert [[(p.name, p.polity) for p in d.call.participants[1:]] for d in draft.calls] == others


@pytest.mark.parametrize(
    ("title", "text"),
    [
        # things and groups that are written like names
        ("", "Vladimir Putin spoke by telephone about the Moscow Peace Prize."),
        # somebody else's call
        (
            "On the conversation between the Presidents of the United States and France",
            "Vladimir Putin noted the telephone conversation between President of the United States Joseph Biden and President of France Emmanuel Macron.",
        ),
        # the title says only that they talked, the lead that they met
        (
            "Talks with President of Serbia Aleksandar Vucic",
            "Vladimir Putin held talks in Sochi with President of Serbia Aleksandar Vucic.",
        ),
        (
            "Conversation with President of Serbia Aleksandar Vucic",
            "Vladimir Putin met with President of Serbia Aleksandar Vucic at the palace.",
        ),
        # "reached" that is no telephoning
        (
            "Declaration signed",
            "The document sets out the agreements reached as a result of the talks of President of Serbia Aleksandar Vucic.",
        ),
        # an appeal
        (
            "Session",
            "The participants discussed next steps in the Call to Action with partners such as President of Serbia Aleksandar Vucic.",
        ),
    ],
)
def test_what_only_looks_like_a_call_is_none(title: str, text: str, extracted: Extracted) -> None:
    assert extracted(text, title=title).calls == ()


@pytest.mark.parametrize(
    "text",
    [
        "Le Président de la République s’entretiendra demain par visioconférence avec le Chancelier Olaf Scholz. Un compte rendu suivra l’appel.",
        "Un entretien téléphonique avec le Chancelier Olaf Scholz pourrait avoir lieu dans les prochains jours.",
    ],
)
def test_a_call_to_come_is_none_in_french_either(text: str, extracted: Extracted) -> None:
    assert extracted(text, lang="fr", source="elysee").calls == ()
