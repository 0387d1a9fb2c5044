"""Every view says which methods it takes and who may open it."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from django.urls import get_resolver

from handleplan import permissions

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"


def all_views():
    def walk(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern.callback

    return list(walk(get_resolver().url_patterns))


def test_every_view_is_opened_by_name_or_guarded_by_a_predicate():
    unguarded = [
        view.__name__
        for view in all_views()
        if not getattr(view, "open_to_anyone", False) and getattr(view, "requires", None) is None
    ]
    assert unguarded == []


def test_views_are_guarded_by_predicates_of_permissions():
    predicates = {function for _name, function in inspect.getmembers(permissions, inspect.isfunction)}
    strangers = [v.__name__ for v in all_views() if getattr(v, "requires", None) and v.requires not in predicates]
    assert strangers == []


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_templates_hold_no_inline_style_or_script(template):
    text = template.read_text()
    if "paper" in template.parts:
        return
    offending = [word for word in (" style=", "<style", "onclick=", "onchange=", "<script>") if word in text]
    assert offending == []


def test_every_template_is_used():
    sources = [
        path.read_text() for folder in ("handleplan", "reports", "meetings") for path in (ROOT / folder).rglob("*.py")
    ]
    sources += [path.read_text() for path in TEMPLATES.rglob("*.html")]
    everything = "\n".join(sources)
    found_by_django = {"400.html", "403.html", "404.html", "500.html"}
    names = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")} - found_by_django
    assert {name for name in names if name not in everything} == set()
