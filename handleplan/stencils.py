"""A template that is rendered once for each shape of its facts, and filled in from then on.

A page with sixty forms says the same words sixty times, and a template takes two milliseconds for each of them. A
stencil renders the template with marks where texts stand, keeps the pieces between the marks, and only puts texts in.
The shape is all that an ``{% if %}`` or a ``{% for %}`` can tell: which texts are empty, which flags are set, how long
the lists are. So the template prints, includes and asks whether something is there; it changes no text with a filter
and compares none, but those under a name that is ``literal``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator
from html import escape
from typing import Any

from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

MOST_SHAPES = 500  # that are remembered; a page knows a dozen
_MARK = re.compile("\ue000([0-9]+)\ue001")  # characters that stand for nothing, and that no template holds
_UNSAFE = re.compile("[&<>\"']")
_Pieces = tuple[list[str], list[int]]


class Stencil:
    """The template ``name``; texts under a name in ``literal`` belong to the shape."""

    def __init__(self, name: str, *, literal: Collection[str] = ()) -> None:
        self.name = name
        self.literal = frozenset(literal)
        self.known: dict[Any, _Pieces] = {}

    def fill(self, facts: dict[str, Any]) -> SafeString:
        """What the template makes of ``facts``: texts, numbers, flags and None, in dicts and lists.

        Texts are escaped unless they are safe already. Raises ``TypeError`` for anything else, such as a date.
        """
        texts: list[str] = []
        key = get_language(), self._shape(facts, texts)
        if (pieces := self.known.get(key)) is None:
            if len(self.known) >= MOST_SHAPES:
                self.known.clear()
            pieces = self.known[key] = self._cut(facts)
        constant, places = pieces
        html = [constant[0]]
        for place, following in zip(places, constant[1:], strict=True):
            html += (texts[place], following)
        return mark_safe("".join(html))

    def _shape(self, facts: dict[str, Any], texts: list[str]) -> tuple[Any, ...]:
        """What of ``facts`` the template can tell from others; the texts go into ``texts``, in order."""
        shape: list[Any] = [*facts]
        for name, value in facts.items():
            kind = type(value)
            if kind is str and value and name not in self.literal:
                texts.append(escape(value) if _UNSAFE.search(value) else value)
                shape.append(...)
            elif kind is str or kind is bool or value is None or value == "":
                shape.append(value)
            elif kind is dict:
                shape.append(self._shape(value, texts))
            elif kind is list or kind is tuple:
                shape.append(tuple(self._shape(_named(name, each), texts) for each in value))
            elif isinstance(value, int | str | Promise):
                texts.append(value if isinstance(value, SafeString) else escape(str(value)))
                shape.append(...)
            else:
                raise TypeError(f"{name}: a stencil takes no {kind.__name__}")
        return tuple(shape)

    def _cut(self, facts: dict[str, Any]) -> _Pieces:
        count = itertools.count()
        html = get_template(self.name).render(self._marked(facts, count))
        pieces = _MARK.split(html)
        return pieces[::2], [int(place) for place in pieces[1::2]]

    def _marked(self, facts: dict[str, Any], count: Iterator[int]) -> dict[str, Any]:
        """``facts`` with a mark for each text, numbered as ``_shape`` numbers them."""
        marked: dict[str, Any] = {}
        for name, value in facts.items():
            kind = type(value)
            if kind is dict:
                marked[name] = self._marked(value, count)
            elif kind is list or kind is tuple:
                each_marked = (self._marked(_named(name, each), count) for each in value)
                marked[name] = [
                    each if type(was) is dict else each[name] for was, each in zip(value, each_marked, strict=True)
                ]
            elif value is None or kind is bool or value == "" or (kind is str and name in self.literal):
                marked[name] = value
            else:
                marked[name] = mark_safe(f"\ue000{next(count)}\ue001")
        return marked


def _named(name: str, value: Any) -> dict[str, Any]:
    """An entry of a list as facts: a text has the list's name."""
    return value if type(value) is dict else {name: value}
