"""What the pages of section templates show: the list, and an example item that follows the template."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handleplan.deadline_words import day_in_words
from meetings import composing, document
from meetings.document import Document, HeadLine, Part, Passage
from meetings.habits import Habits, SectionHabit, filled
from meetings.templating import Template, templates

Piece = dict[str, Any]
# A made-up item in the municipality's language: what the example's patterns and sections are filled with.
VALUES = {
    "absent": "Sofie Ågaard (F)",
    "attendance": "Kontorchef Åse Bødker overværede punktets behandling.",
    "case_number": "330-2018-65870",
    "committee": "Socialudvalget",
    "date": "29.02.2012",
    "date_long": "29. februar 2012",
    "document_number": "330-2018-531179",
    "marker": "(O)",
    "number": "7.",
    "openness": "Åbent",
    "place": "Mødelokale 8",
    "proposer": "Socialforvaltningen",
    "time": "16:00",
    "title": "Status på handleplanen",
}
_LEAD = "Udvalget har bedt om en månedlig status på handleplanen."
_TEXT = "Forvaltningen har siden sidste afrapportering arbejdet videre med planens punkter."
_PART = ("Genopretning af ældre afgørelser", "Gennemgangen af sagerne er i gang og følger tidsplanen.")
_PROPOSAL = "udvalget tager status på handleplanen til efterretning."
_DECISION = "Taget til efterretning."
_SIGNERS = ("Åse Bødker", "Søren Ærø")


def template_rows() -> list[Piece]:
    """Every template, in one query."""
    return [_row(each) for each in templates()]


def _row(each: Template) -> Piece:
    own = reverse("meetings:template-edit", args=[each.name]) if not each.is_shipped else ""
    headings = [section.heading or f"({_role(section)})" for section in each.habits.sections]
    return {
        "label": each.label,
        "valid_from": day_in_words(each.valid_from) if each.valid_from else "",
        "address": own,
        "copy": f"{reverse('meetings:template-add')}?copy={each.name}",
        "is_offered": each.is_offered,
        "headings": " · ".join(headings),
    }


def _role(section: SectionHabit) -> str:
    return {"lead": _("lead"), "signatures": _("signatures")}.get(section.role, _("without a heading"))


def example(habits: Habits) -> list[Piece]:
    """A made-up item with its decision, piece by piece as it prints in the template."""
    made = Document(document.MINUTES, VALUES["title"], _head(habits), tuple(_parts(habits)), bullet=habits.bullet)
    return [_piece(piece) for piece in document.flow(made)]


def _piece(piece: document.Piece) -> Piece:
    number = f"{piece.number}. " if piece.kind == "number" else ""
    return {"kind": piece.kind, "text": piece.text, "label": number or piece.label, "level": piece.level}


def _head(habits: Habits) -> tuple[HeadLine, ...]:
    lines = [HeadLine(composing.line(pattern, VALUES), "{title}" in pattern) for pattern in habits.head]
    if not any(line.is_title for line in lines):
        lines.append(HeadLine(composing.line(habits.title, VALUES), is_title=True))
    return tuple(line for line in lines if line.text)


def _parts(habits: Habits) -> Iterator[Part]:
    for section in habits.sections:
        heading = filled(section.heading, VALUES)
        yield Part(section.key, section.role, heading, passages=tuple(_passages(section, habits)))
        if section.fill == "status":
            yield Part("", "text", _PART[0], section.parts, 2, (Passage("text", _PART[1]),))


def _passages(section: SectionHabit, habits: Habits) -> Iterator[Passage]:
    if section.role == "proposal":
        yield Passage("line", composing.line(habits.proposer, VALUES))
        text = f"{habits.at} {_PROPOSAL}".strip()
        yield Passage("point", text, habits.proposal_number.replace("{n}", "1"))
    elif section.role == "signatures":
        yield Passage("signers", habits.signature.join(_SIGNERS))
    elif section.role == "decision":
        told = {"attendance": habits.attendance, "absence": habits.absence, "decision": _DECISION}
        lines = (filled(told.get(name, ""), VALUES) for name in habits.decision_order)
        yield from (Passage("line", text) for text in lines if text.strip())
    else:
        yield Passage("text", section.phrase or (_LEAD if section.role == "lead" else _TEXT))
