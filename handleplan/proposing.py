"""Milestones proposed from a point's text: "1. gang senest 1. september 2011 og 2. gang senest 1. september 2012".

Pure. Every date of the text that looks forward (S004-18, S000-18) becomes a proposal with the words that stand around
it as its name; a person confirms, mends or leaves it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from handleplan.dates import ImpreciseDate, Mention, Role, find

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
