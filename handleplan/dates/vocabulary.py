"""The words dates are made of: Danish and English, with the Swedish and Norwegian forms of months (DOMAIN.md B3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Generic, TypeVar

from .tokens import WORD, Token

T = TypeVar("T")


class Limit(Enum):
    """How a word bounds the period that follows it; TO is UNTIL by a word that often means something else."""

    UNTIL = auto()
    TO = auto()
    BEFORE = auto()
    WITHIN = auto()
    FROM = auto()
    SINCE = auto()
    AFTER = auto()
    EXACT = auto()


class Part(Enum):
    """Which part of the period that follows a word means; LAST are the words that can also mean its very end."""

    FIRST = auto()
    MIDDLE = auto()
    LAST = auto()
    LATE = auto()
    END = auto()


class Phrases(Generic[T]):
    """Phrases of one or more words, found in tokens; a full stop after any word is passed over."""

    def __init__(self, meanings: Mapping[T, str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for meaning, phrases in meanings.items():
            for phrase in phrases.split("|"):
                words = tuple(phrase.split())
                self._by_first.setdefault(words[0], []).append((words, meaning))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))

    @property
    def first_words(self) -> frozenset[str]:
        return frozenset(self._by_first)

    def at(self, tokens: Sequence[Token], start: int) -> list[tuple[T, int]]:
        """Every phrase that begins at `start`, the longest first, with the index of the token after it."""
        if start >= len(tokens) or tokens[start].sort != WORD:
            return []
        found = []
        for words, meaning in self._by_first.get(tokens[start].text, ()):
            end = _after_words(tokens, start, words)
            if end:
                found.append((meaning, end))
        return found


def _after_words(tokens: Sequence[Token], start: int, words: tuple[str, ...]) -> int:
    position = start
    for word in words:
        if position >= len(tokens) or tokens[position].text != word:
            return 0
        position += 1
        if position < len(tokens) and tokens[position].text == ".":
            position += 1
    return position


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _numbered(*names: str) -> dict[str, int]:
    return {word: number for number, words in enumerate(names, start=1) for word in words.split()}


MONTHS = _numbered(
    "jan januar january januari",
    "feb febr februar february februari",
    "mar mars marts march",
    "apr april",
    "maj mai may",
    "jun juni june",
    "jul juli july",
    "aug august augusti",
    "sep sept september",
    "okt oct oktober october",
    "nov november",
    "dec des december desember",
)
ENGLISH_ONLY = _words("january february march may june july oct october")
ABBREVIATED = _words("jan feb febr mar apr jun jul aug sep sept okt oct nov dec des may march")

SEASONS = _numbered(
    "forår foråret foraar foraaret spring vår våren",
    "sommer sommeren summer sommar sommaren",
    "efterår efteråret efteraar efteraaret autumn fall høst høsten höst hösten",
    "vinter vinteren vintern winter",
)
WINTER = 4

ORDINALS = _numbered(
    "første first i första", "anden andet second ii andra", "tredje third iii", "fjerde fourth iv fjärde"
)
LAST_ORDINALS = _words("sidste last")
ORDINAL_ENDINGS = _words("st nd rd th ste te de")

WEEKDAYS = _words(
    "mandag tirsdag onsdag torsdag fredag lørdag søndag man tir tirs ons tor tors fre lør søn "
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun"
)

QUARTER_WORDS = _words("kvartal kvartalet kvt kvart kv quarter qtr")
QUARTER_LETTERS = _words("q k kv kvt kvartal quarter")
HALF_YEAR_WORDS = _words("halvår halvåret halvaar")
HALF_WORDS = _words("halvdel half")
TERTIAL_WORDS = _words("tertial tertialet")
WEEK_WORDS = _words("uge ugen week uke vecka")
DAY_ARTICLES = _words("d den dag")
MONTH_WORDS = _words("måned md")

APPROX: Phrases[bool] = Phrases({True: "ca|cirka|omkring|circa|about|around|approximately|approx|omtrent"})

LIMITS: Phrases[Limit] = Phrases(
    {
        Limit.UNTIL: (
            "senest|senest ved|frem til|frem til og med|indtil|indtil og med|til og med|t o m|tom|no later than"
            "|not later than|until|up to|up to and including|ikke senere end|at latest by"
        ),
        Limit.TO: "til|by|till|to",
        Limit.BEFORE: "inden|før|before|prior to",
        Limit.WITHIN: "inden for|indenfor|within",
        Limit.FROM: "fra|fra og med|f o m|fom|from|gældende fra|starting",
        Limit.SINCE: "siden|since",
        Limit.AFTER: "efter|after",
        Limit.EXACT: "pr|per|as of|as at|saldo",
    }
)

PARTS: Phrases[Part] = Phrases(
    {
        Part.FIRST: (
            "primo|starten af|begyndelsen af|tidligt i|tidlig|early|early in|start of|beginning of|først i|i starten af"
            "|i begyndelsen af|at start of|at beginning of|in beginning of|ved starten af|ved begyndelsen af"
        ),
        Part.MIDDLE: "medio|midten af|midt i|mid|middle of|i midten af|in middle of",
        Part.LAST: "ultimo|slutningen af|i slutningen af|sidst i|ved slutningen af|hen mod slutningen af",
        Part.LATE: "sent i|late|late in|sen",
        Part.END: (
            "udgangen af|afslutningen af|udløbet af|end of|end|ved udgangen af|ved afslutningen af|ved udløbet af"
            "|at end of|by end of|med udgangen af|med udløbet af|udgangen"
        ),
    }
)

DURING: Phrases[bool] = Phrases(
    {True: "i|i løbet af|i perioden|during|in|in course of|over|on|ved|den|det|i det|perioden|inde i|her i"}
)

EXPECTED: Phrases[bool] = Phrases(
    {
        True: (
            "forventet|forventes|forv|forventeligt|planlagt|nu|revideret til|expected|planned|now|revised to|estimated"
            "|planlægges|forventes færdig|forventet færdig|forventet til|forventes at være færdig|forventes afsluttet"
            "|forventet afsluttet|forventelig"
        )
    }
)

AND_ONWARDS: Phrases[bool] = Phrases(
    {True: "og frem|og fremefter|og fremover|og fremad|og frem efter|onwards|and onwards|onward|and onward|og senere"}
)

RANGE_OPENERS: Phrases[str] = Phrases(
    {
        "from": "fra|fra og med|from|f o m|fom|perioden|i perioden|i perioden fra|perioden fra",
        "between": "mellem|between",
    }
)
RANGE_JOINS: Phrases[bool] = Phrases(
    {True: "til|til og med|t o m|tom|to|until|through|frem til|indtil|up to|frem til og med|till|fram til"}
)
BETWEEN_JOINS: Phrases[bool] = Phrases({True: "og|and"})
OR_JOINS: Phrases[bool] = Phrases({True: "eller|or|alternativt|eller alternativt|alternatively|or alternatively"})
AND_JOINS: Phrases[bool] = Phrases({True: "og|and|samt|og igen|og i"})
CLOCK: Phrases[bool] = Phrases({True: "kl|klokken|at"})

OVER_THE_TURN: Phrases[bool] = Phrases({True: "hen over|henover|over|omkring|around|hen omkring|rundt om"})
TURN_OF_YEAR: Phrases[bool] = Phrases({True: "årsskiftet|årsskifte|aarsskiftet|turn of year"})

ONGOING: Phrases[bool] = Phrases(
    {
        True: (
            "løbende|i drift|permanent|månedligt|månedlig|månedlige|kvartalsvis|kvartalsvist|årligt|årlig|ongoing"
            "|løbende opgave|halvårligt|halvårlig|kontinuerligt|continuous|continuously|monthly|quarterly|annually"
            "|yearly|in operation|ugentligt|ugentlig|weekly"
        )
    }
)

NO_DATE: Phrases[bool] = Phrases(
    {
        True: (
            "snarest|snarest muligt|hurtigst muligt|afventer|ikke fastlagt|udestår|tbd|tbc|t b d|t b c|asap|a s a p"
            "|as soon as possible|awaiting|awaits|pending|not set|not fixed|ikke fastsat|ikke aftalt|ingen|none|n a"
            "|afventes|endnu ikke fastlagt|uden dato|ingen dato|no date"
        )
    }
)

# Words that make a text speak of a date without naming one: durations, events, and dates seen from now.
RELATIVE_WORDS = _words(
    "år året års måned måneder md mdr uge uger dag dage år kvartal halvår årsskiftet årsskifte næste indeværende "
    "nærværende forrige kommende sidste sommerferien sommerferie ferien ferie påske jul julen pinse nytår efter inden "
    "før når vedtagelse frem mod ved løbende afventer year years month months week weeks day days next last this "
    "current holiday christmas easter after before when upon sommer efterår forår vinter"
)

# Every word a date in prose can begin with.
BEGINNINGS = frozenset().union(
    *(phrases.first_words for phrases in (LIMITS, DURING, OVER_THE_TURN, TURN_OF_YEAR, RANGE_OPENERS)),
    *(phrases.first_words for phrases in (APPROX, PARTS)),
    MONTHS, SEASONS, ORDINALS, LAST_ORDINALS, WEEKDAYS, WEEK_WORDS, QUARTER_LETTERS, DAY_ARTICLES,
    ("h", "t", "tertial", "år", "året", "årene", "year", "years"),
)  # fmt: skip
