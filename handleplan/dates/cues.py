"""The words of a sentence that say what a date in it is for: promised, expected, decided, over and done with.

Lists are stems ("evaluer*") or whole words; they hold general Danish and English administrative prose, not the
sentences of any one document.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto


class Tense(Enum):
    """What a cue says about time; WEAK is a future only a date that is not over can confirm."""

    FUTURE = auto()
    WEAK = auto()
    PAST = auto()


class Words:
    """A set of words and stems; a stem ends in "*"."""

    def __init__(self, text: str) -> None:
        entries = text.split()
        self.whole = frozenset(entry for entry in entries if not entry.endswith("*"))
        self.stems = tuple(entry[:-1] for entry in entries if entry.endswith("*"))

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and (word in self.whole or (bool(self.stems) and word.startswith(self.stems)))

    def first(self, words: Iterable[str]) -> str:
        """The first of `words` that belongs here, "" when none does."""
        return next((word for word in words if word in self), "")


FUTURE = Words(
    "forventes forventet forventer forventelig forventeligt forventning forventningen vil skal bliver planlægges "
    "planlagt planlægger ventes påregnes påregner estimeres estimeret tilstræbes tilstræber sigter agter satser "
    "regner anslås skønnes kommer expected expects expect will shall planned plans scheduled due estimated intends "
    "aims must"
)
PAST = Words(
    "har havde blev var fik gik kom gav tog bad skrev skete fremgik vedtog indgik modtog trådte satte fremlagde "
    "forelagde viste aftalte godkendte gennemførte indførte igangsatte iværksatte nedsatte ansatte fastsatte "
    "drøftede sendte oplyste meddelte lovede anmodede orienterede konkluderede førte ledte lagde begyndte opsagde "
    "udarbejdede besluttede bestilte hørte henviste bemærkede forudsat sidste forrige tidligere seneste oprindelig "
    "oprindeligt oprindelige was were has have had did decided approved adopted delivered completed agreed noted "
    "received presented submitted reported started ended previous previously formerly originally nåede afholdt "
    "mødtes fulgte opstod stod lød steg faldt sluttede"
)
FORMER = Words("oprindelig* tidligere original* previous* former*")
NOT_PAST_VERBS = Words(
    "allerede* brede* glæde* rede* stede* sæde* måned* hoved* sammensatte nærmere* tilstede* fælles*"
)
DETERMINERS = Words("de den det disse dette denne en et nye ny sine deres vores flere alle mange og samt eller")

NOT_PASSIVES = Words(
    "deres vores jeres ellers særlig* fælles* findes synes mindes således* klares begges alles nogles manges "
    "samtidig* lokales* endeles* times minutes sides values issues rules resources services cases processes does "
    "municipalities committees measures initiatives files es udestående* borgernes sagernes"
)
ACTIVE_PRESENT = Words(
    "gennemfører igangsætter iværksætter etablerer afslutter implementerer udarbejder leverer starter begynder "
    "påbegynder indfører lancerer træder udløber slutter løber fortsætter færdiggør opstarter udbyder ansætter "
    "idriftsætter ibrugtager afvikler overgår åbner overtager går afleverer udvider starts begins ends continues "
    "runs expires takes opens kører nås opnås ses gennemgås indgås forestås påregner tages gives falder kan får "
    "ligger foreligger afsluttende flytter overdrages sker tager foretager videreføres lukker sættes"
)
COMPLETION = Words(
    "færdig* klar klart klare afslut* gennemført implementer* idriftsat idriftsæt* ibrugtag* fuldført afviklet "
    "realiseret slutdato* slut deadline* frist* tidsfrist* opstart* ikrafttræd* levering* leverance* lancer* "
    "milepæl* "
    "levere* målet udløb* drift complete* finish* ready done deadline* delivery launch* end* operational implemented"
)
POSTPONED = Words(
    "udskudt udskydes udskyder udsat udsættes udsætter forlænget forlænges forlænger rykket rykkes rykker flyttet "
    "flyttes forsinket forsinkes skubbet skubbes ændret ændres revideret udvidet postponed delayed extended moved "
    "deferred slipped"
)

DECISION_NOUNS = Words(
    "beslutning beslutningen beslutninger møde mødet møder mødedato mødedag mødedatoen dagsorden dagsordenen "
    "behandling behandlingen godkendelse godkendelsen vedtagelse vedtagelsen meeting meetings decision decisions "
    "approval udvalgsmøde* byrådsmøde* direktionsmøde* økonomiudvalgsmøde* ekstraordinært temamøde* "
    "borgerrepræsentationsmøde*"
)
MEETING_ENDINGS = ("møde", "mødet", "møder", "møderne", "mødedato")
DECISION_VERBS = Words(
    "beslutte* godkend* vedtag* vedtog* tiltrædes behandles behandling behandler anmod* bestil* decide* "
    "approve* adopt* consider* afgøres afgjort"
)
PROMISE = Words(
    "forelæg* forelagt forelagde fremlæg* fremlagt præsenter* orienter* afrapporter* redegør* rapporter* fremsend* "
    "oversend* "
    "afgiv* status statusrapport* orientering* fremvis* present* submit* report* brief* inform* tilbagemeld*"
)
PROMISE_VERBS = Words(
    "forelægger forelægges fremlægger fremlægges præsenterer præsenteres orienterer orienteres afrapporterer "
    "afrapporteres "
    "redegør rapporterer rapporteres fremsender fremsendes oversender oversendes afgiver afgives"
)
RECEIVING = Words("sker får få modtager modtage receives receive gets get")
EVALUATION = Words("evaluer* evaluate* evaluation* midtvejsevaluer* slutevaluer* revurder*")

SOURCES = Words(
    "rapport* beretning* revisionsberetning* delberetning* redegørelse* notat* regnskab* årsregnskab* budget* "
    "aftale* budgetaftale* lov loven cirkulære* bekendtgørelse* undersøgelse* analyse* handleplan* strategi* "
    "skrivelse* brev* "
    "klage* sager* tal tallene data dataudtræk opgørelse* årsrapport* politik* version udgave* report reports "
    "accounts "
    "beretninger act survey figures"
)
SUBJECT_PREPOSITIONS = Words("for fra vedrørende vedr om af i over from of on")

# What is counted, after a number that only looks like a year ("i 2000 sager").
COUNTED_THINGS = Words(
    "kr kroner mio mia sager borgere medarbejdere timer pct procent stk afgørelser personer årsværk ansøgninger "
    "henvendelser "
    "børn unge enheder pladser brugere møder euro cases people hours citizens kvm meter km familier boliger ture"
)

CLAUSE_WORDS = Words(
    "hvor som mens når hvis fordi idet men hvorfor hvorefter hvilket which while because but where when"
)
SOFT_WORDS = Words("at der så således that samt og eller and or")
ABBREVIATIONS = Words("inkl ekskl vedr henh tidl evt osv hhv afd kap jan feb febr sept vedrør ansv max min obs")


def tense_of(word: str, previous: str) -> Tense | None:
    """What a word says about time, given the word before it; None for most words."""
    if word in FUTURE:
        return Tense.FUTURE
    if previous in ("be", "been", "being"):
        return None
    if word in PAST or (word.endswith("ede") and len(word) > 5 and _is_finite(word, previous)):
        return Tense.PAST
    if word in ACTIVE_PRESENT or word in PROMISE_VERBS or word in COMPLETION or is_present_passive(word, previous):
        return Tense.WEAK
    return None


def _is_finite(word: str, previous: str) -> bool:
    return word not in NOT_PAST_VERBS and previous not in DETERMINERS


def is_present_passive(word: str, previous: str) -> bool:
    """Whether a Danish word is a present passive ("etableres", "udbydes"), not a genitive ("forvaltningernes")."""
    if len(word) < 6 or not word.endswith("es") or word.endswith(("ernes", "enes", "gtes", "nsens")):
        return False
    return word not in NOT_PASSIVES and previous not in DETERMINERS
