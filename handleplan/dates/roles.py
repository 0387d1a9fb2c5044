"""What a date found in prose is for, judged by the words of its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from . import cues
from .cues import Tense
from .imprecise import ImpreciseDate
from .kinds import Kind, Precision
from .tokens import NUMBER, WORD, Token


class Role(StrEnum):
    """What a date is for. Only forecast, deadline and promise look forward."""

    FORECAST = "forecast"
    DEADLINE = "deadline"
    PROMISE = "promise"
    DECISION = "decision"
    EVENT = "event"
    PERIOD = "period"
    EVALUATION = "evaluation"
    REFERENCE = "reference"


LIMIT_WORDS = (
    "senest",
    "inden",
    "indenfor",
    "før",
    "frem",
    "indtil",
    "til",
    "by",
    "no",
    "not",
    "before",
    "until",
    "within",
)
AFTER_COST, WEAK_COST, MARK_COST, CLAUSE_COST, SOFT_COST, FARTHEST = 2, 2, 6, 6, 2, 40
NEAR, NEXT_TO = 5, 4
LONGEST_SENTENCE = 80
QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'


@dataclass(frozen=True, slots=True)
class Cue:
    """A word with a tense and how far it is from the date, boundaries counted."""

    word: str
    tense: Tense
    cost: int


class Sentence:
    """The sentence around the tokens `first` to `last` (exclusive), as a judge of the date they are."""

    def __init__(self, tokens: Sequence[Token], first: int, last: int) -> None:
        self.tokens = tokens
        self.first, self.last = first, last
        self.start, self.end = _sentence_start(tokens, first), _sentence_end(tokens, last)

    def before(self, count: int | None = None) -> list[str]:
        """The words before the date in its clause, nearest first."""
        found: list[str] = []
        for token in reversed(self.tokens[self.start : self.first]):
            if _is_boundary(token) or (count is not None and len(found) == count):
                break
            if token.sort == WORD:
                found.append(token.text)
        return found

    def after(self) -> list[str]:
        """The words after the date in its clause, nearest first."""
        found: list[str] = []
        for token in self.tokens[self.last : self.end]:
            if _is_boundary(token):
                break
            if token.sort == WORD:
                found.append(token.text)
        return found

    def clause(self) -> list[str]:
        return self.before() + self.after()

    def is_quoted(self) -> bool:
        """Whether the date stands between quotation marks, as in a title."""
        marks = [token.text in QUOTES for token in self.tokens[self.start : self.first]]
        return sum(marks) % 2 == 1 and any(token.text in QUOTES for token in self.tokens[self.last : self.end])

    def nearest_tense(self, over: bool) -> Cue | None:
        """The cue that governs the date; weak ones do not count for a date that is `over`."""
        found = [*self._tenses_before(over), *self._tenses_after(over)]
        return min(found, key=lambda cue: cue.cost, default=None)

    def _tenses_before(self, over: bool) -> list[Cue]:
        found, cost = [], 0
        for index in range(self.first - 1, self.start - 1, -1):
            token = self.tokens[index]
            cost += 1 + _boundary_cost(token)
            if cost > FARTHEST:
                break
            if token.sort == WORD:
                found += self._cue(index, cost, over)
        return found

    def _tenses_after(self, over: bool) -> list[Cue]:
        found, cost = [], AFTER_COST
        for index in range(self.last, self.end):
            token = self.tokens[index]
            if _is_boundary(token) or cost > FARTHEST:
                break
            cost += 1 + _boundary_cost(token)
            if token.sort == WORD:
                found += self._cue(index, cost, over)
        return found

    def _cue(self, index: int, cost: int, over: bool) -> list[Cue]:
        word = self.tokens[index].text
        tense = cues.tense_of(word, self.tokens[index - 1].text if index > self.start else "")
        if tense is None or (over and tense == Tense.WEAK):
            return []
        return [Cue(word, tense, cost + (WEAK_COST if tense == Tense.WEAK else 0))]


def judge(
    tokens: Sequence[Token], first: int, last: int, reading: ImpreciseDate, context: date | None
) -> tuple[Role, str]:
    """The role of the date in tokens `first` to `last` (exclusive), and the word that says so ("" when none does)."""
    sentence = Sentence(tokens, first, last)
    if sentence.is_quoted():
        return Role.REFERENCE, "quoted"
    if tokens[first].text in ("siden", "since"):
        return Role.EVENT, tokens[first].text
    cue = sentence.nearest_tense(_is_over(reading, context))
    tense = cue.tense if cue else None
    word = cue.word if cue else ""
    postponed = _postponed(sentence)
    if postponed:
        return Role.FORECAST, postponed
    if _is_limited(tokens, first, last, reading):
        former = cues.FORMER.first(sentence.before())
        past = (tense == Tense.PAST or former) and _is_over(reading, context)
        return (Role.EVENT, former or word) if past else (Role.DEADLINE, tokens[first].text)
    if _names_years(reading):
        return _judge_years(sentence, cue)
    return _judge_by_words(sentence, tense, word, reading, context)


def _judge_by_words(
    sentence: Sentence, tense: Tense | None, word: str, reading: ImpreciseDate, context: date | None
) -> tuple[Role, str]:
    clause = sentence.clause()
    promise, evaluation = _promised(clause), cues.EVALUATION.first(clause)
    meeting = _meeting(sentence.before(NEAR))
    decision = cues.DECISION_VERBS.first(clause)
    if tense == Tense.PAST:
        return (Role.DECISION, meeting or decision) if meeting or decision else (Role.EVENT, word)
    if evaluation:
        return Role.EVALUATION, evaluation
    if promise and tense is not None:
        return Role.PROMISE, promise
    if meeting or (decision and tense != Tense.FUTURE):
        return Role.DECISION, meeting or decision
    if tense is not None:
        return Role.FORECAST, word
    source = _source(sentence)
    if source or not _is_over(reading, context):
        return Role.REFERENCE, source
    return Role.EVENT, ""


def _judge_years(sentence: Sentence, cue: Cue | None) -> tuple[Role, str]:
    """Whole years are what a text is about, unless something is expected to be finished in them."""
    completion = cues.COMPLETION.first(sentence.before())
    future = cues.FUTURE.first(sentence.before())
    if completion and future and cue is not None and cue.tense != Tense.PAST:
        return Role.FORECAST, completion
    return Role.PERIOD, _source(sentence)


def _promised(clause: list[str]) -> str:
    """The word that promises a committee something: a verb of presenting, or receiving a report."""
    verb = cues.PROMISE.first(word for word in clause if word not in ("status", "afrapportering", "afrapporteringen"))
    if verb:
        return verb
    return cues.PROMISE.first(clause) if cues.RECEIVING.first(clause) else ""


def _meeting(words: list[str]) -> str:
    return next((w for w in words if w in cues.DECISION_NOUNS or w.endswith(cues.MEETING_ENDINGS)), "")


def _source(sentence: Sentence) -> str:
    """The document a date belongs to ("rapport fra 2015", "delberetning for efteråret 2017")."""
    words = sentence.before(2)
    if words and words[0] in cues.SOURCES:
        return words[0]
    inside = sentence.tokens[sentence.first].text
    if words and inside in cues.SUBJECT_PREPOSITIONS and words[0] in cues.SOURCES:
        return words[0]
    return words[1] if len(words) > 1 and words[0] in cues.SUBJECT_PREPOSITIONS and words[1] in cues.SOURCES else ""


def _postponed(sentence: Sentence) -> str:
    """The word of "udskudt til maj 2014"; the date must follow "til" ("to") within a few words."""
    words = sentence.before(NEXT_TO)
    inside = sentence.tokens[sentence.first].text
    if inside in ("fra", "from"):
        return cues.POSTPONED.first(words[:1])
    if "til" in words[:2] or "to" in words[:2] or "until" in words[:2] or inside in ("til", "to", "until"):
        return cues.POSTPONED.first(words)
    return ""


def _is_limited(tokens: Sequence[Token], first: int, last: int, reading: ImpreciseDate) -> bool:
    if reading.kind == Kind.DEADLINE:
        return True
    if reading.kind not in (Kind.ALTERNATIVES, Kind.SET):
        return False
    return reading.earliest is None and tokens[first].text in LIMIT_WORDS


def _names_years(reading: ImpreciseDate) -> bool:
    """Whether a reading is nothing but calendar years: "2012", "2008-2010", "2012 og 2013", "fra 2012"."""
    if reading.parts:
        return all(_names_years(part) for part in reading.parts)
    if reading.precision == Precision.YEAR:
        return True
    low, high = reading.earliest, reading.latest
    whole = low and high and (low.month, low.day, high.month, high.day) == (1, 1, 12, 31)
    return reading.precision == Precision.SPAN and bool(whole)


def _is_over(reading: ImpreciseDate, context: date | None) -> bool:
    last = reading.latest or reading.earliest
    return context is not None and last is not None and last < context


# Where sentences and clauses end


def _is_boundary(token: Token) -> bool:
    return token.text in (",", ";", "(", ")", "\u2022") or (token.sort == WORD and token.text in cues.CLAUSE_WORDS)


def _boundary_cost(token: Token) -> int:
    if token.sort != WORD:
        return MARK_COST if _is_boundary(token) else 0
    if token.text in cues.CLAUSE_WORDS:
        return CLAUSE_COST
    return SOFT_COST if token.text in cues.SOFT_WORDS else 0


def _ends_sentence(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.text in ("!", "?", ";", "\u2022"):
        return True
    if token.text != "." or index + 1 >= len(tokens) or not tokens[index + 1].spaced:
        return False
    previous = tokens[index - 1] if index else None
    if previous is None or previous.sort == NUMBER:
        return tokens[index + 1].sort == WORD and previous is not None and len(previous.text) == 4
    return len(previous.text) > 4 and previous.text not in cues.ABBREVIATIONS


def _sentence_start(tokens: Sequence[Token], first: int) -> int:
    start = max(0, first - LONGEST_SENTENCE)
    return next((index + 1 for index in range(first - 1, start - 1, -1) if _ends_sentence(tokens, index)), start)


def _sentence_end(tokens: Sequence[Token], last: int) -> int:
    end = min(len(tokens), last + LONGEST_SENTENCE)
    return next((index for index in range(last, end) if _ends_sentence(tokens, index)), end)
