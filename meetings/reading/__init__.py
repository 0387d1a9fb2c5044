"""An old agenda item read from pasted text or a Word file, by a template's headings. Nothing of it is lost.

Known headings become the template's sections; what else looks like a heading becomes a free section or a sub-heading,
and a person may say otherwise (``choices``). White space and the remains of a web page are all that goes.
Pure Python: no Django, no clock, no database. Source: issue 7, "In"; DOMAIN.md S000-32, S002-19, S003-21, S003-22.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from handleplan import dates
from handleplan.prose import MARKDOWN, normalise, to_plain
from meetings.habits import Habits, SectionHabit
from meetings.reading import patterns
from meetings.reading.decisions import code_of, people_named, read_decisions, read_proposals
from meetings.reading.lines import Line, as_body, is_below, looks_like_heading, read_lines, spaced
from meetings.reading.old import OldDecision, OldFocus, OldItem, OldPerson, OldSection

__all__ = [
    "LONGEST_TEXT",
    "OldDecision",
    "OldFocus",
    "OldItem",
    "OldPerson",
    "OldSection",
    "code_of",
    "left_out",
    "people_named",
    "read_item",
]

LONGEST_TEXT = 200_000  # characters; the longest of the three real items has 12,000
ANY_TITLE = "{title}"  # a pattern that any line fits
SECTION, PART, TEXT = "section", "part", "text"  # what a line that looks like a heading may be

_NAME = r"[A-ZÆØÅ][\w.'’-]*(?: (?:[A-ZÆØÅ][\w.'’-]*|van|von|de|af|el)){1,4}"
_SIGNED = re.compile(rf"({_NAME})\s*/\s*({_NAME})")


def read_item(
    text: str, habits: Habits, *, levels: Sequence[int] = (), choices: Mapping[int, str] | None = None
) -> OldItem:
    """The item that ``text`` tells by the habits of its template.

    ``levels`` are the heading levels of a Word file, one a line; ``choices`` says of lines that look like headings
    what they are ("section", "part" or "text"). Never raises for any text; linear in its length.
    """
    lines, dropped = read_lines(text[:LONGEST_TEXT], levels)
    fields, above, lines = _head(lines, habits)
    choices = {line.number: TEXT for line in above} | dict(choices or {})
    in_paragraphs = spaced(lines)
    groups = _groups(lines, habits)
    item = OldItem(dropped=tuple(dropped), **fields)
    sections: list[OldSection] = []
    signed_from = len(groups)
    for place, (habit, heading, inside) in enumerate(groups):
        role = habit.role if habit else "lead"
        if role == "proposal":
            proposed = read_proposals(inside, habits)
            item = replace(item, proposer=proposed.proposer, proposals=tuple(proposed.proposals))
            inside = proposed.other
        elif role == "decision":
            signed_from = min(signed_from, place)
            decided = read_decisions(inside, habits)
            item = replace(
                item,
                attendance=decided.attendance,
                absence=decided.absence,
                people=tuple(decided.people),
                decisions=tuple(decided.decisions),
            )
            inside = []
        elif habits.of_role("signatures") and _is_last_text(place, groups):
            signers, inside = _signers(inside)
            item = replace(item, signers=signers)
        sections += _sections(habit, heading, inside, habits, in_paragraphs, choices)
    return replace(item, sections=tuple(sections))


Group = tuple[SectionHabit | None, Line | None, list[Line]]


def _head(lines: list[Line], habits: Habits) -> tuple[dict, list[Line], list[Line]]:
    """The fields of the head, the lines among it that are none of its own, and these with all lines below it."""
    waiting = list(habits.head)
    if not any("{title}" in pattern for pattern in waiting):
        waiting.append(habits.title)
    found: dict[str, str] = {}
    rest: list[Line] = []
    at = 0
    while at < len(lines) and waiting and _known(lines[at], habits) is None:
        line, at = lines[at], at + 1
        for pattern in waiting:
            fields = patterns.read(pattern, line.text)
            if fields is None or (pattern == ANY_TITLE and _more_head(lines[at : at + 5], waiting)):
                continue
            waiting.remove(pattern)
            found |= {name: value for name, value in fields.items() if name not in found}
            break
        else:
            rest.append(line)
    if "title" not in found and rest:
        found["title"] = rest.pop(0).text
    return _fields(found), rest, rest + lines[at:]


def _more_head(following: Sequence[Line], waiting: Sequence[str]) -> bool:
    """Whether a line of the head is still to come: then what stands above it is no title."""
    others = [pattern for pattern in waiting if pattern != ANY_TITLE]
    return any(patterns.read(pattern, line.text) is not None for line in following for pattern in others)


def _fields(found: Mapping[str, str]) -> dict:
    told = {name: found.get(name, "") for name in ("title", "number", "case_number", "document_number", "place")}
    day = dates.parse(found.get("date") or found.get("date_long") or "")
    clock = re.fullmatch(r"(\d{1,2})[:.](\d{2})", found.get("time", ""))
    hour = dt.time(int(clock[1]), int(clock[2])) if clock and int(clock[1]) < 24 and int(clock[2]) < 60 else None
    return {
        **told,
        "kind": found.get("marker", "").strip("()").upper(),
        "is_closed": found.get("openness", "").casefold() == "lukket",
        "date": day.latest if day and day.earliest == day.latest else None,
        "time": hour,
    }


def _known(line: Line, habits: Habits) -> SectionHabit | None:
    """The section of the template whose heading this line is."""
    for habit in habits.sections:
        heading = habit.heading.rstrip(" :")
        if heading and patterns.read(heading, line.text.rstrip(" :")) is not None:
            return habit
    return None


def _groups(lines: Sequence[Line], habits: Habits) -> list[Group]:
    """The lines below each known heading, each heading once; those above the first stand below none."""
    groups: list[Group] = [(None, None, [])]
    seen: set[str] = set()
    for line in lines:
        habit = _known(line, habits)
        if habit and habit.key not in seen:
            seen.add(habit.key)
            groups.append((habit, line, []))
        else:
            groups[-1][2].append(line)
    return [group for group in groups if group[1] or group[2]]


def _is_last_text(place: int, groups: Sequence[Group]) -> bool:
    later = groups[place + 1 :]
    return not later or bool(later[0][0] and later[0][0].role == "decision")


def _signers(lines: list[Line]) -> tuple[tuple[str, ...], list[Line]]:
    """The two names at the end, "A/ B" on one line or on two."""
    for count in (1, 2, 3):
        tail = " ".join(line.text for line in lines[-count:])
        if signed := _SIGNED.fullmatch(tail):
            return (signed[1], signed[2]), lines[:-count]
    return (), lines


def _sections(
    habit: SectionHabit | None,
    heading: Line | None,
    lines: list[Line],
    habits: Habits,
    in_paragraphs: bool,
    choices: Mapping[int, str],
) -> list[OldSection]:
    """One known section and the free ones that follow it, with their sub-headings."""
    chosen = _chosen(lines, heading.level if heading else 0, choices)
    first = _first(habit, heading, habits)
    runs: list[tuple[OldSection, str, list[Line]]] = [(first, SECTION, [])]
    for line in lines:
        what, form = chosen.get(line.number, (TEXT, ""))
        if what == TEXT:
            runs[-1][2].append(line)
        else:
            text = line.text.rstrip(" :") if form == "run_in" else line.text
            runs.append((OldSection(text, form, line=line.number, found=True), what, []))
    sections: list[OldSection] = []
    for section, what, inside in runs:
        filled = replace(section, body=as_body(inside, in_paragraphs=in_paragraphs))
        if what == PART and sections:
            sections[-1] = replace(sections[-1], parts=(*sections[-1].parts, filled))
        else:
            sections.append(filled)
    return [each for each in sections if each.heading or each.body or each.parts]


def _first(habit: SectionHabit | None, heading: Line | None, habits: Habits) -> OldSection:
    if habit is None or heading is None:
        lead = habits.of_role("lead")
        return OldSection(key=lead.key if lead else "", form="none")
    return OldSection(heading.text, key=habit.key, line=heading.number)


def _chosen(lines: Sequence[Line], level: int, choices: Mapping[int, str]) -> dict[int, tuple[str, str]]:
    """What each line that looks like a heading is, and where it stands.

    One alone is a section of its own, as municipalities put them between the template's; several below one known
    heading are its sub-headings, and so is what can stand nowhere else: in brackets, or with a colon behind it. Where
    Word says the ``level`` of the known heading above, its levels decide.
    """
    found: list[tuple[Line, str]] = []
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else None
        if form := looks_like_heading(line, following) or ("line" if line.number in choices else ""):
            found.append((line, form))
    free = [line for line, form in found if form == "line" and not is_below(line)]
    chosen = {}
    for line, form in found:
        guess = SECTION if [line] == free or (level and 0 < line.level <= level) else PART
        chosen[line.number] = (choices.get(line.number, guess), form)
    return chosen


def left_out(text: str, old: OldItem, habits: Habits) -> list[str]:
    """The words of ``text`` that stand nowhere in what was read of it, in order: empty, unless something went wrong.

    The template's own words, which are printed again, and the lines of a web page are not counted.
    """
    told = Counter(_words(" ".join(_texts(old))))
    told += Counter(_words(" ".join([*old.dropped, *_patterns(habits)])))
    told += Counter(_words(" ".join(_head_words(old))))
    missing = []
    for word in _words(text.replace("\u00a0", " ")[:LONGEST_TEXT]):
        if told[word]:
            told[word] -= 1
        elif not _LABEL.fullmatch(word):
            missing.append(word)
    return missing


_LABEL = re.compile(r"[\d]{1,3}|[-–/]|at|At")


def _words(text: str) -> list[str]:
    return [word for word in (each.strip("·•*▪◦‣()[]:.,/\\") for each in normalise(text).split()) if word]


def _texts(old: OldItem) -> Iterator[str]:
    yield from (old.title, old.proposer, old.attendance, old.absence, *old.proposals, *old.signers)
    yield from (decision.text for decision in old.decisions)
    for section in old.all_sections():
        yield section.heading
        yield to_plain(section.body, MARKDOWN)


def _patterns(habits: Habits) -> Iterator[str]:
    for pattern in (*habits.head, habits.title, habits.proposer, habits.absence, habits.attendance):
        yield re.sub(r"\{\w+\}", " ", pattern)


def _head_words(old: OldItem) -> Iterator[str]:
    yield from (old.number, old.kind, old.case_number, old.document_number, old.place, "Åbent Åben Lukket")
    if old.date:
        yield f"{old.date:%d.%m.%Y} {old.date.day}.{old.date.month}.{old.date.year} {dates.format_day(old.date)}"
    if old.time:
        yield f"{old.time:%H:%M} {old.time:%H.%M}"
