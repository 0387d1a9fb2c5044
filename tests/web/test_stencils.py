"""A stencil says what its template says, for each shape of its facts, and escapes what is put in."""

from __future__ import annotations

import datetime as dt

import pytest
from django.template.loader import get_template
from django.utils.safestring import mark_safe

from handleplan import stencils
from handleplan.stencils import Stencil

NAME = "handleplan/includes/status_entry.html"
ENTRY = {
    "text": mark_safe("<p>I gang</p>"),
    "kind": "plain",
    "level": {"tone": "fair", "symbol": "▲", "word": "Mindre afvigelse"},
    "corrective_action": "Flere <b>hænder</b> & penge",
    "in_focus": "yes",
    "focus_reason": "",
    "forecast": "medio 2014",
    "forecast_reading": "",
    "from_text": True,
    "nothing_new": "",
}
SHAPES = {
    "full": ENTRY,
    "another text": {**ENTRY, "corrective_action": "\ue0000\ue001 {{ user }} %s"},
    "nothing beside the text": {**ENTRY, "level": None, "corrective_action": "", "in_focus": "", "forecast": ""},
    "a literal that decides": {**ENTRY, "in_focus": "no"},
    "another branch": {**ENTRY, "focus_reason": "Forsinket", "nothing_new": "2. måned uden nyt", "from_text": False},
}


@pytest.fixture
def stencil() -> Stencil:
    return Stencil(NAME, literal=("in_focus",))


def rendered(entry: dict) -> str:
    return get_template(NAME).render({"entry": entry})


def test_every_shape_says_what_the_template_says(stencil):
    found = {shape: stencil.fill({"entry": entry}) for shape, entry in SHAPES.items()}
    assert found == {shape: rendered(entry) for shape, entry in SHAPES.items()}


def test_lists_of_texts_are_filled_in_too():
    fields = [
        {"id": "a", "label": "Behandlet", "name": "a", "value": "x", "keys": "text", "errors": ("<Skriv> et tal.",)}
    ]
    facts = {"rows": [{"name": "Sager", "unit": "sager", "last": "", "now": "", "fields": fields}]}
    name = "handleplan/includes/status_counters.html"
    assert Stencil(name).fill(facts) == get_template(name).render(facts)


def test_a_shape_is_rendered_once(stencil, monkeypatch):
    stencil.fill({"entry": ENTRY})
    monkeypatch.setattr(stencils, "get_template", None)
    assert "Noget andet" in stencil.fill({"entry": {**ENTRY, "corrective_action": "Noget andet"}})


def test_what_cannot_be_filled_in_is_refused(stencil):
    with pytest.raises(TypeError, match="forecast: a stencil takes no date"):
        stencil.fill({"entry": {**ENTRY, "forecast": dt.date(2014, 1, 1)}})


def test_not_more_shapes_are_remembered_than_a_program_can_hold(stencil, monkeypatch):
    monkeypatch.setattr(stencils, "MOST_SHAPES", 3)
    for count in range(10):
        stencil.fill({"entry": ENTRY, "more": [{}] * count})
    assert len(stencil.known) <= 3
