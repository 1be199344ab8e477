"""What services are about: a small fixed set of themes, and the words by which people in four languages ask for them.

The words are compared without accents and capitals (`domain.search.words_of`), so they stand here in that form.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Theme(StrEnum):
    """A theme; the values are kept in the database and stand in buttons."""

    FOOD = "food"
    MONEY = "money"
    HOUSING = "housing"
    HEALTH = "health"
    MIND = "mind"
    ADDICTION = "addiction"
    VIOLENCE = "violence"
    YOUTH = "youth"
    OLDER = "older"
    CARE = "care"
    TRANSPORT = "transport"
    WORK = "work"
    LAW = "law"
    NEWCOMERS = "newcomers"
    MEETING = "meeting"
    LOSS = "loss"
    DISABILITY = "disability"


_NL: Mapping[Theme, str] = {
    Theme.FOOD: "voedsel voeding eten voedselbank voedselpakket maaltijd maaltijden honger soep restaurant kruidenier",
    Theme.MONEY: "geld schuld schulden budget premie uitkering leefloon inkomen armoede facturen rekeningen betalen",
    Theme.HOUSING: "wonen woning huis huisvesting huur huren dakloos thuisloos opvang nachtopvang verhuizen",
    Theme.HEALTH: "gezondheid dokter huisarts arts ziekenhuis ziek ziekte wijkgezondheidscentrum apotheek tandarts",
    Theme.MIND: "psycholoog psychisch depressie angst zelfmoord zelfdoding stress geestelijke piekeren luisteren",
    Theme.ADDICTION: "verslaving verslaafd alcohol drinken drugs gokken nuchter nuchterheid roken",
    Theme.VIOLENCE: "geweld misbruik mishandeling slagen veiligheid slachtoffer slachtofferhulp partnergeweld stalking",
    Theme.YOUTH: "kind kinderen jongeren jeugd opgroeien gezin opvoeding school pesten kinderopvang",
    Theme.OLDER: "ouderen senioren bejaarden ouder dementie woonzorgcentrum rusthuis dienstencentrum",
    Theme.CARE: "thuiszorg thuisverpleging thuishulp gezinszorg verzorging poetshulp poetsen mantelzorg oppas",
    Theme.TRANSPORT: "vervoer rit ritten rijden bus trein taxi verplaatsing mobiliteit",
    Theme.WORK: "werk werken job jobs werkloos werkloosheid solliciteren opleiding vrijwilligerswerk",
    Theme.LAW: "recht rechten juridisch advocaat papieren administratie attest rechtshulp rechtsbijstand belastingen",
    Theme.NEWCOMERS: "nieuwkomers vluchteling inburgering asiel tolk vertaling nederlands taalles migratie",
    Theme.MEETING: "ontmoeten ontmoeting buurthuis buurtwerk vereniging samen alleen eenzaam gezelschap lotgenoten",
    Theme.LOSS: "rouw rouwen verlies overlijden overleden afscheid begrafenis palliatief palliatieve",
    Theme.DISABILITY: "handicap beperking rolstoel blind slechtziend doof slechthorend hulpmiddelen autisme",
}
_FR: Mapping[Theme, str] = {
    Theme.FOOD: "nourriture alimentation alimentaire manger repas colis faim soupe epicerie",
    Theme.MONEY: "argent dette dettes mediation budget prime allocation revenu pauvrete factures payer",
    Theme.HOUSING: "logement maison loyer louer sans-abri abri hebergement demenager",
    Theme.HEALTH: "sante medecin docteur hopital malade maladie pharmacie dentiste",
    Theme.MIND: "psychologue psychique depression angoisse anxiete suicide stress mentale ecouter ecoute",
    Theme.ADDICTION: "addiction dependance alcool boire drogue drogues jeu sobriete tabac",
    Theme.VIOLENCE: "violence abus maltraitance coups securite victime victimes harcelement",
    Theme.YOUTH: "enfant enfants jeune jeunes jeunesse famille education ecole creche",
    Theme.OLDER: "aines seniors agees vieillesse demence maison-de-repos alzheimer",
    Theme.CARE: "soins domicile infirmier infirmiere aide-familiale menage nettoyage aidant aidants proche",
    Theme.TRANSPORT: "transport trajet trajets conduire bus train taxi deplacement mobilite",
    Theme.WORK: "travail emploi chomage postuler formation benevolat",
    Theme.LAW: "droit droits juridique avocat papiers administration attestation justice impots",
    Theme.NEWCOMERS: "nouveaux arrivants refugie refugies integration asile interprete traduction francais migration",
    Theme.MEETING: "rencontre rencontrer rencontres quartier association ensemble seul seule compagnie entraide",
    Theme.LOSS: "deuil perte deces mort adieu enterrement palliatif palliatifs",
    Theme.DISABILITY: "handicap invalidite fauteuil aveugle malvoyant sourd malentendant autisme",
}
_DE: Mapping[Theme, str] = {
    Theme.FOOD: "essen lebensmittel nahrung tafel mahlzeit mahlzeiten hunger suppe",
    Theme.MONEY: "geld schulden schuldenberatung budget beihilfe einkommen armut rechnungen bezahlen",
    Theme.HOUSING: "wohnen wohnung haus miete mieten obdachlos unterkunft umziehen",
    Theme.HEALTH: "gesundheit arzt aerztin hausarzt krankenhaus krank krankheit apotheke zahnarzt",
    Theme.MIND: "psychologe psychisch depression angst selbstmord suizid stress seelisch zuhoren",
    Theme.ADDICTION: "sucht abhangig alkohol trinken drogen spielsucht nuchtern rauchen",
    Theme.VIOLENCE: "gewalt missbrauch misshandlung sicherheit opfer opferhilfe stalking",
    Theme.YOUTH: "kind kinder jugend jugendliche familie erziehung schule mobbing kita",
    Theme.OLDER: "senioren altere alter demenz altenheim pflegeheim",
    Theme.CARE: "pflege hauspflege hauskrankenpflege haushaltshilfe putzen angehorige familienhilfe",
    Theme.TRANSPORT: "fahrt fahrten fahren fahrdienst bus zug taxi mobilitat",
    Theme.WORK: "arbeit job arbeitslos bewerben ausbildung ehrenamt",
    Theme.LAW: "recht rechte rechtsberatung anwalt papiere verwaltung bescheinigung steuern",
    Theme.NEWCOMERS: "neuankommlinge fluchtling fluchtlinge integration asyl dolmetscher ubersetzung deutsch migration",
    Theme.MEETING: "treffen begegnung nachbarschaft verein zusammen allein einsam gesellschaft selbsthilfe",
    Theme.LOSS: "trauer trauern verlust tod verstorben abschied beerdigung palliativ",
    Theme.DISABILITY: "behinderung rollstuhl blind sehbehindert gehorlos schwerhorig autismus",
}
_EN: Mapping[Theme, str] = {
    Theme.FOOD: "food meal meals hungry hunger eat eating grocery groceries foodbank pantry soup",
    Theme.MONEY: "money debt debts budget benefit benefits income poverty bills pay",
    Theme.HOUSING: "housing home house rent shelter homeless move moving",
    Theme.HEALTH: "health doctor hospital ill illness sick pharmacy dentist medical",
    Theme.MIND: "psychologist mental depression anxiety suicide suicidal stress mind counselling listening",
    Theme.ADDICTION: "addiction alcohol drinking drugs gambling sober sobriety smoking",
    Theme.VIOLENCE: "violence abuse safety victim victims harassment stalking",
    Theme.YOUTH: "child children youth young teenager family parenting school bullying childcare",
    Theme.OLDER: "older elderly seniors ageing dementia",
    Theme.CARE: "care homecare nurse nursing cleaning carer carers household",
    Theme.TRANSPORT: "transport ride rides driving bus train taxi mobility",
    Theme.WORK: "work job jobs unemployed unemployment training volunteering",
    Theme.LAW: "law legal lawyer rights papers paperwork administration forms taxes",
    Theme.NEWCOMERS: "newcomers refugee refugees migrants integration asylum interpreter translation language",
    Theme.MEETING: "meeting meet neighbourhood community club together alone company peers",
    Theme.LOSS: "loss grief grieving mourning bereavement death funeral palliative",
    Theme.DISABILITY: "disability disabled wheelchair blind deaf hearing autism",
}

WORDS: Mapping[Theme, frozenset[str]] = {
    theme: frozenset(
        word
        for language in (_NL, _FR, _DE, _EN)
        for phrase in language[theme].split()
        for word in phrase.split("-")
        if len(word) > 2
    )
    for theme in Theme
}
"""By theme, what people may type for it."""


def themes_in(text: str) -> tuple[Theme, ...]:
    """The themes in a comma-separated text; what is not one is left out."""
    known = {str(theme): theme for theme in Theme}
    return tuple(known[part] for part in text.split(",") if part in known)
