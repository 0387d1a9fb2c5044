"""Promises and requests proposed from the text of an agenda item: "vil på mødet i marts 2012 blive præsenteret for …".

Pure: text and the day of the meeting in, sentences with their due date and direction out. What stands in a text is a
proposal only; a person confirms it or says that it is none (S000-12, S000-20, S002-14, S002-15, S003-5).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from handleplan.dates import ImpreciseDate, Mention, Role, find, parse

_MONTHS = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
# "martsafrapporteringen", "aprilprognosen": a report or a meeting that is called by its month.
_NAMED_BY_MONTH = re.compile(
    rf"\b({_MONTHS})s?(?:af)?(?:rapportering|prognose|status|møde|redegørelse)(?:r?ne|[es]?n|et)?\b", re.IGNORECASE
)
_NEXT_MEETING = re.compile(r"\b(?:først|næst)?(?:kommende|næste)\s+(?:udvalgs)?møde\w*", re.IGNORECASE)
_PRESENTS = re.compile(
    r"\b(?:forelæg\w+|forelagt|fremlæg\w+|fremlagt|præsenter\w+|orienterer?s?|orienteret|redegør\w*|rapporterer?s?|"
    r"(?:fremsend|oversend)(?:er|es|t)|afgiv(?:er|es|et))\b",
    re.IGNORECASE,
)
_BODY = (
    r"(?:(?:\w+-,?\s+(?:\w+-\s+)?og\s+)?\w*udvalg(?:et|ets\s+formand)?|byrådet|kommunalbestyrelsen|"
    r"borgerrepræsentationen|magistraten)"
)
_PAPER_FOR_A_BODY = re.compile(
    rf"\b\w*(?:notat|redegørelse|status|rapport|oplæg|orientering)(?:en|et|er)?\b[^.;]*?\btil\s+{_BODY}\b",
    re.IGNORECASE,
)
_MANAGERS = r"(?:direktion(?:en)?|ledelsen|direktøren|styregruppen|chefgruppen)"
_ASKS = (
    r"(?:anmod(?:ede|er|et)|udb(?:ad|eder|edt)|efterspurgt?e?|bestilte|(?:bad|bedt)\b(?=(?:[^.;]|(?<=\d)\.){0,80}\bom\b)|"
    r"ønsk(?:ede|er|et)(?=[^.;]{0,60}\b(?:status|redegørelse|orientering|forelagt|præsenteret|belyst)))"
)
_REQUEST = re.compile(
    rf"\b(?P<by>{_BODY}|{_MANAGERS})\b(?!\s+(?:anmodes|er|blev|bliver)\b)(?:[^,;.]|(?<=\d)\.){{0,100}}?\b{_ASKS}",
    re.IGNORECASE,
)
_BREAK = re.compile(r"\n+|(?:(?<=[^\d\s][^\d\s][.!?])|(?<=\d{4}[.!?]))[”\"’)]?[^\S\n]+(?=[A-ZÆØÅ0-9•·”\"(])")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:vedr|bl\.a|f\.eks|jf|ift|ca|nr|kl|stk|inkl|ekskl|dvs|hhv|mht|evt|mio|kr|pkt|sml)\.$", re.IGNORECASE
)
_MARKERS = re.compile(r"^(?:[-*•·>#\s]+|\d{1,3}[.)]\s+)+")


class Direction(StrEnum):
    """Who binds whom: the administration promises, a committee asks, the management asks."""

    PROMISE = "promise"
    REQUEST = "request"
    MANAGEMENT = "management"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that looks like a promise or a request, exactly as it stands in ``text[start:end]``.

    ``due`` is when it is to be kept (None where the sentence does not say); ``asked_on`` the day a request was made and
    ``by`` who made it, as written.
    """

    sentence: str
    start: int
    end: int
    direction: Direction
    due: ImpreciseDate | None = None
    asked_on: date | None = None
    by: str = ""

    @property
    def key(self) -> str:
        """What tells it from other sentences, whatever its white space: a SHA-256 in hex."""
        return key_of(self.sentence)


def key_of(sentence: str) -> str:
    """``Candidate.key`` of any sentence."""
    return hashlib.sha256(" ".join(sentence.split()).encode()).hexdigest()


def candidates(text: str, met_on: date) -> list[Candidate]:
    """Every sentence of ``text`` that promises a committee something or tells what was asked for, in its order.

    ``met_on`` is the day of the meeting: months without a year are the next ones after it, and what was to be presented
    before that day is a tale of the past. Never raises.
    """
    mentions = find(text, met_on)
    found = []
    for start, end in _sentences(text):
        inside = [each for each in mentions if start <= each.start < end]
        candidate = _request(text, start, end, inside, met_on) or _promise(text, start, end, inside, met_on)
        if candidate is not None:
            found.append(candidate)
    return found


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end, without the marks of a list and the white space around them."""
    start = 0
    for match in [*_BREAK.finditer(text), None]:
        end = match.start() if match else len(text)
        if match and "\n" not in match[0] and _ABBREVIATED.search(text[start:end]):
            continue
        if match and text[end : end + 1] in '”"’)':
            end += 1
        piece = text[start:end]
        first = start + len(piece) - len(_MARKERS.sub("", piece.lstrip()).lstrip())
        if piece.strip() and first < end:
            yield first, start + len(piece.rstrip())
        start = match.end() if match else len(text)


def _promise(text: str, start: int, end: int, mentions: list[Mention], met_on: date) -> Candidate | None:
    sentence = text[start:end]
    promised = [each.date for each in mentions if each.role == Role.PROMISE and not _is_over(each.date, met_on)]
    due = promised[0] if promised else None
    if due is None and _PRESENTS.search(sentence):
        due = _named_date(sentence, met_on)
    if due is None and _PAPER_FOR_A_BODY.search(sentence):
        due = next((each.date for each in mentions if each.role in (Role.FORECAST, Role.DEADLINE)), None)
    return Candidate(sentence, start, end, Direction.PROMISE, due) if due else None


def _named_date(sentence: str, met_on: date) -> ImpreciseDate | None:
    """The month of "martsafrapporteringen", or the next meeting, in the words of the sentence."""
    if month := _NAMED_BY_MONTH.search(sentence):
        return replace(parse(month[1].lower(), met_on), as_written=month[0])
    if meeting := _NEXT_MEETING.search(sentence):
        return parse(meeting[0])
    return None


def _request(text: str, start: int, end: int, mentions: list[Mention], met_on: date) -> Candidate | None:
    sentence = text[start:end]
    asked = _REQUEST.search(sentence)
    if asked is None:
        return None
    past = [each.date for each in mentions if _is_over(each.date, met_on) and each.date.is_day]
    ahead = [each.date for each in mentions if not _is_over(each.date, met_on) and each.role != Role.PERIOD]
    by = asked["by"]
    manager = re.fullmatch(_MANAGERS, by, re.IGNORECASE)
    return Candidate(
        sentence,
        start,
        end,
        Direction.MANAGEMENT if manager else Direction.REQUEST,
        due=ahead[0] if ahead else None,
        asked_on=past[0].earliest if past else None,
        by=by,
    )


def _is_over(reading: ImpreciseDate, met_on: date) -> bool:
    last = reading.latest or reading.earliest
    return last is not None and last < met_on
