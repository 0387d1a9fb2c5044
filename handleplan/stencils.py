"""A template that is rendered once for each shape of its facts, and filled in from then on.

A page with sixty forms says the same words sixty times, and a template takes two milliseconds for each of them. A
stencil renders the template with marks where texts stand, keeps the pieces between the marks, and only puts texts in.
The shape is all that an ``{% if %}`` or a ``{% for %}`` can tell: which texts are empty, which flags are set, how long
the lists are. So the template prints, includes and asks whether something is there; it changes no text with a filter
and compares none, but those under a name that is ``literal``.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape
from typing import Any

from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

MOST_SHAPES = 500  # that are remembered; a page knows a dozen
_MARK = re.compile("\ue000([0-9]+)\ue001")  # characters that stand for nothing, and that no template holds
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
        key = get_language(), self._shape(facts, "", texts)
        if (pieces := self.known.get(key)) is None:
            if len(self.known) >= MOST_SHAPES:
                self.known.clear()
            pieces = self.known[key] = self._cut(facts)
        constant, places = pieces
        html = [constant[0]]
        for place, following in zip(places, constant[1:], strict=True):
            html += (texts[place], following)
        return mark_safe("".join(html))

    def _shape(self, value: Any, name: str, texts: list[str]) -> Any:
        """What of ``value`` the template can tell from another; the texts go into ``texts``, in order."""
        if isinstance(value, str):
            if name in self.literal or not value:
                return value
            texts.append(value if isinstance(value, SafeString) else escape(value))
            return Ellipsis
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int | Promise):
            texts.append(escape(str(value)))
            return Ellipsis
        if isinstance(value, dict):
            return tuple((key, self._shape(each, key, texts)) for key, each in value.items())
        if isinstance(value, list | tuple):
            return len(value), *(self._shape(each, name, texts) for each in value)
        raise TypeError(f"{name}: a stencil takes no {type(value).__name__}")

    def _cut(self, facts: dict[str, Any]) -> _Pieces:
        count = iter(range(10**6))
        html = get_template(self.name).render(self._marked(facts, "", count))
        pieces = _MARK.split(html)
        return pieces[::2], [int(place) for place in pieces[1::2]]

    def _marked(self, value: Any, name: str, count: Any) -> Any:
        """``value`` with a mark for each text, numbered as ``_shape`` numbers them."""
        if isinstance(value, dict):
            return {key: self._marked(each, key, count) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self._marked(each, name, count) for each in value]
        if value is None or isinstance(value, bool) or (isinstance(value, str) and (name in self.literal or not value)):
            return value
        return mark_safe(f"\ue000{next(count)}\ue001")
