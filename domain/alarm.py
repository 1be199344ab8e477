"""Words in a typed text that make the bot *offer* the emergency card. It never decides, and never acts by itself.

The texts are notes of volunteers in Dutch (with dialect), French, German and English. A word too many costs one tap;
a word too few costs more, so the lists lean towards offering. What happened to somebody else long ago ("haar man is
vorig jaar gestorven"), house numbers, ages and "never", "no longer" are left out where that can be seen.
"""

import re
import unicodedata
from enum import StrEnum


class Alarm(StrEnum):
    """What the words seem to be about."""

    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    MEDICAL = "medical"


def alarm_words_in(text: str) -> bool:
    """Whether `text` has words that make it fitting to offer the emergency card."""
    return bool(alarms_in(text))


def alarms_in(text: str) -> frozenset[Alarm]:
    """The kinds of danger `text` seems to speak of; empty for an ordinary text."""
    plain = _plain(text)
    return frozenset(
        kind for kind, pattern in _ALARMS.items() if any(_holds(plain, m) for m in pattern.finditer(plain))
    )


def _plain(text: str) -> str:
    """Lower case, without accents, apostrophes and doubled spaces; three equal letters become two."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("œ", "oe").replace("ß", "ss"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    bare = re.sub(r"['’‘`´]", "", bare)
    bare = re.sub(r"([a-z])\1{2,}", r"\1\1", bare)
    return re.sub(r"[^\S\n]+", " ", bare)


def _holds(plain: str, match: re.Match[str]) -> bool:
    """Whether the words around a match leave it standing."""
    before = plain[max(0, match.start() - 28) : match.start()]
    around = plain[max(0, match.start() - 60) : match.end() + 40]
    if _DENIED.search(before):
        return False
    return match.lastgroup == "always" or not _LONG_AGO.search(around)


_DENIED = re.compile(
    r"(?:\bgeen (?:sprake van |gevaar voor |gedachten? aan |teken van )?|\bzonder "
    r"|\bniet (?:meer )?(?:over|aan) |\bnooit (?:meer )?(?:aan )?"
    r"|\bpas (?:de )?|\bsans |\baucun(?:e)? |\bkeine? |\bno (?:sign of |thoughts? of )?"
    r"|\bnot |\bboek over |\bfilm over |\bfolder (?:over )?"
    r"|\blijn |\bcentre de prevention du |\bles cursus )$"
)
_LONG_AGO = re.compile(
    r"\bvorig jaar\b|\bvorige eeuw\b|\bvroeger\b|\bjaar geleden\b|\bjaren geleden\b"
    r"|\bdestijds\b|\bin (?:19|20)\d\d\b|\bin de oorlog\b|\bals kind\b"
    r"|\bil y a .{1,12}ans\b|\blannee passee\b|\bpendant la guerre\b|\bvor .{1,12}jahren\b"
    r"|\bletztes jahr\b|\bim krieg\b"
    r"|\byears ago\b|\blast year\b|\bop tv\b|\bin de film\b|\bin de krant\b|\bin de gazet\b"
    r"|\bop het nieuws\b|\ba la tele\b|\bim fernsehen\b|\bon tv\b"
)


def _any(*alternatives: str) -> str:
    return "|".join(alternatives)


_NIE = r"(?:niet|nie|ni|nimeer|nietmeer)"
_MEER = r"(?:\s?(?:meer|mer|mier|mee|langer))"
_HIT = (
    r"(?:slaa?gt|slaat|slagen|slaan|sloeg|slaagde?|(?<!hart )klopt|stampt|schopt|stompt|bijt"
    r"|wurgt|knijpt|mept)"
)
_PERSON = (
    r"(?:mij|me|mijn|haar|hem|hun|hen|zijn vrouw|zijn moeder|zijn kind(?:eren)?"
    r"|haar kind(?:eren)?|de kinderen|zijn partner|haar moeder|ons)"
)

_SELF_HARM = _any(
    # Dutch: the wish
    rf"\b(?:wil(?:t|de|den)?|wilt|wilde|wou|zou|hoef(?:t"
    rf"|de)?)\b(?: \w+){{0,4}}? {_NIE}{_MEER} (?:leven|verder|voort|bestaan|wakker worden)",
    rf"\b{_NIE}{_MEER}? (?:willen |wilt |wil )?(?:te )?(?:leven"
    rf"|wakker (?:te )?worden)\b(?: wil(?:t|de)?| hoeft| willen)?(?<!niet te leven)",
    r"\b(?:geen|gin|gene) (?:zin|goesting)(?: \w+){0,2}? (?:in het|in t|int|om te|om nog te"
    r"|om verder te|in) (?:leven|meer te leven)",
    rf"\b{_NIE}{_MEER} (?:van|voor) (?:mij|haar|hem) (?:hoeft|moeten|moet)\b",
    r"\b(?:mijn|haar|zijn|dat|t|het) leven (?:is |heeft )?(?:niks|niets|geen (?:zin|waarde))\b",
    r"\bleven (?:heeft|had) (?:voor (?:mij|haar|hem) )?geen zin",
    r"\b(?:wil(?:t|de)?|wou|zou|liever|liefst|beter|mocht)\b(?: \w+){0,4}? (?:dood(?! van)"
    r"|doodgaan|sterven|doeetgaan|doeit|er niet meer (?:zijn|was|is)|t niet meer)\b",
    r"\b(?:was|waren) (?:ik|ze|hij|zij|k)(?: \w+){0,2}? (?:maar |toch )?(?:al )?dood\b",
    r"\bdood(?:swens| ?willen| wil(?:t)?\b|sverlangen)",
    # Dutch: the deed
    r"\bzelf ?m[oe]*r?o?o?rd\w*|\bzelfm(?:oor|ord|oort)\w*|\bsuic[ie]?d\w*|\bsuicied\w*"
    r"|\bzelf ?dod\w*|\bzelfdoding\w*",
    r"\b(?:zichzelf|zich|mezelf|mijzelf|mij|me|haar eigen|zijn eigen"
    r"|mijn eigen) (?:van (?:het )?kant|van kant|vankant|iets aan ?(?:te )?do"
    r"|wat aan ?(?:te )?do|tekort ?(?:te )?do|te kort|ophang|op te hang|verhang|verdrink"
    r"|doodmaak|dood te)",
    r"\b(?:van kant|vankant) (?:te )?(?:maken|doen)|\ber (?:een )?(?:einde"
    r"|eind) aan (?:te )?mak|\ber (?:een )?(?:einde|eind) aan (?:maakt|maken)",
    r"\b(?:een |n )?(?:einde|eind) (?:aan|maken aan) (?:mijn|haar|zijn|het|t) leven|\b(?:er"
    r"|eruit|uit het leven) (?:uit )?stappen\b(?= |$|\.)(?<=uit het leven stappen)",
    r"\b(?:er |dr )?uit(?: willen)? stappen uit het leven|\buit het leven (?:stap|te stap)",
    r"\b(?:al (?:haar|zijn|mijn)|te veel|teveel|overdosis|een doos|hele doos"
    r"|strip)\b(?: \w+){0,2}? (?:pillen|medicatie|medicamenten"
    r"|slaappillen)\b(?: \w+){0,3}? (?:genomen|geslikt|ingenomen|nemen|slikken|binnen)",
    r"\boverdosis\b|\b(?:snijdt|snijd|sneed|kerft|krast) (?:in )?(?:zichzelf|haar polsen"
    r"|zijn polsen|mijn polsen|zich|haar armen)|\b(?:polsen|zichzelf) (?:over"
    r"|door)?(?:gesneden|snijden)",
    r"\bafscheidsbrief|\b(?:onder|voor) (?:een |de |nen )?trein (?:spring|te spring|gooi"
    r"|lopen|te lopen|gaan)|\bvan (?:het|t|een|de) (?:balkon|brug|dak) (?:spring|te spring)",
    # French
    r"\b(?:veu[xt]|voudrais?|voulait|envie de|prefere(?:rait)?|aimerais?"
    r"|aimerait)\b(?: \w+){0,2}? (?:mourir|en finir|disparaitre)|\b(?:ne |n)?(?:veu[xt]"
    r"|voulait) plus vivre|\bplus envie de vivre|\bplus (?:le )?gout (?:de"
    r"|a) (?:la )?(?:vivre|vie)",
    r"\bse (?:suicid|tuer|pendre|jeter sous)\w*|\bme (?:suicid|tuer|pendre)\w*"
    r"|\bmettre fin a (?:ses|mes|sa|ma|la) (?:jours|vie)|\ben finir avec (?:la|sa|ma) vie"
    r"|\bavale (?:tous|toutes|trop|une boite)\b.{0,24}(?:medicaments|cachets|comprimes)"
    r"|\btrop de (?:medicaments|cachets|comprimes)\b|\blettre dadieu",
    r"\b(?:la|ma|sa) vie na plus (?:de|aucun) sens|\bvaudrait mieux (?:que je|quelle"
    r"|quil) (?:meur|soi[st] mort)|\bserait mieux morte?\b",
    # German
    r"\bwill (?:\w+ ){0,2}?(?:nicht|net|nimmer) ?(?:mehr|weiter)? ?(?:leben|weiterleben)"
    r"|\b(?:nicht|net) mehr leben (?:will|mochte|wollen)|\b(?:will|mochte"
    r"|wollte) (?:\w+ ){0,3}?sterben|\bselbst ?m[oe]r?o?rd\w*|\bselbsttot\w*|\bsuizid\w*"
    r"|\b(?:sich|mich|mir|sich das|mir das) (?:\w+ )?(?:umbring|umzubring|das leben nehm"
    r"|leben zu nehm|etwas an(?:zu)?tun|was an(?:zu)?tun|aufhang|erhang)\w*|\b(?:bringt"
    r"|bringe) (?:sich|mich) um\b|\bleben (?:hat )?keinen sinn|\bkeinen sinn mehr"
    r"|\b(?:zu viele|alle) (?:tabletten|pillen) (?:genommen|geschluckt)|\buberdosis"
    r"|\babschiedsbrief|\bwar(?:e)? (?:ich|sie|er) (?:doch |nur |lieber )?tot\b"
    r"|\blieber tot\b",
    # English
    r"\b(?:want(?:s|ed)?|wish(?:es|ed)?) (?:\w+ ){0,3}?(?:to die|to be dead|were dead"
    r"|was dead)|\b(?:dont|doesnt|didnt|not"
    r"|no longer) (?:want(?:s)? )?(?:to )?(?:live any ?more|live anymore|go on living"
    r"|want to live)|\bkill(?:s|ing|ed)? (?:my|her|him|them)sel(?:f|ves)|\bend (?:it all"
    r"|my life|her life|his life)|\bbetter off dead|\bsuicid\w*|\bself[ -]?harm\w*"
    r"|\btook (?:all|too many) (?:\w+ )?(?:pills|tablets)|\boverdose\w*|\bno reason to live"
    r"|\bcut(?:s|ting)? (?:her|his|my)(?:self| wrists)",
)
_VIOLENCE = _any(
    # Dutch
    rf"\b(?:{_HIT}) (?:(?!volgens|voor|met|van|over|zonder|naar|aan|bij"
    rf"|tegen)\w+ )?(?:{_PERSON})\b(?! (?:aan|hand|deur|een nieuwe))",
    rf"\b(?:{_PERSON}) (?:\w+ ){{0,2}}?(?:{_HIT}|geslagen|gestampt|geschopt|gestompt|gewurgd"
    rf"|mishandeld|misbruikt|aangerand|verkracht|bedreigd|aangevallen|opgesloten|vastgebonden"
    rf"|vastgehouden)\b(?! (?:op|alarm|de trommel))",
    r"\b(?:wordt|werd|word|is|was|ben) (?:\w+ ){0,4}?(?:geslagen|geschopt|gestampt"
    r"|geklopt door|gewurgd|mishandeld|misbruikt|aangerand|verkracht|bedreigd|aangevallen"
    r"|neergestoken|opgesloten|overvallen)\b",
    r"\b(?:krijgt|kreeg|krijg) (?:\w+ )?(?:slagen|klappen|slaag|rammel|klop|meppen)\b"
    r"|\bslaat (?:er|derop|hem|haar)\b|\bslaat (?:de|zijn|haar) (?:vrouw|man|kinderen|moeder"
    r"|vader|kind)\b|\bhandtastelijk\w*|\blosse handjes",
    r"\bmishandel\w*|\bverkracht\w*|\baanrand\w*|\baangerand\w*|\bhuiselijk geweld"
    r"|\bpartnergeweld|\bintrafamiliaal geweld|\bseksueel (?:misbruik|geweld)"
    r"|\bgeweld (?:thuis|tegen|van)|\bgewelddadig\w*|\bkindermishandeling|\boudermis\w*"
    r"|\bouderenmis\w*|\bmisbruikt? (?:haar|hem|mij|door)|\bmisbruik\b(?! van (?:het"
    r"|de) (?:systeem|parking))",
    r"\b(?:bedreig(?:t|d|de|en)|dreigt|dreigde|dreigen)\b(?: \w+){0,4}? (?:haar|hem|mij|me"
    r"|met een mes|te slaan|te vermoorden|dood te|te doden|te doen)|\bbedreigt\b|\b(?:gaat"
    r"|ga|zal|wil) (?:haar|hem|mij|me|ons|u|je) (?:\w+ )?(?:vermoorden|dood ?doen|doodslaan"
    r"|kapot ?maken|afmaken|iets aandoen|pijn doen)|\bvermoord(?:en|t)?\b|\bmet (?:een|e|n"
    r"|het) (?:mes|geweer|pistool|bijl|hamer)\b(?= (?:bedreig|achter|gedreig|geslag|gestoken"
    r"|gezwaai|op|naar|in de hand|staat|liep|zwaait))",
    r"\b(?:bang|schrik|angst) (?:van|voor) (?:haar|zijn|mijn|den?) (?:man|vent|zoon|vrouw"
    r"|partner|vader|broer|schoonzoon|kleinzoon|ex)\b|\b(?:opgesloten|sluit (?:haar|hem|mij"
    r"|me) op|mag (?:niet|nie|ni) (?:buiten|meer buiten) van)\b|\bblauwe plekken\b"
    r"|\bblauw (?:oog|geslagen)",
    r"\b(?:staat|is|zit) (?:er )?(?:een )?(?:inbreker|indringer)|\binbreker in\b"
    r"|\bsteekt (?:haar|hem|mij|me)\b|\bneergestoken|\bwurgt\b|\bgewurgd\b",
    # French
    r"\b(?:me|la|le|les|mon mari|son mari|son fils|sa fille) ?(?:frappe|bat(?! froid)"
    r"|tape dessus|gifle|etrangle|menace|maltraite|viole)\b|\b(?:il|elle|mari|fils|on) (?:la"
    r"|le|l|me|m|les) ?(?:frappe|bat|gifle|menace|etrangle|maltraite|pousse|enferme)\w*"
    r"|\b(?:ete|est|etait|suis|fait) (?:\w+ )?(?:frapp|battu|gifle|viole|maltrait|menace"
    r"|agress|etrangl|tabass|poignard)\w*|\bviolences? (?:conjugale|familiale|domestique"
    r"|sexuelle|physique|a la maison|intrafamiliale)s?|\bmaltraitance|\bagression sexuelle"
    r"|\bcoups (?:de (?:poing|pied|couteau))|\bmenac\w* de (?:\w+ )?(?:mort|tuer|frapper)"
    r"|\b(?:va|veut) (?:me|la|le) (?:tuer|frapper)|\b(?:a )?peur de (?:son|mon) (?:mari|fils"
    r"|conjoint|compagnon|ex|pere|frere)\b|\benferme[er]? (?:dans|chez|a)\b.{0,20}(?:cle"
    r"|chambre|cave)",
    # German
    r"\b(?:schlagt|schlug|prugelt|tritt|wurgt|bedroht|misshandelt"
    r"|verprugelt) (?:\w+ )?(?:mich|sie|ihn|ihre?n?|seine?n?|uns|die kinder|das kind)\b"
    r"|\b(?:wird|wurde|werde) (?:\w+ ){0,4}?(?:geschlagen|verprugelt|misshandelt|missbraucht"
    r"|vergewaltigt|bedroht|angegriffen|eingesperrt|gewurgt)|\b(?:mich|sie"
    r"|ihn) (?:\w+ )?(?:geschlagen|verprugelt|bedroht|gewurgt|misshandelt|eingesperrt)"
    r"|\bhausliche gewalt|\bmisshandl\w*|\bvergewaltig\w*|\bangst vor (?:ihrem|seinem|meinem"
    r"|ihrer) (?:mann|sohn|partner|bruder|freund|vater|ex)|\bmit (?:einem"
    r"|dem) messer (?:bedroht|auf)|\b(?:bringt|will|wollte) (?:mich|sie|ihn) (?:um\b"
    r"|umbringen)|\bdroht (?:ihr|ihm|mir)",
    # English
    r"\b(?:hits|hit|beats|beat|beating|slaps|slapped|kicks|kicked|punches|punched|chokes"
    r"|choked|strangles|strangled|threatens|threatened|abuses|hurts) (?:me|her|him|his wife"
    r"|the children|the kids|his mother|us|them)\b|\b(?:is|was|being|been|gets"
    r"|got) (?:\w+ )?(?:beaten|abused|raped|assaulted|threatened|attacked|molested|strangled"
    r"|locked up)\b|\bdomestic (?:violence|abuse)|\bsexual(?:ly)? (?:abuse|assault)\w*"
    r"|\bphysical(?:ly)? abus\w*|\brape\b|\b(?:afraid|scared|frightened|terrified) of (?:her"
    r"|his|my) (?:husband|son|wife|partner|boyfriend|father|brother|ex)"
    r"|\bgoing to kill (?:me|her|him|us)|\bthreatens to kill",
)
_FALL = r"(?:gevallen|gevalle|gevoallen|gvallen|omgevallen|neergevallen|ligt|lag|val(?:t|de)?)"
_STAND = (
    r"(?:rech?t|recht ?(?:staan|op)|rechtop|op ?staan|opstaan|overeind|omhoog|rechte|bewegen"
    r"|van de grond)"
)
_MEDICAL = _any(
    # Dutch: fallen and cannot get up
    rf"\b{_FALL}\b(?:.{{0,50}}?)\b(?:kan|kon|ka|kunt|geraak(?:t|te)?|krijg(?:t)?"
    rf"|raakt)\b(?: \w+){{0,4}}? (?:niet|nie|ni|nimmer)\b(?: \w+){{0,3}}? {_STAND}",
    rf"\b(?:kan|kon|ka|geraak(?:t|te)?)\b (?:\w+ ){{0,3}}?(?:niet|nie"
    rf"|ni)(?:{_MEER})? (?:\w+ )?{_STAND}\b(?= na|$|\.|,|!| en | sinds| of)(?! staan koken)",
    r"\b(?:ligt|lag|zit|blijft liggen|gevonden) (?:\w+ ){0,4}?(?:op de (?:grond|vloer)"
    r"|op den? grond|op de tegels)\b(?! van)|\bop de grond (?:gevonden|ligt|lag|gelegen"
    r"|liggen)\b",
    r"\b(?:roept|riep|schreeuwt|schreeuwde|gilt) (?:\w+ ){0,2}?(?:om |voor )?(?:hulp|help)\b"
    r"|\bhelp[!]{1,}|\bhelp help\b",
    # breath, heart, consciousness, stroke
    r"\b(?:krijgt|kreeg|krijg) (?:\w+ ){0,3}?(?:geen|bijna geen|moeilijk|amper|gin"
    r"|nauwelijks) (?:adem|lucht|asem|oasem)|\bgeen (?:adem|lucht|asem)\b|\b(?:snakt|hapt"
    r"|happend|snakkend|snakte|hapte) (?:ook )?naar (?:adem|lucht)|\bbenauwd\b"
    r"|\bkortademig\b(?=.{0,20}\b(?:erg|plots|heel|ineens|nu)\b)|\b(?:erg|heel|plots|zeer"
    r"|ineens) kortademig|\bstikt\b|\bverstikk\w*|\bverslikt\b.{0,30}\b(?:adem|lucht|blauw)"
    r"|\bademt (?:niet|nie|ni|bijna niet|moeilijk|amper|zwaar|raar)"
    r"|\bademhaling(?:sproblemen| (?:stopt|valt))|\bademnood",
    r"\b(?:pijn|druk|steken|krampen|drukkend\w*|last) (?:\w+ ){0,3}?(?:op|in|aan|rond) (?:de"
    r"|haar|zijn|mijn|den?) (?:borst(?:kas)?|hart(?:streek)?|linkerarm|linker arm)\b"
    r"|\bborstpijn|\bpijn op de borst|\bhartaanval\w*|\bhartinfarct\w*|\bhart ?stilstand"
    r"|\binfarct\b|\bhartkrampen",
    r"\b(?:bewusteloos|buiten bewustzijn|buiten westen|bewustzijn (?:verloren|verlies)"
    r"|verloor (?:het|haar|zijn) bewustzijn|van (?:haar|zijn|mijn) sus|flauw ?gevallen"
    r"|flauwgevallen|valt flauw|viel flauw|in zwijm)\b|\breageert (?:\w+ )?(?:niet|nie|ni"
    r"|nergens|amper)(?: \w+)?(?: meer)?\b(?! op (?:mail|brief|brieven|de brief|berichten"
    r"|mijn bericht|sms))|\b(?:antwoordt|beweegt) (?:niet|nie|ni) meer\b"
    r"|\bniet (?:wakker te krijgen|aanspreekbaar)|\bblauwe? lippen|\b(?:ziet"
    r"|wordt) (?:\w+ )?(?:helemaal )?blauw\b",
    r"\bberoerte\b|\btrombose\b(?=.{0,20}\b(?:nu|net|verdenking)\b)|\bhersenbloeding"
    r"|\battaque\b|\bscheve? mond|\bmond (?:hangt|trekt|staat) (?:\w+ )?scheef"
    r"|\bgezicht (?:hangt|trekt|staat) (?:\w+ )?scheef|\bspreekt (?:ineens|plots"
    r"|opeens) (?:\w+ )?(?:wartaal|onduidelijk|niet)|\b(?:ineens|plots|opeens) (?:verlamd"
    r"|verward|niet meer spreken|erg verward)|\bverlamd (?:aan|langs)\b|\bkan (?:haar"
    r"|zijn) arm (?:niet|nie) (?:meer )?(?:op)?heffen|\bepilep\w* aanval|\bstuipen\b",
    r"\b(?:bloedt|bloed|bloeden) (?:\w+ )?(?:hevig|hard|fel|erg|veel|heel|zwaar|als een"
    r"|niet te)|\b(?:hevig|zwaar|veel|fel|heel hard|erg) (?:aan het )?bloe[dt]\w*"
    r"|\bveel bloed(?: verloren| verlies)?\b|\bbloedverlies|\bbraakt (?:\w+ )?bloed"
    r"|\bspuwt (?:\w+ )?bloed|\bbloed (?:braken|spuwen|opgeven|gespuwd)|\bvergiftig\w*"
    r"|\bco[ -]?(?:vergiftiging|intoxicatie)|\bkoolmonoxide|\bgasgeur|\bruikt gas"
    r"|\bbrand in (?:de|haar|zijn|huis)|\b(?:het|haar huis|zijn huis|keuken"
    r"|huis) (?:staat in )?brandt?\b(?= |!|$|\.)(?! op)|\bstaat in brand"
    r"|\bziekenwagen (?:nodig|bellen|gebeld)|\bambulance (?:nodig|bellen)|\blevensgevaar\w*"
    r"|\bin shock\b|\ballergische (?:reactie|shock)|\b112 (?:nodig|bellen|gebeld"
    r"|laten komen)|\b(?:bel|belde|bellen naar|heb) (?:de )?112\b(?! als| wann| indien)"
    r"|\bnoodgeval|\bin nood\b|\bonderkoeld|\buitgedroogd|\boververhit|\bhitteslag"
    r"|\bdrinkt (?:al )?(?:\w+ )?(?:dagen|2 dagen|drie dagen) niets|\bal dagen (?:niet|niks"
    r"|niets) (?:gegeten|gedronken)|\b(?:niet|niks|niets) (?:meer )?(?:gegeten"
    r"|gedronken) (?:sinds|al) (?:\w+ )?dagen",
    # French
    r"\b(?:est |suis |ete )?tombe[es]?\b.{0,50}\b(?:ne |n)?(?:peu[xt]|arrive|sait|reussit"
    r"|pouvait|pas a)\b.{0,14}\b(?:plus|pas|a)\b.{0,14}\b(?:relever|lever|bouger|debout)"
    r"|\bpeut (?:plus|pas) (?:se )?relever|\bpar terre (?:depuis|dans|et)|\b(?:gisait|git"
    r"|couchee?|allongee?|trouvee?) (?:par terre|au sol|sur le sol)|\bnarrive (?:plus"
    r"|pas) a respirer|\brespire (?:mal|plus|pas|difficilement|tres mal)"
    r"|\b(?:du )?mal a respirer|\bmanque dair|\bsetouffe|\betouffe\b"
    r"|\bdouleurs? (?:\w+ )?(?:a la|dans la|au) (?:poitrine|thorax|bras gauche)"
    r"|\bmal (?:a la|dans la) poitrine|\b(?:crise|arret|attaque) cardiaque|\binfarctus"
    r"|\bavc\b|\battaque cerebrale|\b(?:a )?perdu connaissance|\bperte de connaissance"
    r"|\binconscient\w*|\bevanoui\w*|\bne (?:reagit|repond|bouge) plus\b(?! au telephone"
    r"| a mes| a la porte| aux)|\bsaigne (?:\w+ )?(?:beaucoup|fort|abondamment|enormement)"
    r"|\bhemorragie|\bvomit (?:\w+ )?sang|\bcrache du sang|\bbouche (?:de travers|deformee)"
    r"|\bparalysee? (?:dun|du|depuis)|\bintoxication au? (?:co|monoxyde)|\bodeur de gaz"
    r"|\bau secours\b|\bambulance (?:vite|urgent)|\bappel\w* (?:le 112|une ambulance"
    r"|les secours)|\bla maison brule|\bau feu\b",
    # German
    r"\b(?:gefallen|gesturzt|hingefallen|liegt)\b.{0,50}\b(?:kann|konnte|kommt"
    r"|kam)\b.{0,16}\b(?:nicht|net|nimmer)\b.{0,14}\b(?:aufstehen|hoch|auf|bewegen"
    r"|aufrichten)|\bkann (?:nicht|net) (?:mehr )?aufstehen|\bliegt (?:\w+ ){0,2}?(?:auf dem"
    r"|am) boden|\bkeine luft|\batemnot|\batmet (?:nicht|kaum|schwer)"
    r"|\bbekommt (?:\w+ )?(?:keine|kaum|schlecht) luft|\bringt nach luft|\b(?:schmerzen"
    r"|druck|stechen) (?:\w+ )?(?:in der|auf der|im) (?:brust|linken arm|herz)"
    r"|\bbrustschmerz\w*|\bherzinfarkt|\bherzanfall|\bherzstillstand|\bschlaganfall"
    r"|\bhirnblutung|\bbewusstlos\w*|\bohnmacht\w*|\bohnmachtig|\breagiert nicht(?! auf)"
    r"|\bnicht ansprechbar|\bblutet (?:stark|heftig|sehr|viel)|\bspuckt blut|\berbricht blut"
    r"|\bschiefe[rn]? mund|\bmund hangt|\bplotzlich (?:gelahmt|verwirrt|nicht mehr sprechen)"
    r"|\bgelahmt\b|\bgasgeruch|\bvergiftung|\bvergiftet|\bes brennt\b|\bhilfe[!]"
    r"|\bruft (?:laut )?um hilfe|\bnotarzt|\bnotfall\b|\bkrankenwagen (?:gerufen|rufen"
    r"|notig)|\blebensgefahr",
    # English
    r"\b(?:fell|fallen|has fallen|had a fall|is lying)\b.{0,50}\b(?:cant|cannot|can not"
    r"|couldnt|unable to|not able to)\b.{0,14}\b(?:get up|stand|move)|\b(?:cant|cannot"
    r"|unable to) get up\b(?! early| before| in the morning)|\b(?:lying|lies"
    r"|found) (?:\w+ ){0,3}?on the floor|\b(?:cant|cannot|not|trouble|difficulty|struggling"
    r"|hard|unable to)(?: to)? breath\w*|\bshort(?:ness)? of breath|\bgasping|\bchok(?:ing"
    r"|ed)\b|\bchest pains?|\bpain in (?:the|her|his|my) (?:chest|left arm)|\bheart attack"
    r"|\bcardiac arrest|\bstroke\b(?! of luck)|\bunconscious|\bpassed out|\bfainted"
    r"|\bcollapsed|\bunresponsive|\bnot responding\b(?! to (?:mail|email|letters|messages))"
    r"|\bbleeding (?:\w+ )?(?:heavily|badly|a lot|profusely)|\blots of blood"
    r"|\bvomit\w* blood|\bcough\w* (?:up )?blood|\bface (?:is )?droop\w*|\bslurred speech"
    r"|\bslurring|\bsuddenly (?:confused|paralysed|paralyzed)|\bgas leak"
    r"|\bsmells? (?:of )?gas|\bhouse is on fire|\bon fire\b|\bpoison(?:ed|ing)|\bseizure"
    r"|\bcall(?:ed)? an ambulance|\bneeds an ambulance|\bemergency\b(?! number| contact"
    r"| exit| light)",
)
_ALARMS = {
    Alarm.SELF_HARM: re.compile(_SELF_HARM),
    Alarm.VIOLENCE: re.compile(_VIOLENCE),
    Alarm.MEDICAL: re.compile(_MEDICAL),
}
