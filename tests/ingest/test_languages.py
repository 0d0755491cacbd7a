import pytest

from communique.errors import RejectedReadoutError
from communique.ingest.languages import detect_language, language_code, load_table

OURS = {
    "en": [
        "The President spoke by telephone with the Prime Minister of Norway about the supply of gas this winter.",
        "Telephone conversation with Nursultan Nazarbayev\nThe two presidents exchanged greetings on the New Year holiday.",
        "Call with President Erdoğan: the leaders spoke of Çanakkale, Şırnak and Iğdır, and agreed to meet in İzmir.",
    ],
    "fr": [
        "Le Président de la République s'est entretenu avec le Premier ministre norvégien au sujet des livraisons de gaz.",
        "Entretien avec le Chancelier\nLes deux dirigeants ont évoqué la situation au Sahel et sont convenus de se reparler.",
    ],
    "ru": [
        "Состоялся телефонный разговор Президента с Премьер-министром Норвегии о поставках газа в этом году.",
        (
            "Главы двух государств обсудили положение на границе и условились о встрече, которая пройдёт в Осло. Они также "
            "поздравили друг друга с праздником."
        ),
        "Телефонный разговор с Президентом Казахстана\nОбсуждены вопросы подготовки к саммиту, а также торговля.",
    ],
}
OTHERS = {
    "Ukrainian": [
        "Президент провів телефонну розмову з Прем'єр-міністром Норвегії про постачання газу та ситуацію на кордоні.",
        "Глави держав обговорили безпекову ситуацію, що склалася на сході, і домовилися про зустріч у Києві.",
    ],
    "Belarusian": ["Адбылася тэлефонная размова Прэзідэнта з Прэм'ер-міністрам Нарвегіі аб пастаўках газу ў гэтым годзе."],
    "Bulgarian": [
        "Президентът разговаря по телефона с министър-председателя на Норвегия за доставките на газ и за срещата в София.",
        "Двамата държавни глави се договориха да се срещнат през пролетта и обсъдиха положението на границата с Турция.",
    ],
    "Serbian": [
        "Председник је данас телефоном разговарао са премијером Норвешке о испорукама гаса и о ситуацији на граници.",
        "Predsjednik je danas telefonom razgovarao s premijerom Norveške o isporukama plina i o stanju na granici.",
    ],
    "Macedonian": [
        "Претседателот денес телефонски разговараше со премиерот на Норвешка за испораката на гас и за состојбата на границата."
    ],
    "German": ["Der Bundeskanzler hat heute mit dem norwegischen Ministerpräsidenten über die Lieferung von Gas gesprochen."],
    "Spanish": [
        "El presidente habló por teléfono con el primer ministro de Noruega sobre el suministro de gas para este invierno."
    ],
    "Italian": [
        "Il Presidente ha avuto una conversazione telefonica con il Primo Ministro della Norvegia sulle forniture di gas."
    ],
    "Portuguese": [
        "O presidente conversou por telefone com o primeiro-ministro da Noruega sobre o fornecimento de gás neste inverno."
    ],
    "Dutch": ["De minister-president sprak vandaag telefonisch met zijn Noorse collega over de levering van gas in de winter."],
    "Polish": ["Prezydent rozmawiał dziś telefonicznie z premierem Norwegii o dostawach gazu i o sytuacji na granicy."],
    "Romanian": [
        "Președintele a avut o convorbire telefonică cu prim-ministrul Norvegiei despre livrările de gaze din această iarnă."
    ],
    "Swedish": [
        "Presidenten talade i dag per telefon med Norges statsminister om leveranserna av gas och om läget vid gränsen."
    ],
    "Turkish": [
        "Cumhurbaşkanı bugün Norveç Başbakanı ile bir telefon görüşmesi yaptı ve gaz sevkiyatı için iki ülke arasında."
    ],
    "Kazakh": [
        "Мемлекет басшысы Норвегия премьер-министрімен телефон арқылы сөйлесіп, газ жеткізу туралы және сауданы талқылады."
    ],
    "Greek": ["Ο πρόεδρος μίλησε τηλεφωνικά με τον πρωθυπουργό της Νορβηγίας για την προμήθεια φυσικού αερίου."],
    "Chinese": ["国家主席同挪威首相通电话，就天然气供应问题交换了意见。"],
    "Arabic": ["تحدث الرئيس هاتفيا مع رئيس وزراء النرويج حول إمدادات الغاز."],
    "names alone": ["Norway Oslo Bergen Trondheim", "Осло Берген Тронхейм"],
    "nothing": ["", "1814 — 17/5", "👍👍👍"],
}


@pytest.mark.parametrize(("lang", "text"), [(lang, text) for lang, texts in OURS.items() for text in texts])
def test_text_in_one_of_our_languages_is_known_for_it(lang: str, text: str) -> None:
    assert detect_language(text) == lang


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, texts in OTHERS.items() for text in texts])
def test_text_in_another_language_does_not_pass_for_ours(text: str) -> None:
    with pytest.raises(RejectedReadoutError, match="in no supported language"):
        detect_language(text)


@pytest.mark.parametrize("language", ["Ukrainian", "Bulgarian", "German", "Spanish", "Italian", "Portuguese"])
def test_rejection_says_what_the_text_looks_like(language: str) -> None:
    with pytest.raises(RejectedReadoutError, match=f"looks like {language}.*Give its language"):
        detect_language(" ".join(OTHERS[language]))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("en", "en"),
        ("EN-gb", "en"),
        ("fr_FR", "fr"),
        ("rus", "ru"),
        (" Russian ", "ru"),
        ("français", "fr"),
        ("uk", ""),
        ("", ""),
    ],
)
def test_language_is_known_by_codes_and_names(written: str, code: str) -> None:
    assert language_code(written) == code


def test_table_holds_every_supported_language_once() -> None:
    codes = [signs.code for signs in load_table().languages if signs.code]
    assert sorted(codes) == ["en", "fr", "ru"]
