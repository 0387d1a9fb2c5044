"""What happened between two months in words, the same on the screen, on paper, in Word and in Excel.

Pure, and without gettext: the child that prints knows no catalogue, and a report speaks its plan's language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from handleplan import counter_words
from reports.changes import Change, Changes
from reports.facts import NumberFact, ScaleFacts

MONTHS = {
    "da": "januar februar marts april maj juni juli august september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Line:
    """One change: which point, and the sentence about it (empty where its group's title says all)."""

    number: str
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one kind under their title."""

    kind: str
    title: str
    lines: tuple[Line, ...]


def title_of(changes: Changes, language: str = "da") -> str:
    """ "Siden udgave 10 (oktober 2013)", "Siden oktober 2013"."""
    english = _english(language)
    month = _month(changes.since, language)
    if changes.label:
        return f"Since edition {changes.label} ({month})" if english else f"Siden udgave {changes.label} ({month})"
    return f"Since {month}" if english else f"Siden {month}"


def nothing(changes: Changes, language: str = "da") -> str:
    """The sentence for two months between which nothing happened."""
    month = _month(changes.since, language)
    return f"Nothing has changed since {month}." if _english(language) else f"Intet er ændret siden {month}."


def told(changes: Changes, language: str = "da") -> tuple[Group, ...]:
    """Everything that happened, kind by kind; kinds without a change are left out."""
    sentences, titles = (_ENGLISH, _TITLES_EN) if _english(language) else (_DANISH, _TITLES_DA)
    groups = []
    for kind, title in titles.items():
        if lines := tuple(_line(change, sentences[kind](change)) for change in changes.of(kind)):
            groups.append(Group(kind, title, lines))
    if changes.scale_changed:
        groups.append(_scale(changes, language))
    return tuple(groups)


def _english(language: str) -> bool:
    return language.lower().startswith("en")


def _month(day: dt.date, language: str) -> str:
    return f"{MONTHS['en' if _english(language) else 'da'][day.month - 1]} {day.year}"


def _line(change: Change, sentence: str) -> Line:
    title = f"{change.title} – {change.milestone}" if change.milestone else change.title
    return Line(change.number, title, sentence)


def _counted(change: Change, language: str, taken_back: str) -> str:
    """ "behandlet 1.295 sager (14. august 2013), mangler 260 sager (14. august 2013)"."""
    kinds = counter_words.words_for(language).kinds

    def said(number: NumberFact) -> str:
        tally = number.tally
        amount = counter_words.amount(tally, change.unit, language) if tally else number.words
        return f"{kinds.get(number.kind, number.kind).lower()} {amount} ({number.when.text})"

    gone = f"{taken_back}: {', '.join(map(said, change.numbers_gone))}" if change.numbers_gone else ""
    return "; ".join(filter(None, (", ".join(map(said, change.numbers)), gone)))


def _scale(changes: Changes, language: str) -> Group:
    was, now = _levels(changes.scale_before), _levels(changes.scale_after)
    if _english(language):
        return Group("scale", "Another assessment scale", (Line("", "", f"It was {was}. Now it is {now}."),))
    sentence = f"Den var {was}. Nu er den {now}. Vurderinger før og efter kan ikke sammenlignes."
    return Group("scale", "Vurderingsskalaen er ændret", (Line("", "", sentence),))


def _levels(scale: ScaleFacts | None) -> str:
    return ", ".join(f"{level.symbol} {level.word}".strip() for level in scale.levels) if scale else "–"


def _days(change: Change, word: Callable[[int], str], to: str) -> str:
    """ "+243 dage", "+1 til +122 dage"; empty where the days are unknown."""
    low, high = change.days_low, change.days_high
    if low is None or high is None:
        return ""
    if low == high:
        return f"{_signed(high)} {word(abs(high))}"
    return f"{_signed(low)} {to} {_signed(high)} {word(2)}"


def _signed(days: int) -> str:
    return f"+{days}" if days > 0 else f"{MINUS}{-days}" if days < 0 else "0"


def _joined(*pieces: str) -> str:
    return ". ".join(piece.rstrip(".") for piece in pieces if piece)


def _in_brackets(text: str) -> str:
    return f" ({text})" if text else ""


# -- Danish -----------------------------------------------------------------------------------------------------------

# In the order in which they are told: what needs a decision first.
_TITLES_DA = {
    "overdue": "Nu overskredet",
    "soon": "Nu frist inden 60 dage",
    "moved": "Flyttede frister",
    "focus_entered": "Ny i øget ledelsesfokus",
    "focus_left": "Ikke længere i øget ledelsesfokus",
    "closed": "Afsluttet",
    "dropped": "Bortfaldet",
    "merged": "Lagt sammen med et andet punkt",
    "continued": "Videreført i et andet punkt",
    "gone": "Står ikke længere i planen",
    "reopened": "Genåbnet",
    "new": "Nye punkter",
    "assessed": "Ændret vurdering",
    "counted": "Nye tal i optællinger",
    "silent": "Uden ny status",
    "corrected": "Rettede skrivefejl i frister",
    "renumbered": "Nyt nummer",
}


def _moved_da(change: Change) -> str:
    days = _in_brackets(_days(change, lambda days: "dag" if days == 1 else "dage", "til"))
    before = change.before.text if change.before and change.before.text else "ingen frist"
    after = change.after.text if change.after and change.after.text else "ingen frist"
    times = f", {change.moves} flytninger" if change.moves > 1 else ""
    return _joined(f"fra {before} til {after}{days}{times}", change.reason, _decided_da(change))


def _decided_da(change: Change) -> str:
    on = f"den {change.decided_on.day}. {_month(change.decided_on, 'da')}" if change.decided_on else ""
    by = f"af {change.decided_by}" if change.decided_by else ""
    return f"Besluttet {' '.join(filter(None, (by, on)))}" if by or on else ""


def _silent_da(change: Change) -> str:
    if change.months is None or change.last_status is None:
        return "har endnu ikke fået en status"
    months = "1 måned" if change.months == 1 else f"{change.months} måneder"
    return f"seneste status er fra {_month(change.last_status, 'da')} ({months} siden)"


_DANISH: dict[str, Callable[[Change], str]] = {
    "closed": lambda change: f"planlagt slut: {change.after.text}" if change.after and change.after.text else "",
    "dropped": lambda change: "",
    "merged": lambda change: f"lagt sammen med {change.into}" if change.into else "",
    "continued": lambda change: f"videreført i {change.into}" if change.into else "",
    "gone": lambda change: "",
    "reopened": lambda change: "",
    "new": lambda change: f"frist: {change.after.text}" if change.after and change.after.text else "uden frist",
    "moved": _moved_da,
    "corrected": _moved_da,
    "overdue": lambda change: (
        f"{change.days} {'dag' if change.days == 1 else 'dage'} over fristen"
        f"{_in_brackets(change.after.text if change.after else '')}"
    ),
    "soon": lambda change: (
        f"{change.days} {'dag' if change.days == 1 else 'dage'} til fristen"
        f"{_in_brackets(change.after.text if change.after else '')}"
    ),
    "focus_entered": lambda change: change.reason,
    "focus_left": lambda change: "",
    "silent": _silent_da,
    "assessed": lambda change: f"fra {change.word_before} til {change.word_after}",
    "counted": lambda change: _counted(change, "da", "trukket tilbage"),
    "renumbered": lambda change: f"hed tidligere {change.number_before}",
}


# -- English ----------------------------------------------------------------------------------------------------------

_TITLES_EN = {
    "overdue": "Newly overdue",
    "soon": "Now due within 60 days",
    "moved": "Deadlines moved",
    "focus_entered": "New in management focus",
    "focus_left": "No longer in management focus",
    "closed": "Closed",
    "dropped": "Dropped",
    "merged": "Merged into another point",
    "continued": "Continued in another point",
    "gone": "No longer in the plan",
    "reopened": "Reopened",
    "new": "New points",
    "assessed": "Assessed otherwise",
    "counted": "New numbers of counters",
    "silent": "Without a new status",
    "corrected": "Typing mistakes in deadlines corrected",
    "renumbered": "New number",
}


def _moved_en(change: Change) -> str:
    days = _in_brackets(_days(change, lambda days: "day" if days == 1 else "days", "to"))
    before = change.before.text if change.before and change.before.text else "no deadline"
    after = change.after.text if change.after and change.after.text else "no deadline"
    times = f", {change.moves} moves" if change.moves > 1 else ""
    return _joined(f"from {before} to {after}{days}{times}", change.reason, _decided_en(change))


def _decided_en(change: Change) -> str:
    on = f"on {change.decided_on.day} {_month(change.decided_on, 'en')}" if change.decided_on else ""
    by = f"by {change.decided_by}" if change.decided_by else ""
    return f"Decided {' '.join(filter(None, (by, on)))}" if by or on else ""


def _silent_en(change: Change) -> str:
    if change.months is None or change.last_status is None:
        return "has had no status yet"
    months = "1 month" if change.months == 1 else f"{change.months} months"
    return f"last status of {_month(change.last_status, 'en')} ({months} ago)"


_ENGLISH: dict[str, Callable[[Change], str]] = {
    "closed": lambda change: f"planned end: {change.after.text}" if change.after and change.after.text else "",
    "dropped": lambda change: "",
    "merged": lambda change: f"merged into {change.into}" if change.into else "",
    "continued": lambda change: f"continued in {change.into}" if change.into else "",
    "gone": lambda change: "",
    "reopened": lambda change: "",
    "new": lambda change: f"deadline: {change.after.text}" if change.after and change.after.text else "no deadline",
    "moved": _moved_en,
    "corrected": _moved_en,
    "overdue": lambda change: (
        f"{change.days} {'day' if change.days == 1 else 'days'} over the deadline"
        f"{_in_brackets(change.after.text if change.after else '')}"
    ),
    "soon": lambda change: (
        f"{change.days} {'day' if change.days == 1 else 'days'} to the deadline"
        f"{_in_brackets(change.after.text if change.after else '')}"
    ),
    "focus_entered": lambda change: change.reason,
    "focus_left": lambda change: "",
    "silent": _silent_en,
    "assessed": lambda change: f"from {change.word_before} to {change.word_after}",
    "counted": lambda change: _counted(change, "en", "taken back"),
    "renumbered": lambda change: f"was {change.number_before}",
}
