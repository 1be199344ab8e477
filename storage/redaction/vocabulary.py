"""Small closed lists that give a name its context: titles, kin, particles, verbs of people."""


def word_set(words: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(words.split())


# After these even an unknown word in lower case is a name ("dokter peeters").
TITLES = word_set(
    "mevrouw mevr mvr mw mevrouwtje mej mejuffrouw madam madame mme mijnheer meneer menier"
    " menheer mr dhr monsieur mlle mademoiselle"
    " frau herr herrn fraulein fraeulein mrs miss ms mister sir dokter dr docteur doktor"
    " doctor prof professor notaris maitre"
    " pastoor advocaat e.h eh vve veuve mijnheerke madammeke menierke juffrouw juffr weled hr mevrw mvrw mmes "
    "messieurs mm"
    " familie fam gezin koppel echtpaar famille"
)
# Written with a capital before an Arabic name they are part of it ("Si Mohamed", "Umm Khalid").
HONOURS = word_set("si sidi moulay lalla oum umm abu abou ait hadj hajj hajja sheikh ould mc o")
# Around a member's first name that is an ordinary word too, in small letters.
BEFORE_MEMBER = word_set(
    "met mee bij aan voor naar door van bel belt bellen belde gebeld hey hoi hallo dag merci bedankt zeg en ook "
    "is dat da"
    " over heb had heeft sprak zag hoorde mis mist kent ken vraag vroeg avec chez appelle mit bei with call called"
)
AFTER_MEMBER = word_set(
    "heb had nie niet ni nog ook al weer terug zelf thuis ok oke nok vandaag gisteren morgen deze lang kort even eens"
    " gebeld gesproken gehoord bereikt gezien was om voor na van in uit op over haar hare zijn zijne d'r ze hij zou kon"
    " kreeg vm voicemail straks nu altijd nooit soms goed ziek jarig opgenomen niets niks alles geen via wel maar "
    "want toch"
)
WHERE = word_set("beneden boven hiernaast achter onder tegenover vroeger ginder ginds buiten binnen ernaast hierboven")
HONOURS_AFTER = word_set("hanim bey teyze abla amca abi hoca efendi baci yenge")
DAYS = word_set(
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli augustus"
    " september oktober november december lundi mardi mercredi jeudi vendredi samedi dimanche ok oke nb ps ik we "
    "hij zij"
    " ze jij gij dit deze maar en of als want dus ja nee neen niet geen nog ook"
)
PLACE_ONLY_BEFORE = word_set("uit in te from from aus din")
NO_VERBS = word_set(
    "niet naast recht slecht zacht vast laat groot licht nacht kracht post kaart markt krant plant vaart tijdje buurt"
    " tocht vlucht lucht kost dienst kunst feest beest geest mist winst gast lijst vorst worst borst dorst juist best"
    " laatst eerst liefst meest haast bijna kort hart zwart tekort sport poort soort beurt kant want zopas rust last"
    " gezicht bericht gewicht nicht zicht plicht wet ziet-niet ment recht echt bezocht gebracht gedacht verkocht"
)
GREETINGS = word_set(
    "beste dag hallo hey hoi dank bedankt merci geachte waarde cher chere chers liebe lieber hello dear goede kleine"
    " grote oude jonge arme petite petit groetjes sorry"
)
OURS = word_set("ons onze onzen ozzen ozze ouze oons uwen mijnen onz")
# Adjectives that are names too: before a finite verb they can only be the name.
NO_SUBJECT = word_set("lieve blanche constant clair modest felix prosper")
# After these a known first name in lower case, or any word with a capital, is a name.
KIN = word_set(
    "dochter dochters dochterke zoon zoontje zonen kleinzoon kleindochter kleinkind"
    " kleinkinderen kleinzoontje achterkleinkind kind"
    " kinderen man vrouw vrouwke broer broers broertje zus zusje zussen zuster zusters"
    " nicht nichten nichtje neef neven neefje"
    " buur buurman buurvrouw buren gebuur gebuurvrouw vriend vriendin vrienden vriendinnen"
    " vriendje kameraad maat partner ex"
    " echtgenoot echtgenote weduwe schoonzus schoonzuster schoonbroer schoonzoon"
    " schoondochter schoonmoeder schoonvader stiefzoon"
    " stiefdochter petekind metekind moeder mama mams vader papa paps ouders tweelingzus"
    " tweelingbroer halfbroer halfzus"
    " nonkel nonkels nonkeltje oom tante tantes tanteke tantine bompa bomma bompi bomi opa"
    " oma grootmoeder grootvader moemoe moeke"
    " vava vake meme pepe memee pepee peter meter pee peetje metje moemoetje mammie bobonne"
    " mamie papy papi mamy meetje peetje"
    " verpleger verpleegster verpleegkundige thuisverpleegster thuisverpleger verzorgende"
    " verzorgster kinesist kinesiste kine"
    " poetsvrouw kuisvrouw poetshulp huishoudhulp thuishulp gezinshulp hulp vrijwilliger"
    " vrijwilligster begeleider begeleidster"
    " collega coordinator coordinatrice werker werkster assistent assistente kapster kapper"
    " loodgieter elektricien tuinman"
    " huisdokter huisarts tandarts oogarts specialist psycholoog psychologe logopedist"
    " logopediste podoloog pedicure apotheker"
    " mantelzorger bewindvoerder voogd beller belster tolk consulent consulente directeur"
    " directrice pater broeder priester deken"
    " kanunnik diaken imam rabbijn dominee burgemeester schepen wijkagent agent inspecteur"
    " juf meester kleermaker bakker slager"
    " meisje jongen baby heer heren dame"
    " fille fils filles frere freres soeur soeurs mari femme epoux epouse voisin voisine"
    " voisins ami amie amis cousin cousine cousins"
    " neveu niece gendre bru belle-fille beau-fils petit-fils petite-fille belle-soeur"
    " beau-frere belle-mere beau-pere mere pere"
    " maman grand-mere grand-pere tonton tata oncle parrain marraine meme pepe infirmiere"
    " infirmier aide aide-menagere"
    " aide-soignante kine kinesitherapeute medecin benevole collegue assistante assistant"
    " coiffeuse cure abbe veuve compagnon"
    " compagne infirmiers dentiste"
    " tochter sohn bruder schwester mann ehemann ehefrau nachbar nachbarin nachbarn freund"
    " freundin enkel enkelin enkelkind neffe"
    " nichte schwager schwagerin schwiegertochter schwiegersohn schwiegermutter mutter"
    " vater onkel pfleger pflegerin"
    " krankenschwester hausarzt arzt arztin haushaltshilfe putzfrau pfarrer pastor helferin"
    " betreuer betreuerin ehrenamtliche"
    " witwe patin patenkind lebensgefahrte"
    " daughter son brother sister husband wife neighbour neighbor friend niece nephew carer"
    " nurse volunteer grandson granddaughter"
    " bonmama bonpapa bonma bonpa ambulancier diensthoofd wijkagente buddy peetoom bezorger postbode klusjesman"
    " nonna nonno baba babusia babcia dziadek pani pan lalla si sidi moulay hajja hajj hadj senora senor dona don "
    "donna mam"
    " teta khalti amti oum umm pasteur pasteure mzee sheikh imam hodja hoca dede nine anne teyze abla abi bibi "
    "dadi nani"
    " nounou mamma mammy memere pepere marraine parrain papi omi opi tonton tantine tati tata bobon mother father "
    "mum dad uncle aunt auntie granny grandma grandpa gp cleaner"
)
NAMED = word_set(
    "heet heette heten noemt noemde genaamd naam voornaam achternaam familienaam roepnaam"
    " naamgenoot contact contactpersoon tav"
    " s'appelle appelle nomme nommee nom prenom heisst heissen namens named name vorname"
    " nachname groetjes onderwerp tnv"
    " aanspreekpunt vertrouwenspersoon zorgverlener"
)
PARTICLES = word_set(
    "van vande vanden vander de den der des ter ten te ver 't t op la le les du da das do"
    " dos di del della von zu zum zur el al ben"
    " bin ibn ould oulad thi lo ait abu abou bou mac san el- d s"
)
LONG_PARTICLES = (("van", "de"), ("van", "den"), ("van", "der"), ("vande",), ("vanden",), ("vander",))
DETERMINERS = word_set(
    "de het een een den ne ner der die dat deze dit 't le la les un une des du au aux ce"
    " cette cet ces the a an this that these"
    " ein eine einen einem einer das dem elke ieder iedere geen mijn haar zijn hun onze ons"
    " uw jouw son sa ses mon ma mes leur leurs"
    " ihr ihre ihren sein seine mein meine my her his their our nen dees diejen zo'n wat"
    " veel weinig twee drie vier vijf zes"
)
SMALL_WORDS = word_set(
    "de en wil mei dan ben wei do le la die das her his mine eve even kan for may on do"
    " es el in is les lien line mar mich min"
    " mir moet nam nu oh oke oral per pi rode same sich si so sol soi sola ten the thi van"
    " us wie we ya you za al as at aan back"
    " best cas ceci close cor come day demi dieu een el else er erg esen fit france front"
    " gay gene goed good gut ho hop jas job"
    " june jung komen kort le leke lees li list long love lui ma man maar many me me mens"
    " menu moon more nada nek nota off oud"
    " pa pam pap papa para parent park paz per pero pin plank pop quartier rem ring ram rek"
    " sans schon seven sin slim some sur tak tan"
    " tank tea thuis toe toets too toto twee un una uno uur val veer vi vida vier voet vol"
    " voor waar was weg wel west word"
    " wit grand grande petit petite belle bonne beau jolie rose blanche douce neuve seul"
    " roux juste franc gentil clair bien back dame"
    " oude jonge jong groot klein lange kort witte zwart rood bruin blauw mooi lieve goed"
    " goede zoet stout hard zot wild stil"
    " winter zomer herfst bakker bos boom berg weber kerk post school hof hond kat haan"
    " vogel vis dag nacht zondag vrijdag juli"
    " april august mars mai merci noel adel agent baron kunst mond hart hand arm been oog"
    " neus engel heide linde wind storm regen"
    " visser koster deken smet stein stark stern sommer kaiser klug reich sauer krank kraft"
    " koch jager ritter schneider"
    " hill house home hall hunt king prince princess rush rich rice sad sage sand savage"
    " sharp small snow stone strong such summer swan"
    " wise wolf wood young water waters way well wells white will wall walk power price"
    " post pool pope porter potter"
)
HUMAN_VERBS = word_set(
    "is was wou wil wilt wilde heeft had gaat ging komt kwam belt belde zegt zei vraagt"
    " vroeg vindt vond denkt dacht weet wist doet deed"
    " ziet zag hoort hoorde voelt voelde woont woonde slaapt sliep eet at drinkt dronk"
    " neemt nam geeft gaf krijgt kreeg brengt bracht"
    " haalt helpt ligt lag zit zat staat stond loopt rijdt valt viel klaagt klaagde weent"
    " weende lacht praat praatte babbelt babbelde"
    " klinkt klonk lijkt blijft bleef verblijft werkt werkte leeft overleed hoopt wacht"
    " zoekt leest kijkt luistert kookt poetst kuist"
    " vertelt vertelde zorgt regelt durft hoest wandelt mist miste kan kon moet moest mag"
    " mocht zal zou wordt werd wenst bedankt"
    " wilt verveelt vergeet vergat herinnert kent gebeld niet ook nog terug zelf ok oke antwoordt"
    " va veut voulait dit demande a avait est etait dort mange pleure habite vient peut"
    " doit prend parle appelle rappelle se ne n'a"
    " attend pense aime souffre sort reste marche"
    " ist war hat hatte will wollte kann muss sagt fragt schlaft isst weint lacht wohnt"
    " geht kommt liegt sitzt braucht fuhlt mochte ruft"
    " hilft freut would could should must did loves looks says said wants feels lives"
    " sleeps eats has asks called calls is was needs likes does"
)
# Verbs that only people do: before these even a word in lower case that is a name too is taken for one.
PEOPLE_ONLY = word_set(
    "zoekt bidt wilt verwacht huilt leert studeert spreekt verstaat begrijpt weigert weet zingt danst breit leest "
    "luistert"
    " kijkt wandelt fietst tekent mist vreest kent herinnert dankt groet kreeg kocht belooft beloofde vergat trouwt"
    " overleed stierf voudrait souhaite attend ecoute espere aimerait mochte braucht sucht klagt asked wanted"
    " bakt naait vlucht vluchtte studeerde wandelde hoort luisterde speelt rookt kuist poetst helpt zorgt"
    " zegt zei vraagt vroeg vertelt vertelde belt belde klaagt klaagde weent weende lacht"
    " babbelt babbelde zoekt neemt nam wil wou"
    " voelt slaapt eet drinkt denkt vindt woont hoopt kookt praat dit demande pleure dort"
    " habite mange sagt fragt weint wohnt"
    " says asks wants feels lives calls"
)
SPEAKING_VERBS = word_set(
    "zegt zei vertelt vertelde klaagt klaagde weent weende lacht slaapt voelt eet huilt"
    " hoest babbelt babbelde belde vroeg pleure dort"
    " souffre sagt weint schlaft fuhlt says feels cries asked told sleeps"
)
TALKING = word_set(
    "gebeld gesproken gepraat gebabbeld gehoord gezien geklapt gekaart getelefoneerd parle"
    " telephone gesprochen telefoniert spoken talked"
)
WITH = word_set("met mee bij door avec chez par mit bei with by voor van aan")
PLACE_BEFORE = word_set(
    "en au aux of op richting omgeving gemeente stad in te naar uit from nach vers aus tot near a uit"
)
LANGUAGE_BEFORE = word_set(
    "in het spreekt spreek verstaat naar parle alleen goed enkel beetje en geen le en leert"
    " spricht versteht auf op klapt slecht"
)
LANGUAGES = word_set("frans engels english french deutsch german england roman romana")
MONTHS = word_set("mei mai may april august august juni juli june july avril march mars januari")
GERMAN_WORDS = word_set(
    "ist und nicht sie hat ein eine ich auf fur wird mit haben sehr nach ihr ihre ihren wir"
    " er im zum zur am den dem das beim vom"
    " mochte heute gestern morgen wurde sind kommt geht sagt"
)
GERMAN_ONLY = word_set(
    "ist und nicht ich fur wird mit haben sehr nach ihr ihre ihren zum zur das beim vom"
    " mochte heute gestern wurde sind kommt geht sagt auf wohnt ruft braucht im am dem vom ein eine kein keine einen"
)
HOUSES = word_set(
    "az uz wzc rvt olv ziekenhuis kliniek rusthuis rustoord woonzorgcentrum residentie"
    " school college basisschool instituut parochie"
    " parochiezaal kerk zaal cafe taverne restaurant frituur bakkerij beenhouwerij slagerij"
    " apotheek garage winkel brasserie clinique"
    " hopital residence home institut ecole eglise pharmacie boulangerie boucherie"
    " krankenhaus apotheke backerei metzgerei"
    " seniorenheim altersheim altenheim chr chu chc dienstencentrum ldc vzw asbl stichting"
    " firma kapel klooster sint st saint"
    " sainte sankt heilige heilig santa santo onze-lieve-vrouw hospital paus koning"
    " koningin prins prinses zender krant"
    " ziekte syndroom tentoonstelling expo orkest optreden film boek musical concert"
    " serviceflats campus dienst centrum station"
    " kinepraktijk groepspraktijk wijkgezondheidscentrum kasteel abdij supermarkt hotel"
)
STREET_ENDS = (
    "straat",
    "laan",
    "steenweg",
    "plein",
    "lei",
    "dreef",
    "kaai",
    "strasse",
    "straße",
    "platz",
    "weg",
    "baan",
    "park",
    "markt",
)
STREET_HEADS = word_set("rue avenue boulevard chaussee place quai square chemin route allee impasse")
