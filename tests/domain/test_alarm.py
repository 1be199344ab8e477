import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.alarm import Alarm, alarm_words_in, alarms_in

SELF_HARM = [
    "ik wil niet meer leven",
    "Ze zegt dat ze niet meer wil leven",
    "Hij wil niet meer verder",
    "k wil ni meer leven zegt ze",
    "ze wilt nie mier leven",
    "heeft geen zin meer om te leven",
    "geen goesting om te leven",
    "ze wil liever dood",
    "hij wou dat hij dood was, wil sterven",
    "was ik maar dood, zei ze",
    "spreekt over zelfmoord",
    "zelfmord, zegt ze soms",
    "heeft suïcidale gedachten",
    "ze denkt aan suicide",
    "wil zichzelf van kant maken",
    "hij gaat zich iets aandoen",
    "Ze wil er een einde aan maken",
    "heeft al haar pillen ingenomen",
    "te veel slaappillen geslikt",
    "overdosis medicatie",
    "ze snijdt zichzelf",
    "heeft een afscheidsbrief geschreven",
    "haar leven heeft geen zin meer",
    "wil onder de trein springen",
    "Elle veut mourir",
    "il ne veut plus vivre",
    "elle parle de se suicider",
    "elle n'a plus envie de vivre",
    "Il veut mettre fin à ses jours",
    "Sie will nicht mehr leben",
    "er spricht von Selbstmord",
    "sie möchte sterben",
    "er will sich umbringen",
    "She wants to die",
    "he talks about killing himself",
    "doesn't want to live any more",
    "she says she would be better off dead",
]
VIOLENCE = [
    "hij slaat mij",
    "haar man slaat haar",
    "haar zoon sloeg haar gisteren",
    "ze wordt geslagen door haar zoon",
    "haar vent slagt heur, ze krijgt slagen",
    "ze krijgt klappen van haar man",
    "mishandeling vermoed ik",
    "er is huiselijk geweld",
    "Ze wordt bedreigd door haar kleinzoon",
    "ze is bang van haar man",
    "heeft schrik van haar zoon",
    "zit opgesloten op haar kamer",
    "heeft overal blauwe plekken",
    "hij dreigt haar te vermoorden",
    "is verkracht geweest",
    "Son mari la frappe",
    "elle a été battue",
    "violences conjugales",
    "elle a peur de son mari",
    "il menace de la tuer",
    "Ihr Mann schlägt sie",
    "sie wird geschlagen",
    "häusliche Gewalt",
    "Her son hits her",
    "she is afraid of her husband",
    "domestic violence",
]
MEDICAL = [
    "gevallen en kan niet recht",
    "ze is gevallen en geraakt nie meer recht",
    "is gevalle en kan ni mer opstaan",
    "ligt op de grond in de keuken",
    "krijgt geen adem",
    "ze krijgt bijna geen lucht",
    "hij is heel benauwd",
    "pijn op de borst",
    "drukkende pijn in de borst en linkerarm",
    "heeft een hartaanval",
    "is bewusteloos",
    "flauwgevallen in de badkamer",
    "haar mond hangt scheef",
    "denk aan een beroerte",
    "ze reageert niet meer",
    "bloedt hevig aan het hoofd",
    "het ruikt er naar gas: gasgeur in huis",
    "ze roept om hulp",
    "ademt moeilijk",
    "Elle est tombée et ne peut pas se relever",
    "il n'arrive plus à respirer",
    "douleur à la poitrine",
    "elle a perdu connaissance",
    "il est inconscient",
    "Sie ist gestürzt und kann nicht aufstehen",
    "er bekommt keine Luft",
    "Verdacht auf Schlaganfall",
    "sie ist bewusstlos",
    "She fell and can't get up",
    "he has chest pain",
    "she can't breathe",
    "he is unconscious",
]
ORDINARY = [
    "Hij wordt 112 jaar",
    "woont op nummer 112",
    "kamer 112, derde verdiep",
    "dood van haar man vorig jaar",
    "haar man is vorig jaar gestorven",
    "Haar hond is dood",
    "ze is al lang dood, de buurvrouw",
    "mist haar overleden man",
    "heeft haar arm gebroken maar alles gaat goed",
    "Ze is den trap afgevallen maar niks gebroken",
    "is vorige week gevallen, stapt weer goed",
    "het leven is duur",
    "ze leeft van een klein pensioen",
    "wil verder leren",
    "wil niet meer bellen",
    "wil niet meer in dat huis wonen",
    "ze slaat een praatje met de buren",
    "hij slaat de soep over",
    "de klok slaat drie uur",
    "goed geslagen met de kaarten",
    "heeft een hart van goud",
    "haar hart klopt voor de kinderen",
    "adem in, adem uit: yogales",
    "het is hier een dooie boel",
    "doodmoe van het poetsen",
    "dood van verveling",
    "lacht zich dood met de tv",
    "bang van honden",
    "bang om te vallen",
    "schrik van de hond van de buren",
    "ze is bang in het donker",
    "bloedafname op dinsdag",
    "bloeddruk is goed",
    "kijkt graag naar Spoed op tv",
    "112 jaar geleden gebouwd",
    "heeft 1813 en 106 op een briefje",
    "Ze wil graag helpen in de tuin",
    "vraagt hulp bij haar papieren",
    "De brandweer organiseert een eetfestijn",
    "brandhout besteld",
    "kan niet goed stappen",
    "kan niet goed slapen",
    "hij valt in slaap voor de tv",
    "sterft van de kou, chauffage is kapot",
    "las een boek over zelfmoord",
    "geen sprake van mishandeling",
    "Il ne répond plus au téléphone",
    "son mari est mort l'année passée",
    "elle a peur du noir",
    "elle bat les cartes",
    "la vie est belle",
    "Ihr Mann ist letztes Jahr gestorben",
    "sie lebt allein",
    "er schlägt eine Uhrzeit vor",
    "She wants to live closer to her daughter",
    "her husband died last year",
    "she is afraid of dogs",
    "the emergency number is on the fridge",
    "",
    "ok",
]


@pytest.mark.parametrize("text", SELF_HARM)
def test_words_about_not_wanting_to_live_are_noticed(text: str) -> None:
    assert Alarm.SELF_HARM in alarms_in(text)


@pytest.mark.parametrize("text", VIOLENCE)
def test_words_about_violence_are_noticed(text: str) -> None:
    assert Alarm.VIOLENCE in alarms_in(text)


@pytest.mark.parametrize("text", MEDICAL)
def test_words_about_a_medical_emergency_are_noticed(text: str) -> None:
    assert Alarm.MEDICAL in alarms_in(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_sentences_offer_nothing(text: str) -> None:
    assert not alarm_words_in(text)


@pytest.mark.parametrize("text", SELF_HARM + VIOLENCE + MEDICAL)
def test_letter_case_and_curly_apostrophes_make_no_difference(text: str) -> None:
    shouted = text.upper().replace("'", "’")

    assert alarm_words_in(shouted)


def test_one_text_can_speak_of_two_dangers() -> None:
    kinds = alarms_in("Haar man slaat haar en ze wil niet meer leven.")

    assert kinds == {Alarm.VIOLENCE, Alarm.SELF_HARM}


def test_an_alarm_word_in_a_long_note_is_noticed() -> None:
    note = "Lang gebabbeld over de tuin. " * 50 + "Ze wil niet meer leven. " + "Daarna over de soep. " * 50

    assert alarms_in(note) == {Alarm.SELF_HARM}


@given(st.text(max_size=400))
def test_any_text_gets_an_answer(text: str) -> None:
    assert alarm_words_in(text) is bool(alarms_in(text))
