"""Milestones proposed from a point's text: "1. gang senest 1. september 2011 og 2. gang senest 1. september 2012".

Pure. Every date of the text that looks forward (S004-18, S000-18) becomes a proposal with the words that stand around
it as its name; a person confirms, mends or leaves it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from handleplan.dates import ImpreciseDate, Kind, Mention, Role, find

IN_DESCRIPTION = (Role.FORECAST, Role.DEADLINE, Role.PROMISE)
IN_STATUS = (Role.FORECAST, Role.DEADLINE)  # what is promised to a committee is an agenda's, not a milestone
LONGEST_NAME = 120

# What begins something new before a date: a line, a sentence, a dash between spaces, a colon, a bullet, "2) ".
_BREAK = re.compile(r"\n+|(?<=[^\d\s]{2}[.!?])\s+(?=[A-ZÆØÅ])|\s+[-–—→]\s+|[:;·•]\s*|(?:^|\s)\d{1,2}\)\s+")
_JOINING = re.compile(r"^(?:[\s,.;:()·•→\-–—]+|(?:og|samt|eller|dernæst|derefter|and|or|then)\b\s*)+", re.IGNORECASE)
_TRAILING = re.compile(r"[\s,;:(\-–—]+$")
_SENTENCE_END = re.compile(r"(?<=[^\d\s]{2}[.!?])(?=\s|$)|\n|;")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A milestone the text speaks of: its name, its end date in the words of the text, and where those stand."""

    name: str
    end: ImpreciseDate
    start: int
    stop: int


def proposals(text: str, context: date | None = None, roles: Collection[Role] = IN_DESCRIPTION) -> list[Proposal]:
    """The milestones that ``text`` speaks of, in its order.

    ``context`` is the day of the text, for dates without a year; without it those are passed over. Subject years,
    past events, decisions and evaluations are no milestones (S004-39). Never raises.
    """
    found: list[Proposal] = []
    before = 0
    for mention in find(text, context):
        if mention.role in roles and mention.date.is_read:
            found.append(Proposal(_name(text, before, mention), mention.date, mention.start, mention.end))
        before = mention.end
    return found


def _name(text: str, after: int, mention: Mention) -> str:
    """The clause that leads to the date; where nothing does, the one that follows it."""
    leading = _tidy(_BREAK.split(text[after : mention.start])[-1])
    return leading or _tidy(_SENTENCE_END.split(text[mention.end :], maxsplit=1)[0])


def _tidy(words: str) -> str:
    words = " ".join(_TRAILING.sub("", _JOINING.sub("", words)).split()).rstrip(".")
    if re.search(r"\d$", words) and len(words) < 3:  # "2." of a list is no name
        return ""
    if len(words) > LONGEST_NAME:
        words = words[: LONGEST_NAME - 1].rsplit(" ", 1)[0] + "…"
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class Hanging:
    """A deadline of which the text says that it hangs on a decision: on which, on which day, and the end dates that its
    outcomes give."""

    awaits: str
    when: ImpreciseDate | None
    alternatives: tuple[ImpreciseDate, ...]


_DEPENDING = re.compile(r"^(?:afh[æa]ngigt?\s+af|alt\s+efter|betinget\s+af|depending\s+on)\s+", re.IGNORECASE)


def hanging(text: str, context: date | None = None) -> Hanging | None:
    """ "… ultimo januar 2014 eller maj 2014 afhængigt af beslutningen i Socialudvalget den 4/12" (S004-27).

    The first alternatives that look forward, and the decision that the same sentence names after them. ``context`` is
    the day of the text. None where the text speaks of none. Never raises.
    """
    mentions = find(text, context)
    for place, mention in enumerate(mentions):
        if mention.date.kind != Kind.ALTERNATIVES or len(mention.date.parts) < 2 or mention.role not in IN_STATUS:
            continue
        rest = text[mention.end : _end_of_sentence(text, mention.end)]
        decision = next((each for each in mentions[place + 1 :] if each.role == Role.DECISION), None)
        if decision is None or decision.start >= mention.end + len(rest):
            decision = None
        words = rest[: decision.start - mention.end] if decision else rest
        awaits = _tidy(_DEPENDING.sub("", words.strip()))
        return Hanging(awaits, decision.date if decision else None, mention.date.parts)
    return None


def _end_of_sentence(text: str, start: int) -> int:
    """Where the sentence ends that goes on at ``start``, behind a date; a full stop there ends it."""
    if text[start : start + 1] in (".", "!", "?"):
        return start
    found = _SENTENCE_END.search(text, start)
    return found.start() if found else len(text)
