"""What stands under an old item's two most formal headings: what was proposed, and what was decided."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from meetings.habits import Habits
from meetings.reading import patterns
from meetings.reading.lines import Line
from meetings.reading.old import OldDecision, OldPerson

_LABEL = re.compile(r"(?:at\s+)?(\d{1,2})[.)]\s+|[-–·•]\s+(?=at\b)", re.IGNORECASE)
_ON_POINT = re.compile(r"(?:ad|at|indstillingspunkt|punkt)\s*(\d{1,2})\s*[.:)]", re.IGNORECASE)
_ATTENDED = re.compile(r"\b(?:overværede|deltog|deltager)\b.*\b(?:punktets|sagens) behandling", re.IGNORECASE)
_TITLED = re.compile(r"\b([A-ZÆØÅ][\wæøå]*(?:chef|direktør|leder|konsulent))\s+((?:[A-ZÆØÅ][\wæøåé.-]*\s?){2,4})")
_MEMBER = re.compile(r"([^,()]+?)\s*\(([A-ZÆØÅ]{1,2})\)")

# The forms of DOMAIN.md D3; the first that fits counts, so the particular stand before the general.
_CODES = (
    ("split", r"henholdsvis godkendt|delt resultat"),
    ("approved_changed", r"godkendt med (?:den|følgende) (?:ændring|tilføjelse|bemærkning)"),
    ("rejected", r"forkastet|ikke godkendt|afvist|kunne ikke tiltræde"),
    ("withdrawn", r"\budgår\b|taget af dagsordenen"),
    ("postponed", r"\budsat\b|\budsættes\b"),
    ("sent_back", r"sendt tilbage|tilbagesendt"),
    ("forwarded", r"oversendt|oversendes|fremsendes"),
    ("referred", r"henvist"),
    ("recommended", r"\banbefales\b|\banbefalede\b|indstilles til"),
    ("noted", r"til efterretning|til orientering"),
    ("adopted", r"tiltrådt|tiltrådte"),
    ("approved", r"godkendt|godkendte|vedtaget"),
    ("discussed", r"drøftet|drøftede"),
)


def code_of(text: str) -> str:
    """The decision's code for its exact words (D3); "" where no known form stands in them."""
    return next((code for code, form in _CODES if re.search(form, text, re.IGNORECASE)), "")


@dataclass
class Proposed:
    """Who proposes, the proposals, and the lines that are neither."""

    proposer: str = ""
    proposals: list[str] = field(default_factory=list)
    other: list[Line] = field(default_factory=list)


def read_proposals(lines: Sequence[Line], habits: Habits) -> Proposed:
    """A proposal begins with its number or with "At"; what follows it without either goes on with it."""
    read = Proposed()
    for line in lines:
        text = line.text
        if not read.proposals and not read.proposer and (told := _proposer(text, habits)):
            read.proposer, text = told
            if not text:
                continue
        label = _LABEL.match(text)
        if label or re.match(r"at\b", text, re.IGNORECASE):
            read.proposals.append(text[label.end() :] if label and habits.proposal_number else text)
        elif read.proposals:
            read.proposals[-1] += f"\n{text}"
        else:
            read.other.append(line)
    return read


def _proposer(text: str, habits: Habits) -> tuple[str, str] | None:
    """Who proposes, and what stands behind it on the same line."""
    if "{proposer}" not in habits.proposer:
        return ("", "") if habits.proposer and patterns.read(habits.proposer, text) is not None else None
    if found := patterns.read(habits.proposer, text):
        return found["proposer"], ""
    same_line = re.match(r"(.{3,80}? indstiller,)\s+(at\b.*)", text)
    if same_line and (found := patterns.read(habits.proposer, same_line[1])):
        return found["proposer"], same_line[2]
    return None


@dataclass
class Decided:
    """Attendance and absence as printed, the people they name, and the decisions."""

    attendance: str = ""
    absence: str = ""
    people: list[OldPerson] = field(default_factory=list)
    decisions: list[OldDecision] = field(default_factory=list)


def read_decisions(lines: Sequence[Line], habits: Habits) -> Decided:
    """Each line is attendance, absence or a decision in its exact words; none is lost."""
    read = Decided()
    for line in lines:
        absent = patterns.read(habits.absence, line.text) if habits.absence else None
        if absent is None and habits.absence and line.text.rstrip(" :") == habits.absence.split("{")[0].rstrip(" :"):
            absent = {}
        if absent is not None and not read.absence:
            read.absence = absent.get("absent", "")
            read.people += people_named("", read.absence)
        elif _ATTENDED.search(line.text) and "attendance" in habits.decision_order and not read.decisions:
            read.attendance = f"{read.attendance}\n{line.text}".strip()
            read.people += people_named(line.text, "")
        else:
            on = _ON_POINT.match(line.text)
            place = int(on[1]) - 1 if on else None
            read.decisions.append(OldDecision(line.text, code_of(line.text), place))
    return read


def people_named(attendance: str, absence: str) -> list[OldPerson]:
    """Whom the two lines name: officials with a title who attended, members with a party letter who were absent."""
    attended = [OldPerson(name.strip(), title) for title, name in _TITLED.findall(attendance)]
    return attended + [OldPerson(name.strip(), party=party, role="absent") for name, party in _MEMBER.findall(absence)]
